using Nabla.Kernels.Threading;

namespace Nabla;

/// <summary>Order statistics along the last axis of [outer, n]; NaN counts as the largest value.</summary>
internal static unsafe class RowSelection
{
    private const long Grain = 8192;

    private enum Rule
    {
        Rank,
        Median,
        NumberMedian,
    }

    /// <summary>The k-th smallest value of every row.</summary>
    /// <typeparam name="T">A built-in integer, bool, Half, float or double.</typeparam>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="k">1 for the smallest, up to n.</param>
    /// <param name="indices">Receives the place a stable sort would move to position k - 1 [outer].</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in 1..n.</exception>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void KthValue<T>(T* x, long outer, long n, long k, long* indices)
        where T : unmanaged
    {
        if (k < 1 || k > n) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must lie in 1..{n}, the length of a row.");
        Start(x, outer, n, k - 1, Rule.Rank, indices);
    }

    /// <summary>The median of every row, the lower one for even n; NaN if the row has one.</summary>
    /// <typeparam name="T">A built-in integer, bool, Half, float or double.</typeparam>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row, at least 1.</param>
    /// <param name="ignoreNaN">Leaves NaN out (a row of nothing else still gives NaN).</param>
    /// <param name="indices">Receives the places of the medians, or that of the first NaN [outer].</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below one.</exception>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void Median<T>(T* x, long outer, long n, bool ignoreNaN, long* indices)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        Start(x, outer, n, 0, ignoreNaN ? Rule.NumberMedian : Rule.Median, indices);
    }

    private static void Start<T>(T* x, long outer, long n, long rank, Rule rule, long* indices)
        where T : unmanaged
    {
        ElementOrder.Check<T>();
        Body<T> body = new() { X = x, Indices = indices, N = RowSort.CheckLength(n), Rank = (int)rank, Rule = rule };
        WorkPool.For(outer, Math.Max(1, Grain / n), ref body);
    }

    private struct Body<T> : IRangeBody
        where T : unmanaged
    {
        public T* X;
        public long* Indices;
        public int N, Rank;
        public Rule Rule;

        public readonly void Invoke(long start, long end)
        {
            for (long r = start; r < end; r++) Indices[r] = Place(new(X + (r * N), N));
        }

        private readonly int Place(ReadOnlySpan<T> row)
        {
            if (Rule == Rule.Rank) return RowOrder.AtRank(row, Rank);
            int first = -1, missing = 0;
            for (int i = 0; i < row.Length; i++)
            {
                if (!ElementOrder.IsNaN(row[i])) continue;
                if (first < 0) first = i;
                missing++;
            }
            if (missing == N || (missing > 0 && Rule == Rule.Median)) return first;
            return RowOrder.AtRank(row, (N - missing - 1) / 2);
        }
    }
}
