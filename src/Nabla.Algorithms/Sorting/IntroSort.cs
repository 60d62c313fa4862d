using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sorting;

/// <summary>Introsort: quicksort that turns to heapsort when it is fooled, so O(n log n) always. In place, not stable.</summary>
/// <remarks>Musser (1997). Sorted and reversed input is recognised in one reading.</remarks>
public static class IntroSort
{
    private const int SmallCount = 24;

    /// <summary>Sorts ascending in the natural order.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values.</param>
    [Export("algorithms.sorting.intro_sort.sort")]
    public static void Sort<T>(Span<T> values) => Sort(values, default(Ascending<T>));

    /// <summary>Sorts under <paramref name="comparer"/>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    public static void Sort<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (values.Length > SmallCount && IsRun(values, comparer)) return;
        Sort(values, 2 * (BitOperations.Log2((uint)values.Length | 1) + 1), comparer);
    }

    private static void Sort<T, TComparer>(Span<T> values, int depth, TComparer comparer)
        where TComparer : IComparer<T>
    {
        while (values.Length > SmallCount)
        {
            if (depth-- == 0)
            {
                Heap.Sort(values, comparer);
                return;
            }
            int middle = Partition(values, comparer);
            if (middle < values.Length / 2)
            {
                Sort(values[..middle], depth, comparer);
                values = values[(middle + 1)..];
            }
            else
            {
                Sort(values[(middle + 1)..], depth, comparer);
                values = values[..middle];
            }
        }
        InsertionSort.Sort(values, comparer);
    }

    /// <summary>Hoare's partition around the median of three (of nine when long); returns where the pivot ends.</summary>
    internal static int Partition<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        int n = values.Length, centre = n / 2;
        if (n > 512)
        {
            int eighth = n / 8;
            SortThree(values, 1, eighth, 2 * eighth, comparer);
            SortThree(values, centre - eighth, centre, centre + eighth, comparer);
            SortThree(values, n - 1 - (2 * eighth), n - 1 - eighth, n - 2, comparer);
            SortThree(values, eighth, centre, n - 1 - eighth, comparer);
        }
        // The ends become sentinels, so the scans need no bounds of their own.
        SortThree(values, 0, centre, n - 1, comparer);
        ref T first = ref MemoryMarshal.GetReference(values);
        T pivot = values[centre];
        (values[centre], values[n - 2]) = (values[n - 2], pivot);
        int left = 0, right = n - 2;
        while (true)
        {
            while (left < n - 2 && Order.Less(Unsafe.Add(ref first, ++left), pivot, comparer)) { }
            while (right > 0 && Order.Less(pivot, Unsafe.Add(ref first, --right), comparer)) { }
            if (left >= right) break;
            (Unsafe.Add(ref first, left), Unsafe.Add(ref first, right)) = (Unsafe.Add(ref first, right), Unsafe.Add(ref first, left));
        }
        (values[left], values[n - 2]) = (values[n - 2], values[left]);
        return left;
    }

    private static void SortThree<T, TComparer>(Span<T> values, int a, int b, int c, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (Order.Less(values[b], values[a], comparer)) (values[a], values[b]) = (values[b], values[a]);
        if (!Order.Less(values[c], values[b], comparer)) return;
        (values[b], values[c]) = (values[c], values[b]);
        if (Order.Less(values[b], values[a], comparer)) (values[a], values[b]) = (values[b], values[a]);
    }

    /// <summary>True when the values are sorted, or were strictly falling and have been reversed.</summary>
    private static bool IsRun<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        int i = 1;
        if (Order.Less(values[1], values[0], comparer))
        {
            while (i < values.Length && Order.Less(values[i], values[i - 1], comparer)) i++;
            if (i < values.Length) return false;
            values.Reverse();
            return true;
        }
        while (i < values.Length && !Order.Less(values[i], values[i - 1], comparer)) i++;
        return i == values.Length;
    }
}
