using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>Python's <c>heapq</c> for <see cref="List{T}"/>: the same functions, the same results, the same list layout after every call.</summary>
/// <remarks>The <c>...Max</c> functions (Python 3.14) keep the largest value first. Functions that take an order are on <see cref="Heap"/>.</remarks>
public static partial class Heapq
{
    /// <summary>Arranges the list as a min-heap, in O(n).</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">Any list.</param>
    [Export("algorithms.heaps.heapq.heapify")]
    public static void Heapify<T>(List<T> heap) => Heapify(heap, default(Ascending<T>));

    /// <summary>Arranges the list as a max-heap, in O(n).</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">Any list.</param>
    [Export("algorithms.heaps.heapq.heapify_max")]
    public static void HeapifyMax<T>(List<T> heap) => Heapify(heap, default(Reversed<T, Ascending<T>>));

    /// <summary>Adds a value to a min-heap.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A min-heap.</param>
    /// <param name="item">The value to add.</param>
    [Export("algorithms.heaps.heapq.push")]
    public static void Push<T>(List<T> heap, T item) => Push(heap, item, default(Ascending<T>));

    /// <summary>Adds a value to a max-heap.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A max-heap.</param>
    /// <param name="item">The value to add.</param>
    [Export("algorithms.heaps.heapq.push_max")]
    public static void PushMax<T>(List<T> heap, T item) => Push(heap, item, default(Reversed<T, Ascending<T>>));

    /// <summary>Removes and returns the smallest value.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A non-empty min-heap.</param>
    /// <returns>The smallest value.</returns>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heapq.pop")]
    public static T Pop<T>(List<T> heap) => Pop(heap, default(Ascending<T>));

    /// <summary>Removes and returns the largest value.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A non-empty max-heap.</param>
    /// <returns>The largest value.</returns>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heapq.pop_max")]
    public static T PopMax<T>(List<T> heap) => Pop(heap, default(Reversed<T, Ascending<T>>));

    /// <summary>Returns the smallest value and puts <paramref name="item"/> in the heap; the size does not change.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A non-empty min-heap.</param>
    /// <param name="item">The value to add.</param>
    /// <returns>The value that was smallest before the call.</returns>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heapq.replace")]
    public static T Replace<T>(List<T> heap, T item) => Heap.Replace(Span(heap), item);

    /// <summary>Returns the largest value and puts <paramref name="item"/> in the heap; the size does not change.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A non-empty max-heap.</param>
    /// <param name="item">The value to add.</param>
    /// <returns>The value that was largest before the call.</returns>
    /// <exception cref="ArgumentException"><paramref name="heap"/> is empty.</exception>
    [Export("algorithms.heaps.heapq.replace_max")]
    public static T ReplaceMax<T>(List<T> heap, T item) => Heap.Replace(Span(heap), item, default(Reversed<T, Ascending<T>>));

    /// <summary>Adds a value and then takes the smallest.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A min-heap, possibly empty.</param>
    /// <param name="item">The value to add.</param>
    /// <returns>The smallest of the heap and the item.</returns>
    [Export("algorithms.heaps.heapq.push_pop")]
    public static T PushPop<T>(List<T> heap, T item) => Heap.PushPop(Span(heap), item);

    /// <summary>Adds a value and then takes the largest.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="heap">A max-heap, possibly empty.</param>
    /// <param name="item">The value to add.</param>
    /// <returns>The largest of the heap and the item.</returns>
    [Export("algorithms.heaps.heapq.push_pop_max")]
    public static T PushPopMax<T>(List<T> heap, T item) => Heap.PushPop(Span(heap), item, default(Reversed<T, Ascending<T>>));

    private static void Heapify<T, TComparer>(List<T> heap, TComparer comparer)
        where TComparer : IComparer<T> => HeapCore.Heapify(Span(heap), comparer);

    private static void Push<T, TComparer>(List<T> heap, T item, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ArgumentNullException.ThrowIfNull(heap);
        heap.Add(item);
        Heap.Push(CollectionsMarshal.AsSpan(heap), comparer);
    }

    private static T Pop<T, TComparer>(List<T> heap, TComparer comparer)
        where TComparer : IComparer<T>
    {
        T top = Heap.Pop(Span(heap), comparer);
        heap.RemoveAt(heap.Count - 1);
        return top;
    }

    private static Span<T> Span<T>(List<T> heap)
    {
        ArgumentNullException.ThrowIfNull(heap);
        return CollectionsMarshal.AsSpan(heap);
    }
}
