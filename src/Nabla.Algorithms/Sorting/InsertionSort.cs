using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sorting;

/// <summary>Insertion sort: stable, in place, the best there is for a handful of values or nearly sorted ones.</summary>
public static class InsertionSort
{
    /// <summary>Sorts ascending in the natural order.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values.</param>
    [Export("algorithms.sorting.insertion_sort.sort")]
    public static void Sort<T>(Span<T> values) => Sort(values, default(Ascending<T>));

    /// <summary>Sorts under <paramref name="comparer"/>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    /// <remarks>O(n + inversions).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sort<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        for (int i = 1; i < values.Length; i++)
        {
            T value = Unsafe.Add(ref first, i);
            int at = i;
            while (at > 0 && Order.Less(value, Unsafe.Add(ref first, at - 1), comparer))
            {
                Unsafe.Add(ref first, at) = Unsafe.Add(ref first, at - 1);
                at--;
            }
            Unsafe.Add(ref first, at) = value;
        }
    }
}
