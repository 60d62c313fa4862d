namespace Nabla;

/// <summary>Running log Σ exp along an axis. ∂xₖ = exp(xₖ - yₖ)·rₖ with rₖ = gₖ + exp(yₖ - yₖ₊₁)·rₖ₊₁; no exponent is positive.</summary>
internal sealed record LogCumSumExpOp(int Axis) : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        x.Backend.LogCumSumExp(packed, Axis, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor decay = Ratio(y, RecurrenceOp.Shift(y, Axis, -1));
        Tensor r = new RecurrenceOp(Axis, true).Apply(g, decay);
        return Ratio(x, y) * r;
    }

    // Where nothing has been added yet, both are negative infinity; that weighs nothing.
    private static Tensor Ratio(Tensor a, Tensor b) => b.Detach().Equal(double.NegativeInfinity).Where(0, (a - b).Exp());
}

/// <summary>Running log Σ exp.</summary>
public static class LogCumSumExpExtensions
{
    extension(Tensor x)
    {
        /// <summary>log Σ exp of the elements up to each one, along an axis, without overflow.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("logcumsumexp", "Tensor.logcumsumexp")]
        public Tensor LogCumSumExp(int axis)
        {
            axis = x.Shape.Axis(axis);
            x = x.ToFloating();
            return x.Rank == 0 ? x : new LogCumSumExpOp(axis).Apply(x);
        }
    }
}
