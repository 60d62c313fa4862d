using Nabla.Kernels.Attention;

namespace Nabla;

/// <summary>softmax(q·kᵀ·Scale + mask)·v without the matrix of scores, for q [B, H, T, D], k [B, H/group, S, D], v [B, H/group, S, E].</summary>
/// <remarks>
/// With P the weights and upstream g: ∂v = Pᵀ·g (dropout applied), dP = g·vᵀ (likewise), dS = P ⊙ (dP - Σ P ⊙ dP), ∂q = Scale·dS·k, ∂k = Scale·dSᵀ·q. Dao et al. (2022).
/// </remarks>
/// <param name="Mask">[B, H, T, S], broadcast by strides; bool (true may be seen) or added; null for none.</param>
/// <param name="Causal">May query i see the keys 0..i only?</param>
/// <param name="Scale">Factor of the scores.</param>
/// <param name="Dropout">Which weights are dropped; drawn again in the backward pass, never stored.</param>
internal sealed record AttentionOp(Tensor? Mask, bool Causal, double Scale, AttentionDropout Dropout = default) : NaryOp
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) =>
        output.Shape[0] * output.Shape[1] * output.Shape[2] * inputs[1].Shape[2] * (inputs[0].Shape[3] + output.Shape[3]);

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Tensor q = inputs[0].Contiguous().Alias(), k = inputs[1].Contiguous().Alias(), v = inputs[2].Contiguous().Alias();
        Shape rows = new(q.Shape.Span[..3]);
        Tensor y = Tensor.Empty([.. rows.Span, v.Shape[3]], q.DType, q.Backend), logSumExp = Tensor.Empty(rows, q.DType.IsReduced() ? DType.Float32 : q.DType, q.Backend);
        ((IFusedAttention)q.Backend).Attention(q, k, v, Mask, Causal, Scale, Dropout, y, logSumExp);
        context.Save(logSumExp);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        (Tensor g, Tensor q, Tensor k, Tensor v) = (context.Grad, context.Input(0), context.Input(1), context.Input(2));
        if (!GradMode.IsEnabled)
        {
            Tensor gq = q.EmptyLike(), gk = k.EmptyLike(), gv = v.EmptyLike();
            ((IFusedAttention)q.Backend).AttentionBackward(
                g.Contiguous(), q.Contiguous(), k.Contiguous(), v.Contiguous(), Mask, Causal, Scale, Dropout, context.Output, context.Saved(0), gq, gk, gv);
            context.Set(0, gq);
            context.Set(1, gk);
            context.Set(2, gv);
            return;
        }
        long group = q.Shape[1] / Math.Max(1, k.Shape[1]);
        Tensor wideK = Attentions.RepeatHeads(k, group), wideV = Attentions.RepeatHeads(v, group);
        Tensor p = Attentions.Weights(q, wideK, Mask, Causal, Scale);
        Tensor dp = g.MatMul(wideV.T), dropped = p;
        if (Dropout.Rate > 0)
        {
            Tensor factors = Tensor.Empty(p.Shape, p.DType, p.Backend);
            ((IFusedAttention)q.Backend).AttentionDropoutFactors(Dropout, factors);
            (dp, dropped) = (dp * factors, p * factors);
        }
        Tensor ds = p * (dp - (p * dp).Sum(-1, keepDims: true)) * Scale;
        context.Set(0, ds.MatMul(wideK));
        context.Set(1, Attentions.SumHeads(ds.T.MatMul(q), group));
        context.Set(2, Attentions.SumHeads(dropped.T.MatMul(g), group));
    }
}
