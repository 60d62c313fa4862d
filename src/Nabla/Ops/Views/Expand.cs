namespace Nabla;

/// <summary>Axes of extent 1 (and new leading axes) repeated without copying: their stride is 0.</summary>
internal sealed record ExpandOp(Shape Target) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset) =>
        (Target, BroadcastStrides(shape, strides, Target), offset);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g.SumTo(x.Shape);

    /// <summary>Strides of <paramref name="shape"/> seen under the larger <paramref name="target"/>.</summary>
    internal static long[] BroadcastStrides(Shape shape, ReadOnlySpan<long> strides, Shape target)
    {
        long[] result = new long[target.Rank];
        int lead = target.Rank - shape.Rank;
        for (int i = 0; i < shape.Rank; i++) result[lead + i] = shape.Span[i] == 1 && target.Span[lead + i] != 1 ? 0 : strides[i];
        return result;
    }
}

/// <summary>Broadcasting written out.</summary>
public static class ExpandExtensions
{
    extension(Tensor x)
    {
        /// <summary>Repeats axes of extent 1 up to <paramref name="shape"/> without copying.</summary>
        /// <exception cref="ShapeMismatchException">An extent other than 1 differs.</exception>
        [Export("broadcast_to", "Tensor.broadcast_to")]
        public Tensor BroadcastTo(Shape shape)
        {
            if (x.Shape == shape) return x;
            if (shape.Rank < x.Rank || Shape.Broadcast(x.Shape, shape) != shape)
                throw new ShapeMismatchException($"Shape {x.Shape} does not expand to {shape}.", nameof(shape));
            return new ExpandOp(shape).Apply(x);
        }

        /// <summary>Repeats axes of extent 1 without copying; -1 leaves an axis as it is.</summary>
        /// <exception cref="ShapeMismatchException">An extent other than 1 differs.</exception>
        [Export("Tensor.expand")]
        public Tensor Expand(params ReadOnlySpan<long> extents)
        {
            long[] target = extents.ToArray();
            int lead = target.Length - x.Rank;
            for (int i = Math.Max(lead, 0); i < target.Length; i++)
            {
                if (target[i] == -1) target[i] = x.Shape[i - lead];
            }
            return x.BroadcastTo(new(target));
        }

        /// <summary>Repeats axes of extent 1 to the shape of another tensor, without copying.</summary>
        [Export("Tensor.expand_as")]
        public Tensor ExpandAs(Tensor other) => x.BroadcastTo(other.Shape);

        /// <summary>Sums over the axes that broadcasting from <paramref name="shape"/> to this shape repeats: the adjoint of <see cref="BroadcastTo(Tensor, Shape)"/>.</summary>
        /// <exception cref="ShapeMismatchException">The shape does not broadcast to this tensor's.</exception>
        [Export("Tensor.sum_to_size")]
        public Tensor SumTo(Shape shape)
        {
            if (x.Shape == shape) return x;
            if (shape.Rank > x.Rank || Shape.Broadcast(shape, x.Shape) != x.Shape)
                throw new ShapeMismatchException($"Shape {x.Shape} does not sum to {shape}.", nameof(shape));
            int lead = x.Rank - shape.Rank;
            Span<int> axes = x.Rank <= 16 ? stackalloc int[x.Rank] : new int[x.Rank];
            int count = 0;
            for (int i = 0; i < x.Rank; i++)
            {
                if (i < lead || (shape[i - lead] == 1 && x.Shape[i] != 1)) axes[count++] = i;
            }
            Tensor sum = x.Sum(axes[..count].ToArray(), keepDims: true);
            return sum.Shape == shape ? sum : sum.Reshape(shape);
        }
    }
}
