using System.Buffers;
using System.Runtime.CompilerServices;
using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sequences;

namespace Nabla.Algorithms.Sorting;

/// <summary>Merge sort: stable, O(n log n) always, half an extra array; runs that are in order already are not merged again.</summary>
public static class MergeSort
{
    private const int SmallCount = 20;

    /// <summary>Sorts ascending in the natural order; equal values keep their order.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values.</param>
    [Export("algorithms.sorting.merge_sort.sort")]
    public static void Sort<T>(Span<T> values) => Sort(values, default(Ascending<T>));

    /// <summary>Sorts under <paramref name="comparer"/> with pooled scratch; equal values keep their order.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    public static void Sort<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (values.Length <= SmallCount)
        {
            InsertionSort.Sort(values, comparer);
            return;
        }
        T[] scratch = ArrayPool<T>.Shared.Rent((values.Length + 1) / 2);
        Sort(values, scratch.AsSpan(), comparer);
        ArrayPool<T>.Shared.Return(scratch, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
    }

    /// <summary>Sorts under <paramref name="comparer"/>; allocates nothing.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="scratch">At least (n + 1) / 2 slots, overwritten.</param>
    /// <param name="comparer">The order.</param>
    /// <exception cref="ArgumentException"><paramref name="scratch"/> is too short.</exception>
    public static void Sort<T, TComparer>(Span<T> values, Span<T> scratch, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (scratch.Length < (values.Length + 1) / 2)
            throw new ArgumentException($"{(values.Length + 1) / 2} elements are needed, {scratch.Length} were given.", nameof(scratch));
        Halves(values, scratch, comparer);
    }

    private static void Halves<T, TComparer>(Span<T> values, Span<T> scratch, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (values.Length <= SmallCount)
        {
            InsertionSort.Sort(values, comparer);
            return;
        }
        int middle = values.Length / 2;
        Halves(values[..middle], scratch, comparer);
        Halves(values[middle..], scratch, comparer);
        if (!Order.Less(values[middle], values[middle - 1], comparer)) return;
        Merging.MergeAdjacent(values, middle, scratch, comparer);
    }
}
