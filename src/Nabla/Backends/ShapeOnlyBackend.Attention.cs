namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedAttention
{
    /// <inheritdoc/>
    public void Attention(Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, Tensor y, Tensor logSumExp)
    {
    }

    /// <inheritdoc/>
    public void AttentionBackward(
        Tensor g, Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv)
    {
    }
}
