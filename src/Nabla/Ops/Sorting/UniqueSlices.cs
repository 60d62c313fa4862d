namespace Nabla;

/// <summary>Different slices. No gradient.</summary>
public static class UniqueSlicesExtensions
{
    extension(Tensor x)
    {
        /// <summary>The different slices along an axis in ascending (lexicographic) order, where each slice went (int64 [n]), and how often each occurs (int64).</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("Tensor.unique_slices")]
        public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(int axis) => Run(x, axis, consecutive: false);

        /// <summary>The first of every run of equal neighbouring slices along an axis; results as for <see cref="Unique(Tensor, int)"/>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("Tensor.unique_consecutive_slices")]
        public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive(int axis) => Run(x, axis, consecutive: true);
    }

    private static (Tensor Values, Tensor Inverse, Tensor Counts) Run(Tensor x, int axis, bool consecutive)
    {
        if (x.Rank == 0) throw new ArgumentOutOfRangeException(nameof(axis), axis, "A scalar has no axis of slices.");
        axis = x.Shape.Axis(axis);
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor rows = x.MoveAxis(axis, 0);
        int n = checked((int)x.Shape[axis]);
        int width = n == 0 ? 0 : checked((int)(x.Count / n));
        // Ranks order as the values do, whatever the dtype.
        long[] ranks = rows.Unique().Inverse.ToArray<long>();
        int[] order = [.. Enumerable.Range(0, n)];
        int Compare(int a, int b) => ranks.AsSpan(a * width, width).SequenceCompareTo(ranks.AsSpan(b * width, width));
        if (!consecutive) Array.Sort(order, (a, b) => Compare(a, b) is var sign and not 0 ? sign : a - b);
        List<long> firsts = [], counts = [];
        long[] inverse = new long[n];
        for (int i = 0; i < n; i++)
        {
            if (i == 0 || Compare(order[i - 1], order[i]) != 0)
            {
                firsts.Add(order[i]);
                counts.Add(0);
            }
            inverse[order[i]] = firsts.Count - 1;
            counts[^1]++;
        }
        Tensor values = x.IndexSelect(axis, Tensor.Of(firsts.ToArray()));
        return (values, Tensor.Of(inverse), Tensor.Of(counts.ToArray()));
    }
}
