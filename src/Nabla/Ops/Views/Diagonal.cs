namespace Nabla;

/// <summary>The elements whose positions along two axes differ by Offset, as a new last axis; a view.</summary>
internal sealed record DiagonalOp(long Shift, int First, int Second) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset)
    {
        long length = Shift >= 0
            ? Math.Max(0, Math.Min(shape[First], shape[Second] - Shift))
            : Math.Max(0, Math.Min(shape[First] + Shift, shape[Second]));
        List<long> extents = [], steps = [];
        for (int i = 0; i < shape.Rank; i++)
        {
            if (i == First || i == Second) continue;
            extents.Add(shape[i]);
            steps.Add(strides[i]);
        }
        extents.Add(length);
        steps.Add(strides[First] + strides[Second]);
        long start = length == 0 ? 0 : Shift >= 0 ? Shift * strides[Second] : -Shift * strides[First];
        return (new([.. extents]), [.. steps], offset + start);
    }
}

/// <summary>Diagonals.</summary>
public static class DiagonalExtensions
{
    extension(Tensor x)
    {
        /// <summary>The diagonal of the planes spanned by two axes, as a new last axis; a view.</summary>
        /// <param name="offset">0 is the main diagonal; positive lies above it.</param>
        /// <param name="first">Row axis.</param>
        /// <param name="second">Column axis.</param>
        /// <exception cref="ArgumentException">Both axes are the same.</exception>
        [Export("diagonal", "Tensor.diagonal")]
        public Tensor Diagonal(long offset = 0, int first = 0, int second = 1)
        {
            first = x.Shape.Axis(first);
            second = x.Shape.Axis(second);
            if (first == second) throw new ArgumentException($"A diagonal needs two different axes; both are {first}.", nameof(second));
            return new DiagonalOp(offset, first, second).Apply(x);
        }
    }
}
