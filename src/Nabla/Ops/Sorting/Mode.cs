namespace Nabla;

/// <summary>Position along the last axis of the last occurrence of the most frequent value, the smallest of equally frequent ones.</summary>
internal sealed record ArgModeOp : UnaryOp
{
    public override string? NoGradient => "positions are integers; the values are gathered with them and carry the gradient";

    protected override Tensor Forward(Tensor x)
    {
        Shape shape = x.Shape.With(x.Rank - 1, 1);
        if (!x.HasData) return Tensor.Empty(shape, DType.Int64, x.Backend);
        Tensor order = x.ArgSort(), sorted = x.Gather(x.Rank - 1, order);
        long n = x.Shape[^1];
        bool[] same = n < 2 ? [] : sorted.Narrow(-1, 1, n - 1).Equal(sorted.Narrow(-1, 0, n - 1)).ToArray<bool>();
        long[] places = order.ToArray<long>(), best = new long[shape.Count];
        for (long row = 0; row < best.Length; row++)
        {
            long most = 0, run = 0;
            for (long i = 0; i < n; i++)
            {
                run++;
                if (i < n - 1 && same[(row * (n - 1)) + i]) continue;
                if (run > most) (most, best[row]) = (run, places[(row * n) + i]);
                run = 0;
            }
        }
        return Tensor.Of(best.AsSpan(), shape, x.Backend);
    }
}

/// <summary>The most frequent value.</summary>
public static class ModeExtensions
{
    extension(Tensor x)
    {
        /// <summary>The most frequent value along an axis (the smallest of equally frequent ones), and the position of its last occurrence (int64).</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        [Export("mode", "Tensor.mode")]
        public (Tensor Values, Tensor Indices) Mode(int axis = -1, bool keepDims = false)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) return (x, Tensor.Zeros([], DType.Int64, x.Backend));
            if (x.Shape[axis] == 0) throw new ArgumentException($"An empty axis has no mode: axis {axis} of shape {x.Shape}.", nameof(axis));
            Tensor indices = new ArgModeOp().Apply(x.Transpose(axis, -1)).Transpose(axis, -1);
            return MaxMinExtensions.At(x, axis, keepDims, indices);
        }
    }
}
