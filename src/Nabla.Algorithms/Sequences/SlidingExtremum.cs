using System.Numerics;

namespace Nabla.Algorithms.Sequences;

/// <summary>The maximum of the last values of a stream, amortised O(1) a value.</summary>
/// <typeparam name="T">A number type; NaN counts as the greatest value.</typeparam>
/// <param name="size">Window length, 1 or more.</param>
[Export("algorithms.sequences.SlidingMaximum")]
public sealed class SlidingMaximum<T>(int size) : SlidingExtremum<T>(size)
    where T : INumber<T>
{
    private protected override bool Supersedes(T later, T earlier) => GreatestFirst<T>.Supersedes(later, earlier);
}

/// <summary>The minimum of the last values of a stream, amortised O(1) a value.</summary>
/// <typeparam name="T">A number type; NaN counts as the smallest value.</typeparam>
/// <param name="size">Window length, 1 or more.</param>
[Export("algorithms.sequences.SlidingMinimum")]
public sealed class SlidingMinimum<T>(int size) : SlidingExtremum<T>(size)
    where T : INumber<T>
{
    private protected override bool Supersedes(T later, T earlier) => SmallestFirst<T>.Supersedes(later, earlier);
}

/// <summary>An extremum of the last values of a stream by a monotonic deque.</summary>
/// <typeparam name="T">A number type.</typeparam>
[Export("algorithms.sequences.SlidingExtremum")]
public abstract class SlidingExtremum<T>
    where T : INumber<T>
{
    private readonly (long Position, T Value)[] _ring;
    private readonly int _size;
    private long _front;
    private long _back;

    private protected SlidingExtremum(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _size = size;
        _ring = new (long, T)[(int)BitOperations.RoundUpToPowerOf2((uint)size)];
    }

    /// <summary>How many values have been pushed.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the window is full.</summary>
    public bool IsFull => Count >= _size;

    /// <summary>The extremum of the window, which holds fewer values at the beginning.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been pushed.</exception>
    public T Current => Front.Value;

    /// <summary>Where the extremum stands in the stream, counted from 0; the first of equal ones.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been pushed.</exception>
    public long Position => Front.Position;

    private (long Position, T Value) Front => Count > 0 ? _ring[_front & (_ring.Length - 1)] : throw new InvalidOperationException("The window is empty.");

    /// <summary>Where the values stand that can still become the extremum, in order: the first is the extremum, the last the newest value.</summary>
    /// <param name="positions">Room for them; the window's length is always enough.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="ArgumentException">There are more than <paramref name="positions"/> has room for.</exception>
    [Export("algorithms.sequences.SlidingExtremum.candidates")]
    public int Candidates(Span<long> positions)
    {
        int count = (int)(_back - _front), wrap = _ring.Length - 1;
        if (count > positions.Length) throw new ArgumentException($"There are {count} candidates; room was given for {positions.Length}.", nameof(positions));
        for (int i = 0; i < count; i++) positions[i] = _ring[(_front + i) & wrap].Position;
        return count;
    }

    private protected abstract bool Supersedes(T later, T earlier);

    /// <summary>Adds the next value of the stream and drops the one that leaves the window.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The extremum of the window.</returns>
    public T Push(T value)
    {
        int wrap = _ring.Length - 1;
        if (_back != _front && _ring[_front & wrap].Position <= Count - _size) _front++;
        while (_back != _front && Supersedes(value, _ring[(_back - 1) & wrap].Value)) _back--;
        _ring[_back++ & wrap] = (Count++, value);
        return _ring[_front & wrap].Value;
    }
}
