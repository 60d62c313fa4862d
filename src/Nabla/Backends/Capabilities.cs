using Nabla.Kernels.Attention;
using Nabla.Kernels.Normalization;

namespace Nabla;

/// <summary>Softmax along the last axis in one pass.</summary>
[Export("backends.IFusedSoftmax")]
public interface IFusedSoftmax
{
    /// <summary>y = softmax(x) or log-softmax(x) along <paramref name="axis"/>; contiguous.</summary>
    void Softmax(Tensor x, int axis, bool log, Tensor y);

    /// <summary>Gradient from the output y.</summary>
    void SoftmaxBackward(Tensor g, Tensor y, int axis, bool log, Tensor x);
}

/// <summary>Normalisations in few passes; contiguous tensors, null for a missing weight or bias.</summary>
[Export("backends.IFusedNorms")]
public interface IFusedNorms
{
    /// <summary>Training: y from batch statistics per channel of [N, C, ...], which are also returned, [3, C]: mean, biased variance, 1/√(var+eps).</summary>
    void BatchNorm(Tensor x, Tensor? weight, Tensor? bias, double epsilon, FusedActivation activation, Tensor y, Tensor statistics);

    /// <summary>Gradient of <see cref="BatchNorm"/>; null for what is not wanted.</summary>
    void BatchNormBackward(Tensor g, Tensor x, Tensor? weight, Tensor? bias, Tensor statistics, FusedActivation activation, Tensor? gx, Tensor? gWeight, Tensor? gBias);

    /// <summary>running = (1 - momentum)·running + momentum·factor·statistics[row], for [C] of one dtype.</summary>
    void TrackStatistic(Tensor running, Tensor statistics, int row, double momentum, double factor);

    /// <summary>Prediction: y from given statistics.</summary>
    void BatchNormInference(Tensor x, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon, FusedActivation activation, Tensor y);

    /// <summary>Normalises rows of n values.</summary>
    void LayerNorm(Tensor x, long n, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd);

    /// <summary>Gradient of <see cref="LayerNorm"/>; null for what is not wanted.</summary>
    void LayerNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias);

    /// <summary>Normalises each group of channels of each sample of [N, C, ...].</summary>
    void GroupNorm(Tensor x, long groups, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd);

    /// <summary>Gradient of <see cref="GroupNorm"/>; null for what is not wanted.</summary>
    void GroupNormBackward(Tensor g, Tensor x, long groups, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias);

    /// <summary>Divides rows of n values by their root mean square.</summary>
    void RmsNorm(Tensor x, long n, Tensor? weight, double epsilon, Tensor y, Tensor rstd);

    /// <summary>Gradient of <see cref="RmsNorm"/>; null for what is not wanted.</summary>
    void RmsNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor rstd, Tensor? gx, Tensor? gWeight);
}

/// <summary>Attention that never holds the [T, T] matrix.</summary>
[Export("backends.IFusedAttention")]
public interface IFusedAttention
{
    /// <summary>
    /// y = softmax(q·kᵀ·scale + mask)·v for q [B, H, T, D], k [B, H/group, S, D] and v [B, H/group, S, E], whose features are adjacent; the mask
    /// [O, I, H, T, S] with O·I = B (any strides) is bool (true may be seen) or added; <paramref name="logSumExp"/> [B, H, T] is kept for backward. A query that sees nothing gives 0.
    /// </summary>
    void Attention(Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, in AttentionDropout dropout, Tensor y, Tensor logSumExp);

    /// <summary>Gradients of q, k and v, features adjacent; and of the mask, contiguous [O, I, H, T, S] with extents of 1 where it is shared, when wanted.</summary>
    void AttentionBackward(
        Tensor g, Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, in AttentionDropout dropout, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv, Tensor? gMask = null);

    /// <summary>The factors of the dropout, written out for contiguous [B, H, T, S].</summary>
    void AttentionDropoutFactors(in AttentionDropout dropout, Tensor factors);
}

/// <summary>Losses that never store probabilities; contiguous tensors.</summary>
[Export("backends.IFusedLosses")]
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

    /// <summary>Unreduced binary cross-entropy of scores; all of one shape, null for a missing weight.</summary>
    /// <returns>Sum of the losses.</returns>
    double BinaryCrossEntropy(Tensor x, Tensor target, Tensor? weight, Tensor? positive, Tensor losses);

    /// <summary>Gradient of the scores; <paramref name="g"/> has one value, or one an element, and is multiplied by <paramref name="scale"/>.</summary>
    void BinaryCrossEntropyBackward(Tensor g, double scale, Tensor x, Tensor target, Tensor? weight, Tensor? positive, Tensor gx);
}

/// <summary>Rows of a table by number; contiguous tensors.</summary>
[Export("backends.IFusedEmbedding")]
public interface IFusedEmbedding
{
    /// <summary>y[j] = table[tokens[j]]; tokens (int64) count from 0 and never from the end.</summary>
    void Embedding(Tensor table, Tensor tokens, Tensor y);

    /// <summary>gTable[tokens[j]] += g[j], except for the row <paramref name="padding"/> (-1 for none), optionally divided by how often a token occurs.</summary>
    void EmbeddingBackward(Tensor g, Tensor tokens, long padding, bool scaleByFrequency, Tensor gTable);
}
