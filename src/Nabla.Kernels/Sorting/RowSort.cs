using Nabla.Kernels.Indexing;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Sorting;

/// <summary>Sorting and the largest or smallest k along the last axis of [outer, n].</summary>
/// <remarks>
/// Always stable. NaN counts as the largest value, so it comes last ascending and first descending, as in PyTorch. Element types: the built-in
/// integers, bool, Half, float, double; rows of fewer than 2^32 elements.
/// </remarks>
public static unsafe class RowSort
{
    private const long Grain = 4096;

    /// <summary>Sorts every row.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="descending">Whether the largest come first.</param>
    /// <param name="values">Receives the sorted values [outer, n]; may be null, must not be x.</param>
    /// <param name="indices">Receives the places the values come from [outer, n]; may be null.</param>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void Sort<T>(T* x, long outer, long n, bool descending, T* values, long* indices) where T : unmanaged =>
        Start(x, outer, n, n, descending, values, indices);

    /// <summary>The k largest or smallest of every row, best first; of equal values the first count.</summary>
    /// <param name="x">Input [outer, n].</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="k">How many, 0..n.</param>
    /// <param name="largest">Whether the largest are wanted.</param>
    /// <param name="values">Receives the values [outer, k]; may be null.</param>
    /// <param name="indices">Receives their places [outer, k]; may be null.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not in 0..n.</exception>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static void TopK<T>(T* x, long outer, long n, long k, bool largest, T* values, long* indices) where T : unmanaged
    {
        if (k < 0 || k > n) throw new ArgumentOutOfRangeException(nameof(k), k, $"k must lie in 0..{n}, the length of a row.");
        Start(x, outer, n, k, largest, values, indices);
    }

    private static void Start<T>(T* x, long outer, long n, long k, bool descending, T* values, long* indices) where T : unmanaged
    {
        ElementOrder.Check<T>();
        CheckLength(n);
        if (outer == 0 || k == 0) return;
        long grain = Math.Max(1, Grain / n);
        if (sizeof(T) <= 4)
        {
            var body = new Body<T, NarrowEntry> { X = x, Values = values, Indices = indices, N = n, K = k, Descending = descending };
            WorkPool.For(outer, grain, ref body);
        }
        else
        {
            var body = new Body<T, WideEntry> { X = x, Values = values, Indices = indices, N = n, K = k, Descending = descending };
            WorkPool.For(outer, grain, ref body);
        }
    }

    /// <summary>Refuses rows whose places do not fit 32 bits.</summary>
    internal static void CheckLength(long n)
    {
        if (n is < 0 or > uint.MaxValue) throw new ArgumentOutOfRangeException(nameof(n), n, $"A row must have 0..{uint.MaxValue} elements.");
    }

    private struct Body<T, TEntry> : IRangeBody where T : unmanaged where TEntry : unmanaged, ISortEntry<TEntry>
    {
        public T* X, Values;
        public long* Indices;
        public long N, K;
        public bool Descending;

        public readonly void Invoke(long start, long end)
        {
            bool heap = K <= N / 8 && K <= 4096;
            using var space = new Scratch<TEntry>(heap ? K : 2 * N);
            for (long r = start; r < end; r++)
            {
                T* x = X + r * N;
                TEntry* sorted = space.Pointer;
                if (heap)
                {
                    EntrySort<TEntry>.First(x, N, K, Descending, sorted);
                }
                else
                {
                    EntrySort<TEntry>.Load(x, N, Descending, sorted);
                    sorted = EntrySort<TEntry>.Sort(sorted, N, sorted + N);
                }

                for (long i = 0; i < K; i++)
                {
                    uint place = TEntry.Place(sorted[i]);
                    if (Values != null) Values[r * K + i] = x[place];
                    if (Indices != null) Indices[r * K + i] = place;
                }
            }
        }
    }
}
