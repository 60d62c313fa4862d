namespace Nabla.Algorithms.Heaps;

/// <summary>A heap of the keys 0..n-1, each with a priority that may change while it waits: what Dijkstra and Prim need.</summary>
/// <typeparam name="TPriority">The priority type.</typeparam>
/// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
/// <remarks>Every change O(log n), look-ups O(1). Memory: two integers and a priority a key, allocated once.</remarks>
[Export("algorithms.heaps.IndexedHeap")]
public sealed class IndexedHeap<TPriority, TComparer>
    where TComparer : IComparer<TPriority>
{
    private readonly TComparer _comparer;
    private readonly TPriority[] _priorities;
    private readonly int[] _heap;
    private readonly int[] _positions;

    /// <summary>Creates an empty heap of keys below <paramref name="keys"/>.</summary>
    /// <param name="keys">Keys are 0..keys-1.</param>
    /// <param name="comparer">The order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keys"/> is negative.</exception>
    public IndexedHeap(int keys, TComparer comparer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keys);
        _comparer = comparer;
        _priorities = new TPriority[keys];
        _heap = new int[keys];
        _positions = new int[keys];
        Array.Fill(_positions, -1);
    }

    /// <summary>How many keys wait.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a key waits.</summary>
    /// <param name="key">0..keys-1.</param>
    /// <returns>True when it does.</returns>
    public bool Contains(int key) => (uint)key < (uint)_positions.Length && _positions[key] >= 0;

    /// <summary>The priority of a waiting key.</summary>
    /// <param name="key">A waiting key.</param>
    /// <exception cref="KeyNotFoundException">The key does not wait.</exception>
    public TPriority this[int key] => Contains(key) ? _priorities[key] : throw NotWaiting(key);

    /// <summary>Adds a key, or changes the priority of a waiting key in either direction.</summary>
    /// <param name="key">0..keys-1.</param>
    /// <param name="priority">Its priority.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="key"/> is out of range.</exception>
    public void Set(int key, TPriority priority)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(key, _positions.Length);
        int position = _positions[key];
        if (position < 0)
        {
            _priorities[key] = priority;
            Up(Count++, key);
            return;
        }
        bool closer = Order.Less(priority, _priorities[key], _comparer);
        _priorities[key] = priority;
        if (closer) Up(position, key);
        else Down(position, key);
    }

    /// <summary>Adds a key, or moves a waiting key forward; a priority that is not better changes nothing.</summary>
    /// <param name="key">0..keys-1.</param>
    /// <param name="priority">The offered priority.</param>
    /// <returns>Whether the offer was taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="key"/> is out of range.</exception>
    public bool Decrease(int key, TPriority priority)
    {
        if (Contains(key) && !Order.Less(priority, _priorities[key], _comparer)) return false;
        Set(key, priority);
        return true;
    }

    /// <summary>The first key and its priority.</summary>
    /// <returns>Key and priority.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (int Key, TPriority Priority) Peek()
    {
        if (Count == 0) throw new InvalidOperationException("The heap is empty.");
        return (_heap[0], _priorities[_heap[0]]);
    }

    /// <summary>Removes and returns the first key and its priority.</summary>
    /// <returns>Key and priority.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (int Key, TPriority Priority) Pop()
    {
        (int Key, TPriority Priority) top = Peek();
        Remove(top.Key);
        return top;
    }

    /// <summary>Removes a key wherever it is.</summary>
    /// <param name="key">Any key.</param>
    /// <returns>False when it did not wait.</returns>
    public bool Remove(int key)
    {
        if (!Contains(key)) return false;
        int position = _positions[key];
        int last = _heap[--Count];
        _positions[key] = -1;
        if (last == key) return true;
        if (Order.Less(_priorities[last], _priorities[key], _comparer)) Up(position, last);
        else Down(position, last);
        return true;
    }

    /// <summary>Removes every key in O(count).</summary>
    public void Clear()
    {
        for (int i = 0; i < Count; i++) _positions[_heap[i]] = -1;
        Count = 0;
    }

    private void Up(int position, int key)
    {
        while (position > 0)
        {
            int parent = (position - 1) >> 1;
            if (!Order.Less(_priorities[key], _priorities[_heap[parent]], _comparer)) break;
            Place(position, _heap[parent]);
            position = parent;
        }
        Place(position, key);
    }

    private void Down(int position, int key)
    {
        while (true)
        {
            int child = (2 * position) + 1;
            if (child >= Count) break;
            if (child + 1 < Count && Order.Less(_priorities[_heap[child + 1]], _priorities[_heap[child]], _comparer)) child++;
            if (!Order.Less(_priorities[_heap[child]], _priorities[key], _comparer)) break;
            Place(position, _heap[child]);
            position = child;
        }
        Place(position, key);
    }

    private void Place(int position, int key)
    {
        _heap[position] = key;
        _positions[key] = position;
    }

    private static KeyNotFoundException NotWaiting(int key) => new($"Key {key} is not in the heap.");
}
