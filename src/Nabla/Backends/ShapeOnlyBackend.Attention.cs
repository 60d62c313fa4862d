using Nabla.Kernels.Attention;

namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedAttention
{
    /// <inheritdoc/>
    public void Attention(Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, in AttentionDropout dropout, Tensor y, Tensor logSumExp)
    {
    }

    /// <inheritdoc/>
    public void AttentionBackward(
        Tensor g, Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, in AttentionDropout dropout, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv, Tensor? gMask = null)
    {
    }

    /// <inheritdoc/>
    public void AttentionDropoutFactors(in AttentionDropout dropout, Tensor factors)
    {
    }
}
