using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The same elements, row-major, under other extents; a view of contiguous (or compatible) memory.</summary>
internal sealed record ReshapeOp(Shape Target) : UnaryOp
{
    internal override bool IsViewOp => true;

    protected override Tensor Forward(Tensor x)
    {
        long[]? strides = x.IsContiguous ? Target.RowStrides : ViewStrides(x.Shape, x.Strides, Target);
        if (strides is null) throw new InvalidOperationException($"A tensor of shape {x.Shape} with strides [{string.Join(", ", x.Strides.ToArray())}] cannot be viewed as {Target}; use Reshape, which copies.");
        Tensor y = x.View(Target, strides, x.Offset);
        y.IsView = true;
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g.Reshape(x.Shape);

    /// <summary>Strides of the new extents over the same memory, or null when a copy is needed.</summary>
    internal static long[]? ViewStrides(Shape shape, ReadOnlySpan<long> strides, Shape target)
    {
        if (shape.Count == 0) return target.RowStrides;
        // Merge the old axes into runs of evenly spaced elements, innermost first; axes of extent 1 say nothing.
        List<(long Count, long Step)> runs = [];
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            if (shape[i] == 1) continue;
            if (runs.Count > 0 && strides[i] == runs[^1].Count * runs[^1].Step) runs[^1] = (runs[^1].Count * shape[i], runs[^1].Step);
            else runs.Add((shape[i], strides[i]));
        }
        // Peel the new axes off the runs; an axis must not straddle two of them.
        long[] result = new long[target.Rank];
        int run = 0;
        long left = runs.Count > 0 ? runs[0].Count : 1, step = runs.Count > 0 ? runs[0].Step : 1;
        for (int axis = target.Rank - 1; axis >= 0; axis--)
        {
            result[axis] = step;
            if (target[axis] == 1) continue;
            if (left == 1 && ++run < runs.Count) (left, step) = runs[run];
            if (left % target[axis] != 0) return null;
            result[axis] = step;
            step *= target[axis];
            left /= target[axis];
        }
        return result;
    }
}

/// <summary>Changes of shape that keep the order of the elements.</summary>
public static class ReshapeExtensions
{
    extension(Tensor x)
    {
        /// <summary>The same elements under new extents; one extent may be -1 and is worked out. Copies only when it must.</summary>
        /// <exception cref="ShapeMismatchException">The element counts differ.</exception>
        [OverloadResolutionPriority(1)]
        [Export("reshape", "Tensor.reshape")]
        public Tensor Reshape(params ReadOnlySpan<long> extents) => Resolved(x, Resolve(x, extents), copy: true);

        /// <summary>The same elements under new extents.</summary>
        /// <exception cref="ShapeMismatchException">The element counts differ.</exception>
        public Tensor Reshape(Shape shape) => Resolved(x, Resolve(x, shape.Span), copy: true);

        /// <summary>Like <see cref="Reshape(Tensor, ReadOnlySpan{long})"/>, but never copies.</summary>
        /// <exception cref="InvalidOperationException">The memory layout does not allow a view.</exception>
        [Export("Tensor.view_as")]
        public Tensor ViewAs(params ReadOnlySpan<long> extents) => Resolved(x, Resolve(x, extents), copy: false);

        /// <summary>Merges axes <paramref name="start"/> to <paramref name="end"/> (inclusive) into one.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or start comes after end.</exception>
        [Export("flatten", "Tensor.flatten")]
        public Tensor Flatten(int start = 0, int end = -1)
        {
            if (x.Rank == 0) return x.Reshape(1);
            start = x.Shape.Axis(start);
            end = x.Shape.Axis(end);
            if (start > end) throw new ArgumentOutOfRangeException(nameof(start), start, $"The first axis to flatten comes after the last, {end}.");
            long merged = 1;
            for (int i = start; i <= end; i++) merged *= x.Shape[i];
            return x.Reshape([.. x.Shape.Span[..start], merged, .. x.Shape.Span[(end + 1)..]]);
        }

        /// <summary>Splits one axis into several; one extent may be -1.</summary>
        [Export("unflatten", "Tensor.unflatten")]
        public Tensor Unflatten(int axis, params ReadOnlySpan<long> extents)
        {
            axis = x.Shape.Axis(axis);
            long[] inner = extents.ToArray();
            int free = Array.IndexOf(inner, -1L);
            if (free >= 0)
            {
                long known = inner.Where(extent => extent != -1).Aggregate(1L, (a, b) => a * b);
                inner[free] = known == 0 ? 0 : x.Shape[axis] / known;
            }
            return x.Reshape([.. x.Shape.Span[..axis], .. inner, .. x.Shape.Span[(axis + 1)..]]);
        }

        /// <summary>Removes all axes of extent 1.</summary>
        [Export("squeeze", "Tensor.squeeze")]
        public Tensor Squeeze()
        {
            List<long> extents = [];
            foreach (long extent in x.Shape)
            {
                if (extent != 1) extents.Add(extent);
            }
            return x.Reshape([.. extents]);
        }

        /// <summary>Removes an axis when its extent is 1.</summary>
        public Tensor Squeeze(int axis) => x.Rank > 0 && x.Shape[axis] == 1 ? x.Reshape(x.Shape.Without(axis)) : x;

        /// <summary>Inserts an axis of extent 1 before <paramref name="axis"/>; -1 appends.</summary>
        [Export("unsqueeze", "Tensor.unsqueeze")]
        public Tensor Unsqueeze(int axis)
        {
            if (axis < -x.Rank - 1 || axis > x.Rank)
                throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Axis must be in {-x.Rank - 1}..{x.Rank} for shape {x.Shape}.");
            return x.Reshape(x.Shape.Insert(axis < 0 ? axis + x.Rank + 1 : axis, 1));
        }
    }

    private static Tensor Resolved(Tensor x, Shape target, bool copy)
    {
        if (copy && !x.IsContiguous && ReshapeOp.ViewStrides(x.Shape, x.Strides, target) is null) x = x.Contiguous();
        return new ReshapeOp(target).Apply(x);
    }

    private static Shape Resolve(Tensor x, ReadOnlySpan<long> extents)
    {
        Span<long> result = extents.Length <= 16 ? stackalloc long[extents.Length] : new long[extents.Length];
        extents.CopyTo(result);
        int free = -1;
        long known = 1;
        for (int i = 0; i < result.Length; i++)
        {
            if (result[i] != -1)
            {
                if (result[i] < 0) throw new ShapeMismatchException($"Extent {result[i]} is negative; only one extent may be -1.", nameof(extents));
                known *= result[i];
            }
            else if (free >= 0)
            {
                throw new ShapeMismatchException($"Only one extent may be -1; got [{string.Join(", ", result.ToArray())}].", nameof(extents));
            }
            else
            {
                free = i;
            }
        }
        long count = x.Count;
        if (free >= 0)
        {
            if (known == 0 || count % known != 0)
                throw new ShapeMismatchException($"A tensor of shape {x.Shape} with {count} elements cannot take the shape [{string.Join(", ", result.ToArray())}].", nameof(extents));
            result[free] = count / known;
        }
        else if (known != count)
        {
            throw new ShapeMismatchException($"A tensor of shape {x.Shape} with {count} elements cannot take the shape [{string.Join(", ", result.ToArray())}] with {known}.", nameof(extents));
        }
        return new(result);
    }
}
