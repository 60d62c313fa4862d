namespace Nabla;

/// <summary>The axes in another order: y's axis i is x's axis Order[i]. A view.</summary>
internal sealed record PermuteOp(int[] Order) : ViewOp
{
    protected override (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset)
    {
        long[] extents = new long[Order.Length], steps = new long[Order.Length];
        for (int i = 0; i < Order.Length; i++)
        {
            extents[i] = shape[Order[i]];
            steps[i] = strides[Order[i]];
        }
        return (new(extents), steps, offset);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        int[] inverse = new int[Order.Length];
        for (int i = 0; i < inverse.Length; i++) inverse[Order[i]] = i;
        return new PermuteOp(inverse).Apply(g);
    }
}

/// <summary>Changes of the order of axes.</summary>
public static class PermuteExtensions
{
    extension(Tensor x)
    {
        /// <summary>The last two axes exchanged; a view.</summary>
        /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
        [Export("t", "Tensor.t")]
        public Tensor T => x.Rank >= 2 ? x.Transpose(-2, -1) : throw new ArgumentException($"T needs at least two axes; the tensor has shape {x.Shape}.", nameof(x));

        /// <summary>Axes in the given order, each named once; a view.</summary>
        /// <exception cref="ArgumentException">The order does not name every axis once.</exception>
        [Export("permute", "Tensor.permute")]
        public Tensor Permute(params ReadOnlySpan<int> order)
        {
            if (order.Length != x.Rank)
                throw new ArgumentException($"The order names {order.Length} axes; the tensor of shape {x.Shape} has {x.Rank}.", nameof(order));
            return order.IsEmpty ? x : new PermuteOp(x.Shape.Axes(order)).Apply(x);
        }

        /// <summary>Two axes exchanged; a view.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("transpose", "Tensor.transpose", "swapaxes", "Tensor.swapaxes", "swapdims", "Tensor.swapdims")]
        public Tensor Transpose(int first, int second)
        {
            first = x.Shape.Axis(first);
            second = x.Shape.Axis(second);
            if (x.Rank == 0) return x;
            int[] order = [.. Enumerable.Range(0, x.Rank)];
            (order[first], order[second]) = (order[second], order[first]);
            return new PermuteOp(order).Apply(x);
        }

        /// <summary>Moves an axis to another place; the others keep their order. A view.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("movedim", "Tensor.movedim", "moveaxis", "Tensor.moveaxis")]
        public Tensor MoveAxis(int from, int to)
        {
            from = x.Shape.Axis(from);
            to = x.Shape.Axis(to);
            List<int> order = [.. Enumerable.Range(0, x.Rank)];
            if (order.Count == 0) return x;
            order.RemoveAt(from);
            order.Insert(to, from);
            return new PermuteOp([.. order]).Apply(x);
        }

        /// <summary>Moves several axes, each to its own place; the others keep their order. A view.</summary>
        /// <param name="from">Axes, each named once.</param>
        /// <param name="to">Their new places, each named once.</param>
        /// <exception cref="ArgumentException">There is not one place for each axis, or one is named twice.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("Tensor.move_axes")]
        public Tensor MoveAxes(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
        {
            if (from.Length != to.Length) throw new ArgumentException($"{from.Length} axes were to move to {to.Length} places.", nameof(to));
            if (from.IsEmpty) return x;
            int[] sources = x.Shape.Axes(from), targets = x.Shape.Axes(to), order = new int[x.Rank];
            if (x.Rank == 0) return x;
            Array.Fill(order, -1);
            for (int i = 0; i < sources.Length; i++) order[targets[i]] = sources[i];
            Queue<int> rest = new(Enumerable.Range(0, x.Rank).Except(sources));
            for (int i = 0; i < order.Length; i++)
            {
                if (order[i] < 0) order[i] = rest.Dequeue();
            }
            return new PermuteOp(order).Apply(x);
        }
    }
}
