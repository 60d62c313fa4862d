namespace Nabla;

/// <summary>Cutting tensors into pieces; all are views.</summary>
public static class SplitExtensions
{
    extension(Tensor x)
    {
        /// <summary>Pieces of <paramref name="size"/> positions along an axis, the last one maybe shorter; views.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the size is not positive.</exception>
        [Export("split", "Tensor.split")]
        public Tensor[] Split(long size, int axis = 0)
        {
            axis = Axis(x, axis);
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
            long n = x.Shape[axis];
            List<Tensor> parts = [];
            for (long start = 0; start < n || start == 0; start += size) parts.Add(x.Narrow(axis, start, Math.Min(size, n - start)));
            return [.. parts];
        }

        /// <summary>Pieces of the given sizes along an axis; views.</summary>
        /// <exception cref="ArgumentException">The sizes do not add up to the axis.</exception>
        public Tensor[] Split(IReadOnlyList<long> sizes, int axis = 0)
        {
            axis = Axis(x, axis);
            if (sizes.Sum() != x.Shape[axis])
                throw new ArgumentException($"Sizes [{string.Join(", ", sizes)}] do not add up to axis {axis} of shape {x.Shape}.", nameof(sizes));
            Tensor[] parts = new Tensor[sizes.Count];
            long start = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = x.Narrow(axis, start, sizes[i]);
                start += sizes[i];
            }
            return parts;
        }

        /// <summary>At most <paramref name="count"/> pieces of equal size along an axis, the last one maybe shorter; views.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the count is not positive.</exception>
        [Export("chunk", "Tensor.chunk")]
        public Tensor[] Chunk(long count, int axis = 0)
        {
            axis = Axis(x, axis);
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            return x.Split(Math.Max(1, (x.Shape[axis] + count - 1) / count), axis);
        }

        /// <summary>Every position of an axis, which disappears; views.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("unbind", "Tensor.unbind")]
        public Tensor[] Unbind(int axis = 0)
        {
            axis = Axis(x, axis);
            Tensor[] parts = new Tensor[x.Shape[axis]];
            for (int i = 0; i < parts.Length; i++) parts[i] = x.Select(axis, i);
            return parts;
        }
    }

    private static int Axis(Tensor x, int axis) =>
        x.Rank == 0 ? throw new ArgumentOutOfRangeException(nameof(axis), axis, "A scalar has no axis to cut.") : x.Shape.Axis(axis);
}
