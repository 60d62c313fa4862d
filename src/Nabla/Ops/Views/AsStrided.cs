namespace Nabla;

/// <summary>Elements of a contiguous tensor at any strides from a start; a view.</summary>
internal sealed record AsStridedOp(Shape Extents, long[] Steps, long Start) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset) => (Extents, Steps, offset + Start);

    /// <summary>Where a view lies in the tensor it looks at.</summary>
    internal static AsStridedOp Locating(Tensor view, Tensor whole) => new(view.Shape, view.StrideArray, view.Offset - whole.Offset);
}

/// <summary>Views by strides.</summary>
public static class AsStridedExtensions
{
    extension(Tensor x)
    {
        /// <summary>Elements of x, row-major, at given strides from a start; a view if x is contiguous. Elements may repeat.</summary>
        /// <param name="shape">Extents.</param>
        /// <param name="strides">Distance of neighbours along each axis, in elements of x; not negative.</param>
        /// <param name="start">Position of the first element.</param>
        /// <exception cref="ArgumentException">There is not one stride for each axis, one is negative, or an element lies outside x.</exception>
        [Export("as_strided", "Tensor.as_strided")]
        public Tensor AsStrided(Shape shape, ReadOnlySpan<long> strides, long start = 0)
        {
            if (strides.Length != shape.Rank) throw new ArgumentException($"{strides.Length} strides were given for the {shape.Rank} axes of {shape}.", nameof(strides));
            long last = start;
            for (int i = 0; i < strides.Length; i++)
            {
                if (strides[i] < 0) throw new ArgumentException($"Strides must not be negative; got {strides[i]}.", nameof(strides));
                last += Math.Max(0, shape[i] - 1) * strides[i];
            }
            if (start < 0 || (shape.Count > 0 && last >= x.Count)) throw new ArgumentException($"Elements {start}..{last} do not lie within a tensor of {x.Count} elements.", nameof(start));
            return new AsStridedOp(shape, strides.ToArray(), start).Apply(x.Contiguous());
        }
    }
}
