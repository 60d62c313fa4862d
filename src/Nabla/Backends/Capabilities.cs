namespace Nabla;

/// <summary>Softmax along the last axis in one pass.</summary>
public interface IFusedSoftmax
{
    /// <summary>y = softmax(x) or log-softmax(x) along <paramref name="axis"/>; contiguous.</summary>
    void Softmax(Tensor x, int axis, bool log, Tensor y);

    /// <summary>Gradient from the output y.</summary>
    void SoftmaxBackward(Tensor g, Tensor y, int axis, bool log, Tensor x);
}

/// <summary>Normalisations in few passes; contiguous tensors, null for a missing weight or bias.</summary>
public interface IFusedNorms
{
    /// <summary>Training: y from batch statistics per channel of [N, C, ...], which are also returned (mean, biased variance, 1/√(var+eps)).</summary>
    void BatchNorm(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool relu, Tensor y, Tensor mean, Tensor variance, Tensor rstd);

    /// <summary>Gradient of <see cref="BatchNorm"/>; null for what is not wanted.</summary>
    void BatchNormBackward(Tensor g, Tensor x, Tensor? weight, Tensor? bias, Tensor mean, Tensor rstd, bool relu, Tensor? gx, Tensor? gWeight, Tensor? gBias);

    /// <summary>Prediction: y from given statistics.</summary>
    void BatchNormInference(Tensor x, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon, bool relu, Tensor y);

    /// <summary>Normalises rows of n values.</summary>
    void LayerNorm(Tensor x, long n, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd);

    /// <summary>Gradient of <see cref="LayerNorm"/>; null for what is not wanted.</summary>
    void LayerNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias);

    /// <summary>Normalises each group of channels of each sample of [N, C, ...].</summary>
    void GroupNorm(Tensor x, long groups, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd);

    /// <summary>Gradient of <see cref="GroupNorm"/>; null for what is not wanted.</summary>
    void GroupNormBackward(Tensor g, Tensor x, long groups, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias);
}

/// <summary>Attention that never holds the [T, T] matrix.</summary>
public interface IFusedAttention
{
    /// <summary>y = softmax(q·kᵀ·scale + mask)·v for [B, T, D]; <paramref name="logSumExp"/> is kept for backward.</summary>
    void Attention(Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, Tensor y, Tensor logSumExp);

    /// <summary>Gradients of q, k and v.</summary>
    void AttentionBackward(Tensor g, Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv);
}

/// <summary>Losses that never store probabilities; contiguous tensors.</summary>
public interface IFusedLosses
{
    /// <summary>
    /// Cross-entropy of scores [N, C, inner] with class numbers (int64 [N, inner]) or probabilities (same shape as the scores):
    /// unreduced losses and log Σ exp [N, inner].
    /// </summary>
    /// <returns>Sum of the losses and the divisor of their mean.</returns>
    (double Sum, double Weight) CrossEntropy(Tensor x, Tensor target, Tensor? weight, long ignoreIndex, double smoothing, Tensor losses, Tensor logSumExp);

    /// <summary>Gradient of the scores; <paramref name="g"/> has one value, or one a position, and is multiplied by <paramref name="scale"/>.</summary>
    void CrossEntropyBackward(Tensor g, double scale, Tensor x, Tensor target, Tensor? weight, long ignoreIndex, double smoothing, Tensor logSumExp, Tensor gx);
}
