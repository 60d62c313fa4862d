namespace Nabla;

/// <summary>All windows of Size positions, Step apart, along an axis; the window becomes the last axis. A view.</summary>
internal sealed record UnfoldOp(int Axis, long Size, long Step) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset)
    {
        long windows = ((shape[Axis] - Size) / Step) + 1;
        long[] steps = [.. strides, strides[Axis]];
        steps[Axis] *= Step;
        return (shape.With(Axis, windows).Insert(shape.Rank, Size), steps, offset);
    }
}

/// <summary>Sliding windows.</summary>
public static class UnfoldExtensions
{
    extension(Tensor x)
    {
        /// <summary>All windows of <paramref name="size"/> positions, <paramref name="step"/> apart, along an axis; the window becomes the last axis. A view.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The window does not fit, or the step is not positive.</exception>
        [Export("Tensor.unfold")]
        public Tensor Unfold(int axis, long size, long step)
        {
            axis = x.Shape.Axis(axis);
            long n = x.Rank == 0 ? 0 : x.Shape[axis];
            if (size < 1 || size > n) throw new ArgumentOutOfRangeException(nameof(size), size, $"A window must have 1..{n} positions along axis {axis} of shape {x.Shape}.");
            ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
            return new UnfoldOp(axis, size, step).Apply(x);
        }
    }
}
