using System.Numerics;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sorting;

public static partial class Sorting
{
    /// <summary>Puts the value that belongs at <paramref name="index"/> there, nothing greater before it and nothing smaller behind it.</summary>
    /// <typeparam name="T">Any type with a natural order; NaN last.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="index">0..n-1.</param>
    /// <returns>The value at <paramref name="index"/> in sorted order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    /// <remarks>O(n) expected, O(n log n) at worst: introselect, with vectorised partitioning for keys of 32 and 64 bits.</remarks>
    [Export("algorithms.sorting.select")]
    public static T Select<T>(Span<T> values, int index)
    {
        if (!VectorQuicksort.IsSupported) return Select(values, index, default(SortOrder<T>));
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, values.Length);
        if (typeof(T) == typeof(int)) VectorSelect.Run<int, SignedBits<int>>(As<T, int>(values), index);
        else if (typeof(T) == typeof(uint)) VectorSelect.Run<int, UnsignedBits<int>>(As<T, int>(values), index);
        else if (typeof(T) == typeof(float)) VectorSelect.Run<int, FloatBits<int>>(As<T, int>(values), index);
        else if (typeof(T) == typeof(long)) VectorSelect.Run<long, SignedBits<long>>(As<T, long>(values), index);
        else if (typeof(T) == typeof(ulong)) VectorSelect.Run<long, UnsignedBits<long>>(As<T, long>(values), index);
        else if (typeof(T) == typeof(double)) VectorSelect.Run<long, FloatBits<long>>(As<T, long>(values), index);
        else return Select(values, index, default(SortOrder<T>));
        return values[index];
    }

    /// <inheritdoc cref="Select{T}(Span{T}, int)"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="index">0..n-1.</param>
    /// <param name="comparer">The order.</param>
    public static T Select<T, TComparer>(Span<T> values, int index, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, values.Length);
        Span<T> piece = values;
        int at = index, depth = 2 * (BitOperations.Log2((uint)values.Length) + 1);
        while (piece.Length > 24)
        {
            if (depth-- == 0)
            {
                Heap.Sort(piece, comparer);
                return values[index];
            }
            int middle = IntroSort.Partition(piece, comparer);
            if (middle == at) return values[index];
            if (at < middle) piece = piece[..middle];
            else
            {
                piece = piece[(middle + 1)..];
                at -= middle + 1;
            }
        }
        InsertionSort.Sort(piece, comparer);
        return values[index];
    }

    /// <summary>Sorts the <paramref name="count"/> smallest values into the front; the rest follows in any order.</summary>
    /// <typeparam name="T">Any type with a natural order; NaN last.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="count">0..n.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    /// <remarks>O(n + k log k). To leave the input alone, use <see cref="Heap.Smallest{T}(ReadOnlySpan{T}, Span{T})"/>.</remarks>
    [Export("algorithms.sorting.partial_sort")]
    public static void PartialSort<T>(Span<T> values, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, values.Length);
        if (count > 0 && count < values.Length) Select(values, count - 1);
        Sort(values[..count]);
    }

    /// <inheritdoc cref="PartialSort{T}(Span{T}, int)"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="count">0..n.</param>
    /// <param name="comparer">The order.</param>
    public static void PartialSort<T, TComparer>(Span<T> values, int count, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, values.Length);
        if (count > 0 && count < values.Length) Select(values, count - 1, comparer);
        Sort(values[..count], comparer);
    }
}
