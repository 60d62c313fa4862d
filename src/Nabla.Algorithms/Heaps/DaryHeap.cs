using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>How many children a heap node has, known to the compiler.</summary>
[Export("algorithms.heaps.IArity")]
public interface IArity
{
    /// <summary>The number of children, 2 or more.</summary>
    static abstract int Children { get; }
}

/// <summary>Two children a node.</summary>
[Export("algorithms.heaps.Arity2")]
public readonly struct Arity2 : IArity
{
    /// <inheritdoc/>
    public static int Children => 2;
}

/// <summary>Four children a node: half the levels of a binary heap, children in one cache line.</summary>
[Export("algorithms.heaps.Arity4")]
public readonly struct Arity4 : IArity
{
    /// <inheritdoc/>
    public static int Children => 4;
}

/// <summary>Eight children a node: pushes are cheapest, pops compare more.</summary>
[Export("algorithms.heaps.Arity8")]
public readonly struct Arity8 : IArity
{
    /// <inheritdoc/>
    public static int Children => 8;
}

/// <summary>A growable heap whose nodes have <typeparamref name="TArity"/> children; first under <typeparamref name="TComparer"/> on top.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TArity">The number of children.</typeparam>
/// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
/// <remarks>Push O(log_d n), pop O(d log_d n): Johnson (1975).</remarks>
[Export("algorithms.heaps.DaryHeap")]
public sealed class DaryHeap<T, TArity, TComparer>
    where TArity : struct, IArity
    where TComparer : IComparer<T>
{
    private readonly TComparer _comparer;
    private T[] _items;

    /// <summary>Creates an empty heap.</summary>
    /// <param name="comparer">The order.</param>
    /// <param name="capacity">Room to reserve.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public DaryHeap(TComparer comparer, int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _comparer = comparer;
        _items = new T[Math.Max(4, capacity)];
    }

    /// <summary>Creates a heap of the given values in O(n).</summary>
    /// <param name="values">The values, copied.</param>
    /// <param name="comparer">The order.</param>
    public DaryHeap(ReadOnlySpan<T> values, TComparer comparer)
        : this(comparer, values.Length)
    {
        values.CopyTo(_items);
        Count = values.Length;
        for (int i = (Count - 2) / TArity.Children; i >= 0 && Count > 1; i--) Down(i, _items[i]);
    }

    /// <summary>How many values are held.</summary>
    public int Count { get; private set; }

    /// <summary>The values in heap order, valid until the next change.</summary>
    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    /// <summary>Adds a value.</summary>
    /// <param name="item">The value.</param>
    public void Push(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, 2 * Count);
        ref T heap = ref MemoryMarshal.GetArrayDataReference(_items);
        int position = Count++;
        while (position > 0)
        {
            int parent = (position - 1) / TArity.Children;
            if (!Order.Less(item, Unsafe.Add(ref heap, parent), _comparer)) break;
            Unsafe.Add(ref heap, position) = Unsafe.Add(ref heap, parent);
            position = parent;
        }
        Unsafe.Add(ref heap, position) = item;
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
        T top = _items[0];
        T item = _items[--Count];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) _items[Count] = default!;
        if (Count > 0) Down(0, item);
        return top;
    }

    /// <summary>Moves <paramref name="item"/> down from the hole at <paramref name="position"/>.</summary>
    private void Down(int position, T item)
    {
        ref T heap = ref MemoryMarshal.GetArrayDataReference(_items);
        while (true)
        {
            int child = (position * TArity.Children) + 1;
            if (child >= Count) break;
            int best = child;
            T least = Unsafe.Add(ref heap, child);
            int end = Math.Min(child + TArity.Children, Count);
            for (int other = child + 1; other < end; other++)
            {
                T value = Unsafe.Add(ref heap, other);
                bool less = Order.Less(value, least, _comparer);
                best = less ? other : best;
                least = less ? value : least;
            }
            if (!Order.Less(least, item, _comparer)) break;
            Unsafe.Add(ref heap, position) = least;
            position = best;
        }
        Unsafe.Add(ref heap, position) = item;
    }

    private void RequireAny()
    {
        if (Count == 0) throw new InvalidOperationException("The heap is empty.");
    }
}
