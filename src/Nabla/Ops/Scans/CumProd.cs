namespace Nabla;

/// <summary>Running product along an axis, optionally from the end. ∂xₖ = (Π before k)·Sₖ with Sₖ = gₖ + xₖ₊₁·Sₖ₊₁, which needs no division and so no care for zeros.</summary>
internal sealed record CumProdOp(int Axis, bool Reverse) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    /// <summary>Product of the elements before each one (after it, when reversed); 1 for the first.</summary>
    public static Tensor Exclusive(Tensor x, int axis, bool reverse) =>
        new CumProdOp(axis, reverse).Apply(RecurrenceOp.Shift(x, axis, reverse ? -1 : 1, 1));

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        x.Backend.Scan(Scan.Product, packed, Axis, Reverse, y, null);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor sums = new RecurrenceOp(Axis, !Reverse).Apply(g, RecurrenceOp.Shift(x, Axis, Reverse ? 1 : -1));
        return Exclusive(x, Axis, Reverse) * sums;
    }
}

/// <summary>Running products.</summary>
public static class CumProdExtensions
{
    extension(Tensor x)
    {
        /// <summary>Running product along an axis; integers and truth values multiply as int64.</summary>
        /// <param name="axis">Axis to run along.</param>
        /// <param name="reverse">Run from the last element to the first.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("cumprod", "Tensor.cumprod")]
        public Tensor CumProd(int axis, bool reverse = false)
        {
            axis = x.Shape.Axis(axis);
            x = x.DType.IsFloating() ? x : x.To(DType.Int64);
            return x.Rank == 0 ? x : new CumProdOp(axis, reverse).Apply(x);
        }
    }
}
