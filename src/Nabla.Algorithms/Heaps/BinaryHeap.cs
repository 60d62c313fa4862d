using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>A growable binary min-heap in the natural order of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <param name="capacity">Room to reserve.</param>
[Export("algorithms.heaps.BinaryHeap")]
public sealed class BinaryHeap<T>(int capacity = 0) : BinaryHeap<T, Ascending<T>>(default, capacity);

/// <summary>A growable binary heap, first under <typeparamref name="TComparer"/> on top; not stable.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
/// <remarks>Push and pop O(log n), peek O(1); after the array has grown nothing is allocated. The layout is that of CPython's <c>heapq</c>.</remarks>
public class BinaryHeap<T, TComparer>
    where TComparer : IComparer<T>
{
    private readonly TComparer _comparer;
    private T[] _items;
    private int _count;

    /// <summary>Creates an empty heap.</summary>
    /// <param name="comparer">The order.</param>
    /// <param name="capacity">Room to reserve.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public BinaryHeap(TComparer comparer, int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _comparer = comparer;
        _items = capacity == 0 ? [] : new T[capacity];
    }

    /// <summary>Creates a heap of the given values in O(n).</summary>
    /// <param name="values">The values, copied.</param>
    /// <param name="comparer">The order.</param>
    public BinaryHeap(ReadOnlySpan<T> values, TComparer comparer)
    {
        _comparer = comparer;
        _items = values.ToArray();
        _count = values.Length;
        HeapCore.Heapify(_items.AsSpan(), comparer);
    }

    /// <summary>How many values are held.</summary>
    public int Count => _count;

    /// <summary>The values in heap order, valid until the next change.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, _count);

    /// <summary>Adds a value.</summary>
    /// <param name="item">The value.</param>
    public void Push(T item)
    {
        if (_count == _items.Length) Array.Resize(ref _items, Math.Max(4, 2 * _count));
        ref T heap = ref MemoryMarshal.GetArrayDataReference(_items);
        Unsafe.Add(ref heap, _count) = item;
        HeapCore.TowardsRoot(ref heap, _count++, _comparer);
    }

    /// <summary>The first value.</summary>
    /// <returns>The value on top.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public T Peek()
    {
        RequireAny();
        return _items[0];
    }

    /// <summary>Removes and returns the first value.</summary>
    /// <returns>The value that was on top.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public T Pop()
    {
        RequireAny();
        int last = --_count;
        ref T heap = ref MemoryMarshal.GetArrayDataReference(_items);
        T top = heap, item = Unsafe.Add(ref heap, last);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Unsafe.Add(ref heap, last) = default!;
        if (last > 0) HeapCore.TowardsLeaves(ref heap, 0, last, item, _comparer);
        return top;
    }

    /// <summary>Removes the first value when there is one.</summary>
    /// <param name="item">The value that was on top.</param>
    /// <returns>False when the heap is empty.</returns>
    public bool TryPop([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        bool any = _count > 0;
        item = any ? Pop() : default;
        return any;
    }

    /// <summary>Returns the first value and puts <paramref name="item"/> in the heap.</summary>
    /// <param name="item">The value to add.</param>
    /// <returns>The value that was on top.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public T Replace(T item)
    {
        RequireAny();
        T top = _items[0];
        HeapCore.TowardsLeaves(ref MemoryMarshal.GetArrayDataReference(_items), 0, _count, item, _comparer);
        return top;
    }

    /// <summary>Adds a value and takes the first.</summary>
    /// <param name="item">The value to add.</param>
    /// <returns>The first of the heap and the item.</returns>
    public T PushPop(T item) => _count > 0 && Order.Less(_items[0], item, _comparer) ? Replace(item) : item;

    /// <summary>Removes everything, keeping the memory.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_items, 0, _count);
        _count = 0;
    }

    private void RequireAny()
    {
        if (_count == 0) throw new InvalidOperationException("The heap is empty.");
    }
}
