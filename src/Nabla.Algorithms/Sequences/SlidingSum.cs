using System.Numerics;

namespace Nabla.Algorithms.Sequences;

/// <summary>The sum of the last values of a stream, without ever subtracting: no drift, amortised one addition more than the newest value needs.</summary>
/// <typeparam name="T">A number type; integers wrap.</typeparam>
/// <remarks>The older part of the window is kept as sums to its end, the newer part as one sum; the parts change roles once a window.</remarks>
[Export("algorithms.sequences.SlidingSum")]
public sealed class SlidingSum<T>
    where T : INumber<T>
{
    private readonly T[] _ring;
    private T _newer = T.Zero;

    /// <summary>Creates an empty window.</summary>
    /// <param name="size">Window length, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public SlidingSum(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _ring = new T[size];
        Array.Fill(_ring, T.Zero);
    }

    /// <summary>How many values have been pushed.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the window is full.</summary>
    public bool IsFull => Count >= _ring.Length;

    /// <summary>The sum of the window, which holds fewer values at the beginning.</summary>
    public T Current { get; private set; } = T.Zero;

    /// <summary>Adds the next value of the stream and drops the one that leaves the window.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The sum of the window.</returns>
    public T Push(T value)
    {
        int slot = (int)(Count++ % _ring.Length);
        _ring[slot] = value;
        _newer += value;
        if (slot == _ring.Length - 1)
        {
            // The newer part fills the ring: it becomes the older part, as sums from each slot to the end.
            for (int i = slot - 1; i >= 0; i--) _ring[i] += _ring[i + 1];
            _newer = T.Zero;
            return Current = _ring[0];
        }
        return Current = _ring[slot + 1] + _newer;
    }
}
