namespace Nabla;

/// <summary>Positions that sort the last axis, stably.</summary>
internal sealed record ArgSortOp(bool Descending) : UnaryOp
{
    public override string? NoGradient => "positions are integers; the values are gathered with them and carry the gradient";

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike(DType.Int64);
        x.Backend.ArgSort(packed, Descending, y);
        return y;
    }
}

/// <summary>Sorting.</summary>
public static class SortExtensions
{
    extension(Tensor x)
    {
        /// <summary>Positions (int64) that sort an axis. Stable; NaN counts as the largest value.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("argsort", "Tensor.argsort")]
        public Tensor ArgSort(int axis = -1, bool descending = false)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) return Tensor.Zeros([], DType.Int64, x.Backend);
            return new ArgSortOp(descending).Apply(x.Transpose(axis, -1)).Transpose(axis, -1);
        }

        /// <summary>Sorted values along an axis and the positions they come from (int64). Stable; NaN counts as the largest value.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("sort", "Tensor.sort")]
        public (Tensor Values, Tensor Indices) Sort(int axis = -1, bool descending = false)
        {
            Tensor indices = x.ArgSort(axis, descending);
            return (x.Rank == 0 ? x : x.Gather(axis, indices), indices);
        }

        /// <summary>Values sorted along the first axis.</summary>
        [Export("msort", "Tensor.msort")]
        public Tensor MSort() => x.Sort(0).Values;
    }
}
