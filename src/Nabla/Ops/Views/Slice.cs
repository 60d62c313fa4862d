namespace Nabla;

/// <summary>Every Step-th element of one axis from Start on, Length of them; a view.</summary>
internal sealed record SliceOp(int Axis, long Start, long Length, long Step) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset)
    {
        long[] steps = strides.ToArray();
        steps[Axis] *= Step;
        return (shape.With(Axis, Length), steps, offset + (Length == 0 ? 0 : Start * strides[Axis]));
    }
}

/// <summary>One position of an axis; the axis disappears. A view.</summary>
internal sealed record SelectOp(int Axis, long Index) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset)
    {
        List<long> steps = [.. strides];
        steps.RemoveAt(Axis);
        return (shape.Without(Axis), [.. steps], offset + (Index * strides[Axis]));
    }
}

/// <summary>Parts of an axis.</summary>
public static class SliceExtensions
{
    extension(Tensor x)
    {
        /// <summary>Elements <paramref name="start"/>, start+step, ... before <paramref name="stop"/> of an axis, as Python slices; a view.</summary>
        /// <param name="axis">Axis to slice.</param>
        /// <param name="start">First position; negative counts from the end; clamped to the axis.</param>
        /// <param name="stop">Position after the last; null is the end.</param>
        /// <param name="step">Distance, at least 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">No such axis, or the step is not positive.</exception>
        [Export("Tensor.slice")]
        public Tensor Slice(int axis, long start = 0, long? stop = null, long step = 1)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) throw new ArgumentOutOfRangeException(nameof(axis), axis, "A scalar has no axis to slice.");
            if (step < 1) throw new ArgumentOutOfRangeException(nameof(step), step, "A slice's step must be at least 1; use Flip to go backwards.");
            long n = x.Shape[axis], end = stop ?? n;
            start = Math.Clamp(start < 0 ? start + n : start, 0, n);
            end = Math.Clamp(end < 0 ? end + n : end, start, n);
            long length = (end - start + step - 1) / step;
            return length == n ? x : new SliceOp(axis, start, length, step).Apply(x);
        }

        /// <summary><paramref name="length"/> consecutive positions of an axis from <paramref name="start"/> on; a view.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The range does not lie within the axis.</exception>
        [Export("narrow", "Tensor.narrow")]
        public Tensor Narrow(int axis, long start, long length)
        {
            axis = x.Shape.Axis(axis);
            long n = x.Rank == 0 ? 0 : x.Shape[axis];
            if (start < 0) start += n;
            if (length < 0 || start < 0 || start + length > n)
                throw new ArgumentOutOfRangeException(nameof(start), start, $"Positions {start}..{start + length - 1} do not lie within axis {axis} of shape {x.Shape}.");
            return length == n ? x : new SliceOp(axis, start, length, 1).Apply(x);
        }

        /// <summary>One position of an axis, which disappears; a view.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis or position.</exception>
        [Export("select", "Tensor.select")]
        public Tensor Select(int axis, long index)
        {
            axis = x.Shape.Axis(axis);
            long n = x.Rank == 0 ? 0 : x.Shape[axis];
            if (index < -n || index >= n)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"Index {index} is outside axis {axis} of shape {x.Shape}; expected {-n}..{n - 1}.");
            return new SelectOp(axis, index < 0 ? index + n : index).Apply(x);
        }
    }
}
