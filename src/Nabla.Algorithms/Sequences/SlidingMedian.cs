using System.Numerics;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sequences;

/// <summary>The median of the last values of a stream.</summary>
/// <typeparam name="T">A floating-point type; a window that holds NaN has the median NaN.</typeparam>
/// <remarks>Narrow windows are kept sorted (a binary search and a short move); wide ones as two indexed heaps, O(log size) a value.</remarks>
[Export("algorithms.sequences.SlidingMedian")]
public sealed class SlidingMedian<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Narrow = 256;

    [ThreadStatic]
    private static SlidingMedian<T>? _last;

    private readonly T[] _ring;
    private readonly T[] _sorted;
    private readonly IndexedHeap<T, Reversed<T, Ascending<T>>>? _lower;
    private readonly IndexedHeap<T, Ascending<T>>? _upper;
    private int _notNumbers;

    /// <summary>Creates an empty window.</summary>
    /// <param name="size">Window length, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public SlidingMedian(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _ring = new T[size];
        _sorted = size <= Narrow ? new T[size] : [];
        if (size <= Narrow) return;
        _lower = new(size, default);
        _upper = new(size, default);
    }

    /// <summary>How many values have been pushed.</summary>
    public long Count { get; private set; }

    /// <summary>This thread's window of a size, empty.</summary>
    internal static SlidingMedian<T> Reused(int size)
    {
        if (_last is null || _last._ring.Length != size) return _last = new(size);
        _last.Clear();
        return _last;
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        Count = 0;
        _notNumbers = 0;
        _lower?.Clear();
        _upper?.Clear();
    }

    /// <summary>The median of the window, which holds fewer values at the beginning.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been pushed.</exception>
    public T Current
    {
        get
        {
            if (Count == 0) throw new InvalidOperationException("The window is empty.");
            if (_notNumbers > 0) return T.NaN;
            int held = (int)Math.Min(Count, _ring.Length);
            if (_lower is not null) return held % 2 == 1 ? _lower.Peek().Priority : Middle(_lower.Peek().Priority, _upper!.Peek().Priority);
            return held % 2 == 1 ? _sorted[held / 2] : Middle(_sorted[(held / 2) - 1], _sorted[held / 2]);
        }
    }

    /// <summary>Adds the next value of the stream and drops the one that leaves the window.</summary>
    /// <param name="value">The value.</param>
    public void Push(T value)
    {
        int slot = (int)(Count % _ring.Length), held = (int)Math.Min(Count, _ring.Length);
        bool leaves = Count >= _ring.Length;
        T old = _ring[slot];
        if (leaves && T.IsNaN(old)) _notNumbers--;
        if (T.IsNaN(value)) _notNumbers++;
        _ring[slot] = value;
        Count++;
        // NaN takes a place at the top like any large value; while one is inside, the order is not asked for.
        T key = T.IsNaN(value) ? T.PositiveInfinity : value, oldKey = T.IsNaN(old) ? T.PositiveInfinity : old;
        if (_lower is not null) PushHeaps(slot, key);
        else if (leaves) Replace(held, oldKey, key);
        else Insert(held, key);
    }

    private void Insert(int held, T key)
    {
        int at = Position(held, key);
        Array.Copy(_sorted, at, _sorted, at + 1, held - at);
        _sorted[at] = key;
    }

    private void Replace(int held, T old, T key)
    {
        int from = Position(held, old), to = Position(held, key);
        if (to > from)
        {
            to--;
            Array.Copy(_sorted, from + 1, _sorted, from, to - from);
        }
        else Array.Copy(_sorted, to, _sorted, to + 1, from - to);
        _sorted[to] = key;
    }

    /// <summary>The first position whose value is not below the key.</summary>
    private int Position(int held, T key)
    {
        int low = 0, high = held;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_sorted[middle] < key) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private void PushHeaps(int slot, T key)
    {
        _lower!.Remove(slot);
        _upper!.Remove(slot);
        if (_lower.Count > 0 && key < _lower.Peek().Priority) _lower.Set(slot, key);
        else _upper.Set(slot, key);
        while (_lower.Count > _upper.Count + 1) Move(_lower, _upper);
        while (_upper.Count > _lower.Count) Move(_upper, _lower);
    }

    private static void Move<TFrom, TTo>(IndexedHeap<T, TFrom> from, IndexedHeap<T, TTo> to)
        where TFrom : IComparer<T>
        where TTo : IComparer<T>
    {
        (int key, T priority) = from.Pop();
        to.Set(key, priority);
    }

    private static T Middle(T a, T b) => a == b ? a : (a * T.CreateChecked(0.5)) + (b * T.CreateChecked(0.5));
}
