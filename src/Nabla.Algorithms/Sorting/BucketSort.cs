using System.Buffers;
using System.Runtime.CompilerServices;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sorting;

/// <summary>Bucket sorts: values are dealt into ordered buckets, and each bucket is sorted on its own.</summary>
public static class BucketSort
{
    private const int SmallCount = 64;

    /// <summary>Sorts numbers with one equal-width bucket for each: O(n) expected when they are spread evenly.</summary>
    /// <param name="values">n numbers; NaN come last. Infinite ones make the buckets useless and are left to <see cref="Sorting"/>.</param>
    [Export("algorithms.sorting.bucket_sort.sort_uniform")]
    public static void SortUniform(Span<double> values)
    {
        int n = values.Length;
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }
        double scale = (n - 1) / (most - least);
        // NaN in the input makes least NaN; equal or infinite ends make the scale useless.
        if (n <= SmallCount || !double.IsFinite(scale) || scale <= 0)
        {
            Sorting.Sort(values);
            return;
        }
        double[] source = ArrayPool<double>.Shared.Rent(n);
        int[] ends = ArrayPool<int>.Shared.Rent(n + 1);
        values.CopyTo(source);
        Array.Clear(ends, 0, n + 1);
        foreach (double value in values) ends[(int)((value - least) * scale) + 1]++;
        for (int i = 1; i <= n; i++) ends[i] += ends[i - 1];
        for (int i = 0; i < n; i++) values[ends[(int)((source[i] - least) * scale)]++] = source[i];
        int start = 0;
        for (int i = 0; i < n; i++)
        {
            if (ends[i] - start > 1) Sorting.Sort(values[start..ends[i]]);
            start = ends[i];
        }
        ArrayPool<int>.Shared.Return(ends);
        ArrayPool<double>.Shared.Return(source);
    }

    /// <summary>Sample sort: the bucket limits are quantiles of a random sample, so any distribution is spread evenly.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    /// <remarks>O(n log n). The limits form a search tree in an array that is descended without a branch: Sanders and Winkel (2004). Values equal to a limit get a bucket of their own.</remarks>
    [Export("algorithms.sorting.bucket_sort.sort_sampled")]
    public static void SortSampled<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        const int Oversampling = 8;
        int n = values.Length;
        if (n < 4096)
        {
            IntroSort.Sort(values, comparer);
            return;
        }
        int buckets = n < 1 << 17 ? 64 : 256;
        var sample = new T[(buckets * Oversampling) - 1];
        ulong random = (ulong)n;
        for (int i = 0; i < sample.Length; i++)
        {
            random = (random * 6364136223846793005ul) + 1442695040888963407ul;
            sample[i] = values[(int)Math.BigMul(random, (ulong)n, out _)];
        }
        IntroSort.Sort(sample.AsSpan(), comparer);
        var limits = new T[buckets];
        var tree = new T[buckets];
        for (int i = 1; i < buckets; i++) limits[i] = sample[(i * Oversampling) - 1];
        Fill(tree, limits, 1, 1, buckets);
        // Slot 2b takes the values equal to limit b, slot 2b + 1 those between it and the next limit.
        ushort[] home = ArrayPool<ushort>.Shared.Rent(n);
        var ends = new int[(2 * buckets) + 1];
        for (int i = 0; i < n; i++)
        {
            int node = 1;
            while (node < buckets) node = (2 * node) + 1 - (int)Order.LessBit(values[i], tree[node], comparer);
            int bucket = node - buckets;
            bool above = bucket > 0 && Order.Less(limits[bucket], values[i], comparer);
            int slot = (2 * bucket) + (above || bucket == 0 ? 1 : 0);
            home[i] = (ushort)slot;
            ends[slot + 1]++;
        }
        for (int i = 1; i < ends.Length; i++) ends[i] += ends[i - 1];
        T[] source = ArrayPool<T>.Shared.Rent(n);
        values.CopyTo(source);
        for (int i = 0; i < n; i++) values[ends[home[i]]++] = source[i];
        ArrayPool<T>.Shared.Return(source, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        ArrayPool<ushort>.Shared.Return(home);
        for (int slot = 1; slot < 2 * buckets; slot += 2)
            IntroSort.Sort(values[ends[slot - 1]..ends[slot]], comparer);
    }

    /// <summary>Lays limits[low..high-1] out as a balanced search tree: children of node i at 2i and 2i + 1.</summary>
    private static void Fill<T>(T[] tree, T[] limits, int node, int low, int high)
    {
        if (low >= high) return;
        int middle = (low + high) >> 1;
        tree[node] = limits[middle];
        Fill(tree, limits, 2 * node, low, middle);
        Fill(tree, limits, (2 * node) + 1, middle + 1, high);
    }
}
