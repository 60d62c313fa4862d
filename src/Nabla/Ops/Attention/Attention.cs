using Nabla.Kernels.Attention;

namespace Nabla;

/// <summary>softmax(q·kᵀ·Scale + mask)·v without the matrix of scores, for q [B, H, T, D], k [B, H/group, S, D], v [B, H/group, S, E].</summary>
/// <remarks>
/// With P the weights and upstream g: ∂v = Pᵀ·g (dropout applied), dP = g·vᵀ (likewise), dM = P ⊙ (dP - Σ P ⊙ dP), ∂mask = dM, ∂q = Scale·dM·k, ∂k = Scale·dMᵀ·q. Dao et al. (2022).
/// The mask [O, I, H, T, S], O·I = B, has extents of 1 where it is shared; a fourth input when it wants a gradient, which needs T and S whole.
/// </remarks>
/// <param name="Mask">Mask without a gradient: bool (true may be seen) or added; null for none.</param>
/// <param name="Groups">O: how the batch is cut for the mask.</param>
/// <param name="Causal">May query i see the keys 0..i only?</param>
/// <param name="Scale">Factor of the scores.</param>
/// <param name="Dropout">Which weights are dropped; drawn again in the backward pass, never stored.</param>
internal sealed record AttentionOp(Tensor? Mask, long Groups, bool Causal, double Scale, AttentionDropout Dropout = default) : NaryOp
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) =>
        output.Shape[0] * output.Shape[1] * output.Shape[2] * inputs[1].Shape[2] * (inputs[0].Shape[3] + output.Shape[3]);

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Tensor q = AttentionCall.Rows(inputs[0]).Alias(), k = AttentionCall.Rows(inputs[1]).Alias(), v = AttentionCall.Rows(inputs[2]).Alias();
        Tensor y = Tensor.Empty([.. q.Shape.Span[..3], v.Shape[3]], q.DType, q.Backend);
        context.Save(Call(inputs.Length > 3 ? inputs[3] : Mask).Forward(q, k, v, y));
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        (Tensor g, Tensor q, Tensor k, Tensor v) = (context.Grad, context.Input(0), context.Input(1), context.Input(2));
        bool learned = context.Count > 3 && context.Needs(3);
        AttentionCall call = Call(context.Count > 3 ? context.Input(3) : Mask);
        if (GradMode.IsEnabled)
        {
            (Tensor dq, Tensor dk, Tensor dv, Tensor dm) = call.Gradients(g, q, k, v);
            context.Set(0, dq);
            context.Set(1, dk);
            context.Set(2, dv);
            if (learned) context.Set(3, dm);
            return;
        }
        Tensor gq = q.EmptyLike(), gk = k.EmptyLike(), gv = v.EmptyLike();
        Tensor? gMask = learned ? context.Input(3).EmptyLike() : null;
        call.Backward(g, AttentionCall.Rows(q), AttentionCall.Rows(k), AttentionCall.Rows(v), context.Output, context.Saved(0), gq, gk, gv, gMask);
        context.Set(0, gq);
        context.Set(1, gk);
        context.Set(2, gv);
        if (learned) context.Set(3, gMask);
    }

    private AttentionCall Call(Tensor? mask) => new(mask, Groups, Causal, Scale, Dropout);
}
