using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Algorithms.Sequences;

namespace Nabla.Algorithms.Sorting;

/// <summary>Sorts that use several threads; the result never depends on their number.</summary>
public static partial class ParallelSort
{
    /// <summary>Pieces of this length are sorted by one thread. Fixed, so that stable results do not depend on the machine.</summary>
    private const int Piece = 1 << 16;

    /// <summary>Sorts ascending: 32- and 64-bit keys by forking vectorised quicksort, in place; others by a parallel merge sort.</summary>
    /// <typeparam name="T">Any type with a natural order; NaN last.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="threads">How many threads to use; all processors when 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    [Export("algorithms.sorting.parallel_sort.sort")]
    public static void Sort<T>(Memory<T> values, int threads = 0)
    {
        ParallelOptions options = Options(threads);
        if (values.Length <= Piece || options.MaxDegreeOfParallelism == 1) Sorting.Sort(values.Span);
        else if (!VectorQuicksort.IsSupported) Stable(values, default(SortOrder<T>), options);
        else if (typeof(T) == typeof(int)) Fork<T, int, SignedBits<int>>(values, options);
        else if (typeof(T) == typeof(uint)) Fork<T, int, UnsignedBits<int>>(values, options);
        else if (typeof(T) == typeof(float)) Fork<T, int, FloatBits<int>>(values, options);
        else if (typeof(T) == typeof(long)) Fork<T, long, SignedBits<long>>(values, options);
        else if (typeof(T) == typeof(ulong)) Fork<T, long, UnsignedBits<long>>(values, options);
        else if (typeof(T) == typeof(double)) Fork<T, long, FloatBits<long>>(values, options);
        else Stable(values, default(SortOrder<T>), options);
    }

    /// <summary>Stable merge sort: pieces are sorted at the same time, and so are parts of every merge.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order; called from several threads at once.</param>
    /// <param name="threads">How many threads to use; all processors when 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    [Export("algorithms.sorting.parallel_sort.stable")]
    public static void Stable<T, TComparer>(Memory<T> values, TComparer comparer, int threads = 0)
        where TComparer : IComparer<T> => Stable(values, comparer, Options(threads));

    private static ParallelOptions Options(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
    }

    private static void Stable<T, TComparer>(Memory<T> values, TComparer comparer, ParallelOptions options)
        where TComparer : IComparer<T>
    {
        int n = values.Length, pieces = (int)(((long)n + Piece - 1) / Piece);
        Parallel.For(0, pieces, options, piece =>
        {
            int start = piece * Piece;
            MergeSort.Sort(values.Span[start..Math.Min(n, start + Piece)], comparer);
        });
        if (pieces <= 1) return;
        T[] rented = ArrayPool<T>.Shared.Rent(n);
        Memory<T> from = values, to = rented.AsMemory(0, n);
        for (long width = Piece; width < n; width *= 2)
        {
            for (long start = 0; start < n; start += 2 * width)
            {
                int middle = (int)Math.Min(n, start + width), end = (int)Math.Min(n, start + (2 * width));
                Merging.MergeParallel<T, TComparer>(from[(int)start..middle], from[middle..end], to[(int)start..end], comparer, options.MaxDegreeOfParallelism);
            }
            (from, to) = (to, from);
        }
        if (!from.Equals(values)) from.CopyTo(values);
        ArrayPool<T>.Shared.Return(rented, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
    }

    private static unsafe void Fork<T, TBits, TCodec>(Memory<T> values, ParallelOptions options)
        where TBits : unmanaged, IBinaryInteger<TBits>, IMinMaxValue<TBits>
        where TCodec : struct, IVectorCodec<TBits>
    {
        using MemoryHandle handle = values.Pin();
        nint first = (nint)handle.Pointer, end = first + ((nint)values.Length * sizeof(TBits));
        if (!TCodec.IsIdentity)
        {
            Parallel.For(0, (values.Length + Piece - 1) / Piece, options, piece =>
            {
                TBits* start = (TBits*)first + ((long)piece * Piece);
                VectorCodec.Encode<TBits, TCodec>(start, (TBits*)Math.Min((nint)(start + Piece), end));
            });
        }
        Fork<TBits, TCodec>(first, end, BitOperations.Log2((uint)options.MaxDegreeOfParallelism) + 3, options);
    }

    private static unsafe void Fork<TBits, TCodec>(nint first, nint end, int forks, ParallelOptions options)
        where TBits : unmanaged, IBinaryInteger<TBits>, IMinMaxValue<TBits>
        where TCodec : struct, IVectorCodec<TBits>
    {
        long n = (TBits*)end - (TBits*)first;
        if (forks == 0 || n <= Piece)
        {
            VectorQuicksort.SortEncoded<TBits, TCodec>((TBits*)first, (TBits*)end);
            return;
        }
        ulong random = (ulong)n;
        TBits pivot = VectorQuicksort.Pivot<TBits, SignedBits<TBits>>((TBits*)first, n, ref random);
        nint middle = (nint)VectorQuicksort.Split<TBits, SignedBits<TBits>>((TBits*)first, (TBits*)end, pivot);
        if (middle == end)
        {
            // The pivot is the greatest value; the sequential sort knows what to do with many copies.
            VectorQuicksort.SortEncoded<TBits, TCodec>((TBits*)first, (TBits*)end);
            return;
        }
        Parallel.Invoke(options, () => Fork<TBits, TCodec>(first, middle, forks - 1, options), () => Fork<TBits, TCodec>(middle, end, forks - 1, options));
    }
}
