namespace Nabla;

/// <summary>Position along the last axis of the K-th smallest value (from 1), or of the lower median for K = 0.</summary>
internal sealed record ArgRankOp(long K, bool IgnoreNaN) : UnaryOp
{
    public override string? NoGradient => "positions are integers; the values are gathered with them and carry the gradient";

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty(x.Shape.With(x.Rank - 1, 1), DType.Int64, x.Backend);
        if (K > 0) x.Backend.ArgKth(packed, K, y);
        else x.Backend.ArgMedian(packed, IgnoreNaN, y);
        return y;
    }
}

/// <summary>Order statistics.</summary>
public static class MedianExtensions
{
    extension(Tensor x)
    {
        /// <summary>The k-th smallest value (from 1) along an axis, and its position (int64).</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or k is not in 1..its extent.</exception>
        [Export("kthvalue", "Tensor.kthvalue")]
        public (Tensor Values, Tensor Indices) KthValue(long k, int axis = -1, bool keepDims = false)
        {
            long n = x.Rank == 0 ? 1 : x.Shape[axis];
            if (k < 1 || k > n) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must be in 1..{n}, the extent of axis {axis} of shape {x.Shape}.");
            return Rank(x, k, false, axis, keepDims);
        }

        /// <summary>The median along an axis (the lower one of an even count), and its position (int64). NaN wins.</summary>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        [Export("median", "Tensor.median")]
        public (Tensor Values, Tensor Indices) Median(int axis, bool keepDims = false) => Rank(x, 0, false, axis, keepDims);

        /// <summary>The median of all elements (the lower one of an even count). NaN wins.</summary>
        /// <exception cref="ArgumentException">The tensor is empty.</exception>
        public Tensor Median() => x.Flatten().Median(0).Values;

        /// <summary>Like <see cref="Median(Tensor, int, bool)"/>, leaving NaN out.</summary>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        [Export("nanmedian", "Tensor.nanmedian")]
        public (Tensor Values, Tensor Indices) NanMedian(int axis, bool keepDims = false) => Rank(x, 0, true, axis, keepDims);

        /// <summary>Like <see cref="Median(Tensor)"/>, leaving NaN out.</summary>
        /// <exception cref="ArgumentException">The tensor is empty.</exception>
        public Tensor NanMedian() => x.Flatten().NanMedian(0).Values;
    }

    private static (Tensor Values, Tensor Indices) Rank(Tensor x, long k, bool ignoreNaN, int axis, bool keepDims)
    {
        axis = x.Shape.Axis(axis);
        if (x.Rank == 0) return (x, Tensor.Zeros([], DType.Int64, x.Backend));
        if (x.Shape[axis] == 0) throw new ArgumentException($"An empty axis has no median: axis {axis} of shape {x.Shape}.", nameof(axis));
        Tensor indices = new ArgRankOp(k, ignoreNaN).Apply(x.Transpose(axis, -1)).Transpose(axis, -1);
        return MaxMinExtensions.At(x, axis, keepDims, indices);
    }
}
