namespace Nabla;

/// <summary>Turning and mirroring.</summary>
public static class RollExtensions
{
    extension(Tensor x)
    {
        /// <summary>Moves elements along an axis by <paramref name="shift"/> places; those that leave at one end enter at the other.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("roll", "Tensor.roll")]
        public Tensor Roll(long shift, int axis)
        {
            axis = x.Shape.Axis(axis);
            long n = x.Rank == 0 ? 0 : x.Shape[axis];
            long start = n == 0 ? 0 : (((-shift) % n) + n) % n;
            return start == 0 ? x : Tensor.Cat([x.Narrow(axis, start, n - start), x.Narrow(axis, 0, start)], axis);
        }

        /// <summary>Moves the elements of the flattened tensor; the shape stays.</summary>
        public Tensor Roll(long shift) => x.Flatten().Roll(shift, 0).Reshape(x.Shape);

        /// <summary>Moves elements along several axes.</summary>
        /// <exception cref="ArgumentException">There is not one shift for each axis.</exception>
        public Tensor Roll(IReadOnlyList<long> shifts, IReadOnlyList<int> axes)
        {
            if (shifts.Count != axes.Count) throw new ArgumentException($"{shifts.Count} shifts were given for {axes.Count} axes.", nameof(shifts));
            for (int i = 0; i < axes.Count; i++) x = x.Roll(shifts[i], axes[i]);
            return x;
        }

        /// <summary>The order of the positions reversed along each of the axes.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("flip", "Tensor.flip")]
        public Tensor Flip(params ReadOnlySpan<int> axes)
        {
            if (axes.IsEmpty || x.Rank == 0) return x;
            foreach (int axis in x.Shape.Axes(axes))
            {
                long[] order = new long[x.Shape[axis]];
                for (long i = 0; i < order.Length; i++) order[i] = order.Length - 1 - i;
                x = x.IndexSelect(axis, Tensor.Of(order.AsSpan(), [order.Length], x.Backend));
            }
            return x;
        }

        /// <summary>Turns the plane of two axes by quarter turns, from the first towards the second.</summary>
        /// <exception cref="ArgumentException">Both axes are the same.</exception>
        [Export("rot90", "Tensor.rot90")]
        public Tensor Rot90(int turns = 1, int first = 0, int second = 1)
        {
            first = x.Shape.Axis(first);
            second = x.Shape.Axis(second);
            if (first == second) throw new ArgumentException($"A turn needs two different axes; both are {first}.", nameof(second));
            return (((turns % 4) + 4) % 4) switch
            {
                0 => x,
                1 => x.Flip(second).Transpose(first, second),
                2 => x.Flip(first, second),
                _ => x.Flip(first).Transpose(first, second),
            };
        }
    }
}
