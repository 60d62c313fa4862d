using Nabla.Kernels.Attention;

namespace Nabla;

/// <summary>What the ops of attention share: the call of the kernel, and the gradients written in operations.</summary>
/// <param name="Mask">[O, I, H, T, S] with extents of 1 where it is shared; null for none.</param>
/// <param name="Groups">O; the batch is O·I.</param>
/// <param name="Causal">May query i see the keys 0..i only?</param>
/// <param name="Scale">Factor of the scores.</param>
/// <param name="Dropout">Which weights are dropped.</param>
internal readonly record struct AttentionCall(Tensor? Mask, long Groups, bool Causal, double Scale, AttentionDropout Dropout)
{
    /// <summary>The tensor itself when its features are adjacent, else a contiguous copy.</summary>
    public static Tensor Rows(Tensor x) => x.Strides[^1] == 1 || x.Shape[^1] == 1 ? x : x.Contiguous();

    /// <summary>Computes the output; returns the logarithms of the sums for backward.</summary>
    public Tensor Forward(Tensor q, Tensor k, Tensor v, Tensor y)
    {
        Tensor logSumExp = Tensor.Empty(new Shape(q.Shape.Span[..3]), q.DType.IsReduced() ? DType.Float32 : q.DType, q.Backend);
        using Tensor? whole = Whole(q, k);
        ((IFusedAttention)q.Backend).Attention(q, k, v, whole, Causal, Scale, Dropout, y, logSumExp);
        return logSumExp;
    }

    /// <summary>The gradients by the kernel.</summary>
    public void Backward(Tensor g, Tensor q, Tensor k, Tensor v, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv, Tensor? gMask)
    {
        using Tensor? whole = Whole(q, k);
        ((IFusedAttention)q.Backend).AttentionBackward(Rows(g), q, k, v, whole, Causal, Scale, Dropout, y, logSumExp, gq, gk, gv, gMask);
    }

    /// <summary>The gradients of q, k, v and the mask [O, I, H, T, S] in operations that can be differentiated again.</summary>
    public (Tensor Q, Tensor K, Tensor V, Tensor Mask) Gradients(Tensor g, Tensor q, Tensor k, Tensor v)
    {
        long group = q.Shape[1] / Math.Max(1, k.Shape[1]);
        Tensor wideK = Attentions.RepeatHeads(k, group), wideV = Attentions.RepeatHeads(v, group);
        Tensor? whole = Whole(q, k)?.Reshape(q.Shape[0], q.Shape[1], q.Shape[2], k.Shape[2]);
        Tensor p = Attentions.Weights(q, wideK, whole, Causal, Scale);
        Tensor dp = g.MatMul(wideV.T), dropped = p;
        if (Dropout.Rate > 0)
        {
            Tensor factors = Tensor.Empty(p.Shape, p.DType, p.Backend);
            ((IFusedAttention)q.Backend).AttentionDropoutFactors(Dropout, factors);
            (dp, dropped) = (dp * factors, p * factors);
        }
        Tensor dm = p * (dp - (p * dp).Sum(-1, keepDims: true)), ds = dm * Scale;
        return (
            ds.MatMul(wideK), Attentions.SumHeads(ds.T.MatMul(q), group), Attentions.SumHeads(dropped.T.MatMul(g), group),
            Groups == 0 ? dm : dm.Reshape(Groups, dm.Shape[0] / Groups, dm.Shape[1], dm.Shape[2], dm.Shape[3]));
    }

    private Tensor? Whole(Tensor q, Tensor k) =>
        Mask?.BroadcastTo([Groups, Groups == 0 ? 0 : q.Shape[0] / Groups, q.Shape[1], q.Shape[2], k.Shape[2]]).Alias();
}
