namespace Nabla;

/// <summary>Running sum along an axis, optionally from the end. The gradient is the running sum from the other end.</summary>
internal sealed record CumSumOp(int Axis, bool Reverse) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        x.Backend.Scan(Scan.Sum, packed, Axis, Reverse, y, null);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new CumSumOp(Axis, !Reverse).Apply(g);
}

/// <summary>Running sums.</summary>
public static class CumSumExtensions
{
    extension(Tensor x)
    {
        /// <summary>Running sum along an axis; integers and truth values sum as int64.</summary>
        /// <param name="axis">Axis to run along.</param>
        /// <param name="reverse">Run from the last element to the first.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("cumsum", "Tensor.cumsum")]
        public Tensor CumSum(int axis, bool reverse = false)
        {
            axis = x.Shape.Axis(axis);
            x = x.DType.IsFloating() ? x : x.To(DType.Int64);
            return x.Rank == 0 ? x : new CumSumOp(axis, reverse).Apply(x);
        }
    }
}
