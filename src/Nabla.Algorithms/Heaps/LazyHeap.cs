namespace Nabla.Algorithms.Heaps;

/// <summary>A heap of arbitrary keys with lazy deletion: a removed or changed entry stays in the array and is skipped when it surfaces.</summary>
/// <typeparam name="TKey">The key type, hashed.</typeparam>
/// <typeparam name="TPriority">The priority type.</typeparam>
/// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
/// <param name="comparer">The order.</param>
/// <remarks>Equal priorities leave in the order they were set. Memory stays within twice the live entries: the array is rebuilt when more than half is stale.</remarks>
[Export("algorithms.heaps.LazyHeap")]
public sealed class LazyHeap<TKey, TPriority, TComparer>(TComparer comparer)
    where TKey : notnull
    where TComparer : IComparer<TPriority>
{
    private readonly Dictionary<TKey, (TPriority Priority, long Stamp)> _live = [];
    private readonly BinaryHeap<Entry, EntryOrder> _heap = new(new EntryOrder(comparer));
    private long _stamp;

    /// <summary>How many keys wait.</summary>
    public int Count => _live.Count;

    /// <summary>Adds a key or changes its priority.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Its priority.</param>
    public void Set(TKey key, TPriority priority)
    {
        _live[key] = (priority, ++_stamp);
        _heap.Push(new(key, priority, _stamp));
        Compact();
    }

    /// <summary>Whether a key waits, and its priority.</summary>
    /// <param name="key">The key.</param>
    /// <param name="priority">Its priority.</param>
    /// <returns>False when it does not wait.</returns>
    public bool TryGet(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TPriority priority)
    {
        bool found = _live.TryGetValue(key, out (TPriority Priority, long Stamp) entry);
        priority = entry.Priority;
        return found;
    }

    /// <summary>Removes a key in O(1).</summary>
    /// <param name="key">The key.</param>
    /// <returns>False when it did not wait.</returns>
    public bool Remove(TKey key)
    {
        bool removed = _live.Remove(key);
        Compact();
        return removed;
    }

    /// <summary>The first key and its priority.</summary>
    /// <returns>Key and priority.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (TKey Key, TPriority Priority) Peek()
    {
        if (_live.Count == 0) throw new InvalidOperationException("The heap is empty.");
        while (!IsLive(_heap.Peek())) _heap.Pop();
        Entry top = _heap.Peek();
        return (top.Key, top.Priority);
    }

    /// <summary>Removes and returns the first key and its priority.</summary>
    /// <returns>Key and priority.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (TKey Key, TPriority Priority) Pop()
    {
        (TKey Key, TPriority Priority) top = Peek();
        _heap.Pop();
        _live.Remove(top.Key);
        return top;
    }

    private bool IsLive(Entry entry) => _live.TryGetValue(entry.Key, out (TPriority Priority, long Stamp) live) && live.Stamp == entry.Stamp;

    private void Compact()
    {
        if (_heap.Count <= 32 || _heap.Count <= 2 * _live.Count) return;
        _heap.Clear();
        foreach ((TKey key, (TPriority priority, long stamp)) in _live) _heap.Push(new(key, priority, stamp));
    }

    private readonly record struct Entry(TKey Key, TPriority Priority, long Stamp);

    private readonly struct EntryOrder(TComparer priorities) : IComparer<Entry>
    {
        public int Compare(Entry x, Entry y)
        {
            int byPriority = priorities.Compare(x.Priority, y.Priority);
            return byPriority != 0 ? byPriority : x.Stamp.CompareTo(y.Stamp);
        }
    }
}
