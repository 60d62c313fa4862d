using Nabla.Kernels.Attention;

namespace Nabla;

/// <summary>
/// Attention among the rows of one packed projection qkv [B, T, 3, H, D]: y [B, T, H, D]. Queries, keys and values are read where they lie, and their
/// gradients are written there, so that nothing is cut apart, permuted or put together.
/// </summary>
/// <remarks>As <see cref="AttentionOp"/>; a mask that wants a gradient is the second input.</remarks>
/// <param name="Mask">Mask without a gradient.</param>
/// <param name="Groups">O: how the batch is cut for the mask.</param>
/// <param name="Causal">May query i see the keys 0..i only?</param>
/// <param name="Scale">Factor of the scores.</param>
/// <param name="Dropout">Which weights are dropped.</param>
internal sealed record PackedAttentionOp(Tensor? Mask, long Groups, bool Causal, double Scale, AttentionDropout Dropout = default) : NaryOp
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => 2 * output.Count * output.Shape[1];

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Tensor qkv = AttentionCall.Rows(inputs[0]).Alias();
        Tensor y = Tensor.Empty([qkv.Shape[0], qkv.Shape[1], qkv.Shape[3], qkv.Shape[4]], qkv.DType, qkv.Backend);
        using Tensor q = Part(qkv, 0), k = Part(qkv, 1), v = Part(qkv, 2), heads = y.Transpose(1, 2);
        context.Save(Call(inputs.Length > 1 ? inputs[1] : Mask).Forward(q, k, v, heads));
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor qkv = context.Input(0), g = context.Grad.Transpose(1, 2);
        bool learned = context.Count > 1 && context.Needs(1);
        AttentionCall call = Call(context.Count > 1 ? context.Input(1) : Mask);
        if (GradMode.IsEnabled)
        {
            (Tensor dq, Tensor dk, Tensor dv, Tensor dm) = call.Gradients(g, Part(qkv, 0), Part(qkv, 1), Part(qkv, 2));
            context.Set(0, Tensor.Stack([dq.Transpose(1, 2), dk.Transpose(1, 2), dv.Transpose(1, 2)], 2));
            if (learned) context.Set(1, dm);
            return;
        }
        Tensor rows = AttentionCall.Rows(qkv), gradient = qkv.EmptyLike();
        Tensor? gMask = learned ? context.Input(1).EmptyLike() : null;
        using Tensor y = context.Output.Transpose(1, 2), q = Part(rows, 0), k = Part(rows, 1), v = Part(rows, 2);
        using Tensor gq = Part(gradient, 0), gk = Part(gradient, 1), gv = Part(gradient, 2);
        call.Backward(g, q, k, v, y, context.Saved(0), gq, gk, gv, gMask);
        context.Set(0, gradient);
        if (learned) context.Set(1, gMask);
    }

    /// <summary>[B, H, T, D] of the queries, keys or values.</summary>
    private static Tensor Part(Tensor qkv, int part) => qkv.Select(2, part).Transpose(1, 2);

    private AttentionCall Call(Tensor? mask) => new(mask, Groups, Causal, Scale, Dropout);
}
