using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Sequences;

/// <summary>Whether a later value outlives an earlier one in a sliding extremum.</summary>
internal interface IExtremum<T>
{
    /// <summary>True when the later value makes the earlier one pointless; equal values do not.</summary>
    static abstract bool Supersedes(T later, T earlier);
}

internal readonly struct GreatestFirst<T> : IExtremum<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Supersedes(T later, T earlier) => later > earlier || (T.IsNaN(later) && !T.IsNaN(earlier));
}

internal readonly struct SmallestFirst<T> : IExtremum<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Supersedes(T later, T earlier) => later < earlier || (T.IsNaN(later) && !T.IsNaN(earlier));
}

/// <summary>Positions whose values could still become the extremum, in order: the front is the extremum of the window.</summary>
internal static class MonotonicDeque
{
    public static void Positions<T, TExtremum>(ReadOnlySpan<T> values, int size, Span<int> positions)
        where T : INumber<T>
        where TExtremum : struct, IExtremum<T>
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)size), wrap = capacity - 1;
        int[] ring = ArrayPool<int>.Shared.Rent(capacity);
        int front = 0, back = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (back != front && ring[front & wrap] <= i - size) front++;
            while (back != front && TExtremum.Supersedes(values[i], values[ring[(back - 1) & wrap]])) back--;
            ring[back++ & wrap] = i;
            if (i >= size - 1) positions[i - size + 1] = ring[front & wrap];
        }
        ArrayPool<int>.Shared.Return(ring);
    }
}
