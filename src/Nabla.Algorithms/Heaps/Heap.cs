using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>Binary heaps inside spans: the smallest value under the comparer is at index 0 and <c>heap[i] &lt;= heap[2i+1], heap[2i+2]</c>.</summary>
/// <remarks>The array layout after every call equals that of CPython's <c>heapq</c>. Pass <see cref="Reversed{T, TComparer}"/> for a max-heap. Nothing here allocates.</remarks>
public static class Heap
{
    /// <summary>Arranges <paramref name="values"/> as a min-heap.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values in any order.</param>
    /// <remarks>O(n): Floyd (1964).</remarks>
    [Export("algorithms.heaps.heap.heapify")]
    public static void Heapify<T>(Span<T> values) => HeapCore.Heapify(values, default(Ascending<T>));

    /// <summary>Arranges <paramref name="values"/> as a heap under <paramref name="comparer"/>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values in any order.</param>
    /// <param name="comparer">The order.</param>
    public static void Heapify<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T> => HeapCore.Heapify(values, comparer);

    /// <summary>Restores the heap after a value was placed in the last slot.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A heap in all but its last element.</param>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heap.push")]
    public static void Push<T>(Span<T> heap) => Push(heap, default(Ascending<T>));

    /// <inheritdoc cref="Push{T}(Span{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="heap">A heap in all but its last element.</param>
    /// <param name="comparer">The order.</param>
    public static void Push<T, TComparer>(Span<T> heap, TComparer comparer)
        where TComparer : IComparer<T>
    {
        RequireAny(heap.Length, nameof(heap));
        HeapCore.TowardsRoot(ref MemoryMarshal.GetReference(heap), heap.Length - 1, comparer);
    }

    /// <summary>Takes the smallest value: it is returned and parked in the last slot, and <c>heap[..^1]</c> is a heap again.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A non-empty heap.</param>
    /// <returns>The value that was at index 0.</returns>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heap.pop")]
    public static T Pop<T>(Span<T> heap) => Pop(heap, default(Ascending<T>));

    /// <inheritdoc cref="Pop{T}(Span{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="heap">A non-empty heap.</param>
    /// <param name="comparer">The order.</param>
    public static T Pop<T, TComparer>(Span<T> heap, TComparer comparer)
        where TComparer : IComparer<T>
    {
        RequireAny(heap.Length, nameof(heap));
        int last = heap.Length - 1;
        T top = heap[0], item = heap[last];
        if (last > 0)
            HeapCore.TowardsLeaves(ref MemoryMarshal.GetReference(heap), 0, last, item, comparer);
        heap[last] = top;
        return top;
    }

    /// <summary>Returns the smallest value and puts <paramref name="item"/> in its place; the result may be greater than the item.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A non-empty heap.</param>
    /// <param name="item">The value to add.</param>
    /// <returns>The value that was at index 0.</returns>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heap.replace")]
    public static T Replace<T>(Span<T> heap, T item) => Replace(heap, item, default(Ascending<T>));

    /// <inheritdoc cref="Replace{T}(Span{T}, T)"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="heap">A non-empty heap.</param>
    /// <param name="item">The value to add.</param>
    /// <param name="comparer">The order.</param>
    public static T Replace<T, TComparer>(Span<T> heap, T item, TComparer comparer)
        where TComparer : IComparer<T>
    {
        RequireAny(heap.Length, nameof(heap));
        T top = heap[0];
        HeapCore.TowardsLeaves(ref MemoryMarshal.GetReference(heap), 0, heap.Length, item, comparer);
        return top;
    }

    /// <summary>Adds <paramref name="item"/> and takes the smallest value, faster than the two steps; an empty heap gives the item back.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A heap.</param>
    /// <param name="item">The value to add.</param>
    /// <returns>The smaller of <c>heap[0]</c> and the item.</returns>
    [Export("algorithms.heaps.heap.push_pop")]
    public static T PushPop<T>(Span<T> heap, T item) => PushPop(heap, item, default(Ascending<T>));

    /// <inheritdoc cref="PushPop{T}(Span{T}, T)"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="heap">A heap.</param>
    /// <param name="item">The value to add.</param>
    /// <param name="comparer">The order.</param>
    public static T PushPop<T, TComparer>(Span<T> heap, T item, TComparer comparer)
        where TComparer : IComparer<T>
        => heap.Length > 0 && Order.Less(heap[0], item, comparer) ? Replace(heap, item, comparer) : item;

    /// <summary>Whether every parent is at or before its children.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    /// <returns>True for a heap.</returns>
    [Export("algorithms.heaps.heap.is_heap")]
    public static bool IsHeap<T, TComparer>(ReadOnlySpan<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (comparer.Compare(values[i], values[(i - 1) >> 1]) < 0) return false;
        }
        return true;
    }

    /// <summary>Heapsort, ascending: in place, O(n log n) whatever the input, not stable.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values.</param>
    [Export("algorithms.heaps.heap.sort")]
    public static void Sort<T>(Span<T> values) => Sort(values, default(Ascending<T>));

    /// <inheritdoc cref="Sort{T}(Span{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    public static void Sort<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        var descending = new Reversed<T, TComparer>(comparer);
        HeapCore.Heapify(values, descending);
        for (int n = values.Length; n > 1; n--)
            Pop(values[..n], descending);
    }

    /// <summary>Writes the smallest values, ascending, into <paramref name="destination"/>; its length says how many.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="destination">Receives min(n, its length) values.</param>
    /// <returns>How many values were written.</returns>
    /// <remarks>O(n log k) at worst, about n comparisons on random input. No allocation.</remarks>
    [Export("algorithms.heaps.heap.smallest")]
    public static int Smallest<T>(ReadOnlySpan<T> values, Span<T> destination) => Smallest(values, destination, default(Ascending<T>));

    /// <inheritdoc cref="Smallest{T}(ReadOnlySpan{T}, Span{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="destination">Receives min(n, its length) values.</param>
    /// <param name="comparer">The order.</param>
    public static int Smallest<T, TComparer>(ReadOnlySpan<T> values, Span<T> destination, TComparer comparer)
        where TComparer : IComparer<T>
    {
        int k = Math.Min(values.Length, destination.Length);
        if (k == 0) return 0;
        Span<T> best = destination[..k];
        values[..k].CopyTo(best);
        var descending = new Reversed<T, TComparer>(comparer);
        HeapCore.Heapify(best, descending);
        foreach (T value in values[k..])
        {
            if (Order.Less(value, best[0], comparer)) Replace(best, value, descending);
        }
        for (int n = k; n > 1; n--) Pop(best[..n], descending);
        return k;
    }

    /// <summary>Writes the largest values, descending, into <paramref name="destination"/>; its length says how many.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="destination">Receives min(n, its length) values.</param>
    /// <returns>How many values were written.</returns>
    [Export("algorithms.heaps.heap.largest")]
    public static int Largest<T>(ReadOnlySpan<T> values, Span<T> destination)
        => Smallest(values, destination, default(Reversed<T, Ascending<T>>));

    private static void RequireAny(int count, string parameter)
    {
        if (count == 0) throw new ArgumentException("The heap is empty.", parameter);
    }
}
