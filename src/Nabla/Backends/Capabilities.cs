namespace Nabla;

/// <summary>Softmax along the last axis in one pass.</summary>
public interface IFusedSoftmax
{
    /// <summary>y = softmax(x) or log-softmax(x) along <paramref name="axis"/>; contiguous.</summary>
    void Softmax(Tensor x, int axis, bool log, Tensor y);

    /// <summary>Gradient from the output y.</summary>
    void SoftmaxBackward(Tensor g, Tensor y, int axis, bool log, Tensor x);
}

/// <summary>Batch and layer normalisation in few passes; contiguous.</summary>
public interface IFusedNorms
{
    /// <summary>Training: y from batch statistics, which are also returned (mean and 1/√(var+eps), per channel).</summary>
    void BatchNorm(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool relu, Tensor y, Tensor mean, Tensor rstd);

    /// <summary>Prediction: y from given statistics.</summary>
    void BatchNormInference(Tensor x, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon, bool relu, Tensor y);

    /// <summary>Training gradient; y is read only when the forward pass applied ReLU.</summary>
    void BatchNormBackward(Tensor g, Tensor x, Tensor? y, Tensor? weight, Tensor mean, Tensor rstd, Tensor gx, Tensor? gWeight, Tensor? gBias);

    /// <summary>Normalises rows of n values.</summary>
    void LayerNorm(Tensor x, long n, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd);

    /// <summary>Gradient of <see cref="LayerNorm"/>.</summary>
    void LayerNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor mean, Tensor rstd, Tensor gx, Tensor? gWeight, Tensor? gBias);
}

/// <summary>Attention that never holds the [T, T] matrix.</summary>
public interface IFusedAttention
{
    /// <summary>y = softmax(q·kᵀ·scale + mask)·v for [B, T, D]; <paramref name="logSumExp"/> is kept for backward.</summary>
    void Attention(Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, Tensor y, Tensor logSumExp);

    /// <summary>Gradients of q, k and v.</summary>
    void AttentionBackward(Tensor g, Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv);
}
