using System.Buffers;
using Nabla.Kernels.Threading;

namespace Nabla;

/// <summary>Places of sorted rows, and of the largest or smallest k, along the last axis of [outer, n].</summary>
/// <remarks>
/// Always stable. NaN counts as the largest value, so it comes last ascending and first descending, as in PyTorch. Element types: the built-in
/// integers, bool, Half, float, double.
/// </remarks>
internal static unsafe class RowSort
{
    private const long Grain = 4096;

    /// <summary>Sorts every row.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <param name="indices">Receives the places the sorted values come from [outer, n].</param>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is longer than <see cref="RowOrder.MaxLength"/>.</exception>
    public static void Sort<T>(T* x, long outer, long n, bool descending, long* indices)
        where T : unmanaged => Start(x, outer, n, n, descending, indices);

    /// <summary>The k largest or smallest of every row, best first; of equal values the first count.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="k">How many, 0..n.</param>
    /// <param name="largest">Whether the largest are wanted.</param>
    /// <param name="indices">Receives their places [outer, k].</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in 0..n, or a row is longer than <see cref="RowOrder.MaxLength"/>.</exception>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void TopK<T>(T* x, long outer, long n, long k, bool largest, long* indices)
        where T : unmanaged
    {
        if (k < 0 || k > n) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must lie in 0..{n}, the length of a row.");
        Start(x, outer, n, k, largest, indices);
    }

    /// <summary>Refuses rows that one span cannot hold.</summary>
    public static int CheckLength(long n) =>
        n >= 0 && n <= RowOrder.MaxLength ? (int)n : throw new ArgumentOutOfRangeException(nameof(n), n, $"A row to sort must have 0..{RowOrder.MaxLength} elements.");

    private static void Start<T>(T* x, long outer, long n, long k, bool descending, long* indices)
        where T : unmanaged
    {
        ElementOrder.Check<T>();
        int length = CheckLength(n);
        if (outer == 0 || k == 0) return;
        Body<T> body = new() { X = x, Indices = indices, N = length, K = (int)k, Descending = descending };
        WorkPool.For(outer, Math.Max(1, Grain / n), ref body);
    }

    private struct Body<T> : IRangeBody
        where T : unmanaged
    {
        public T* X;
        public long* Indices;
        public int N, K;
        public bool Descending;

        public readonly void Invoke(long start, long end)
        {
            bool heap = K <= N / 8 && K <= 4096;
            long[]? all = heap || K == N ? null : ArrayPool<long>.Shared.Rent(N);
            for (long r = start; r < end; r++)
            {
                ReadOnlySpan<T> row = new(X + (r * N), N);
                Span<long> places = new(Indices + (r * K), K);
                if (heap)
                {
                    RowOrder.First(row, K, Descending, places);
                }
                else if (all is null)
                {
                    RowOrder.Sort(row, Descending, places);
                }
                else
                {
                    RowOrder.Sort(row, Descending, all);
                    all.AsSpan(0, K).CopyTo(places);
                }
            }
            if (all is not null) ArrayPool<long>.Shared.Return(all);
        }
    }
}
