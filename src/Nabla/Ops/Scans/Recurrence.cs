namespace Nabla;

/// <summary>yₖ = bₖ + aₖ·yₖ₋₁ along an axis (reversed: yₖ₊₁); inputs b, a. With r the opposite recurrence of g over the shifted a: ∂b = r, ∂aₖ = rₖ·yₖ₋₁.</summary>
internal sealed record RecurrenceOp(int Axis, bool Reverse) : NaryOp
{
    public override Keep Keeps => Keep.B | Keep.Output;

    /// <summary>Moves elements along an axis by <paramref name="by"/> places; what leaves is lost, what enters is <paramref name="value"/>.</summary>
    public static Tensor Shift(Tensor x, int axis, int by, double value = 0)
    {
        long[] before = new long[x.Rank], after = new long[x.Rank];
        (before[axis], after[axis]) = (by, -by);
        return x.Shape[axis] == 0 ? x : new ConstantPadOp(before, after, value).Apply(x);
    }

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Tensor b = inputs[0].Contiguous().Alias(), a = inputs[1].Contiguous().Alias();
        Tensor y = b.EmptyLike();
        b.Backend.Recurrence(b, a, Axis, Reverse, y);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        int towards = Reverse ? 1 : -1;
        Tensor r = new RecurrenceOp(Axis, !Reverse).Apply(context.Grad, Shift(context.Input(1), Axis, towards));
        context.Set(0, r);
        if (context.Needs(1)) context.Set(1, r * Shift(context.Output, Axis, -towards));
    }
}
