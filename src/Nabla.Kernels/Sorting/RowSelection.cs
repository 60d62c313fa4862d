using Nabla.Kernels.Indexing;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Sorting;

/// <summary>Order statistics along the last axis of [outer, n]; NaN counts as the largest value.</summary>
public static unsafe class RowSelection
{
    private const long Grain = 8192;

    /// <summary>The k-th smallest value of every row.</summary>
    /// <typeparam name="T">A built-in integer, bool, Half, float or double.</typeparam>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="k">1 for the smallest, up to n.</param>
    /// <param name="values">Receives the values [outer]; may be null.</param>
    /// <param name="indices">Receives the place a stable sort would move to position k - 1 [outer]; may be null.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in 1..n.</exception>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void KthValue<T>(T* x, long outer, long n, long k, T* values, long* indices) where T : unmanaged
    {
        if (k < 1 || k > n) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must lie in 1..{n}, the length of a row.");
        Start(x, outer, n, k - 1, Rule.Rank, values, indices);
    }

    /// <summary>The median of every row, the lower one for even n; NaN if the row has one.</summary>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row, at least 1.</param>
    /// <param name="ignoreNaN">Leaves NaN out (a row of nothing else still gives NaN).</param>
    /// <param name="values">Receives the medians [outer]; may be null.</param>
    /// <param name="indices">Receives their places, or that of the first NaN [outer]; may be null.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below one.</exception>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void Median<T>(T* x, long outer, long n, bool ignoreNaN, T* values, long* indices) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        Start(x, outer, n, 0, ignoreNaN ? Rule.NumberMedian : Rule.Median, values, indices);
    }

    private enum Rule
    {
        Rank,
        Median,
        NumberMedian,
    }

    private static void Start<T>(T* x, long outer, long n, long rank, Rule rule, T* values, long* indices) where T : unmanaged
    {
        ElementOrder.Check<T>();
        RowSort.CheckLength(n);
        long grain = Math.Max(1, Grain / n);
        if (sizeof(T) <= 4)
        {
            var body = new Body<T, NarrowEntry> { X = x, Values = values, Indices = indices, N = n, Rank = rank, Rule = rule };
            WorkPool.For(outer, grain, ref body);
        }
        else
        {
            var body = new Body<T, WideEntry> { X = x, Values = values, Indices = indices, N = n, Rank = rank, Rule = rule };
            WorkPool.For(outer, grain, ref body);
        }
    }

    private struct Body<T, TEntry> : IRangeBody where T : unmanaged where TEntry : unmanaged, ISortEntry<TEntry>
    {
        public T* X, Values;
        public long* Indices;
        public long N, Rank;
        public Rule Rule;

        public readonly void Invoke(long start, long end)
        {
            using var space = new Scratch<TEntry>(N);
            for (long r = start; r < end; r++)
            {
                T* x = X + r * N;
                long place = Place(x, space.Pointer);
                if (Values != null) Values[r] = x[place];
                if (Indices != null) Indices[r] = place;
            }
        }

        private readonly long Place(T* x, TEntry* entries)
        {
            long rank = Rank;
            if (Rule != Rule.Rank)
            {
                long first = -1, missing = 0;
                for (long i = 0; i < N; i++)
                {
                    if (!ElementOrder.IsNaN(x[i])) continue;
                    if (first < 0) first = i;
                    missing++;
                }

                if (missing == N || (missing > 0 && Rule == Rule.Median)) return first;
                rank = (N - missing - 1) / 2;
            }

            EntrySort<TEntry>.Load(x, N, descending: false, entries);
            return TEntry.Place(EntrySort<TEntry>.Select(entries, N, rank));
        }
    }
}
