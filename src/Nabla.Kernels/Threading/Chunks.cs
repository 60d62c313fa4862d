namespace Nabla.Kernels.Threading;

/// <summary>Fixed chunk boundaries for reductions: they depend on the length alone, never on the thread count.</summary>
public static class Chunks
{
    /// <summary>How many chunks of <paramref name="grain"/> indices cover <paramref name="count"/> of them.</summary>
    /// <param name="count">Length of the range, 0 or more.</param>
    /// <param name="grain">Length of a chunk, 1 or more; the last chunk may be shorter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or a grain below one.</exception>
    public static long Count(long count, long grain)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        return (count / grain) + (count % grain == 0 ? 0 : 1);
    }

    /// <summary>The indices of chunk <paramref name="index"/>.</summary>
    /// <param name="count">Length of the range.</param>
    /// <param name="grain">Length of a chunk.</param>
    /// <param name="index">Chunk number, 0 .. <see cref="Count"/> - 1.</param>
    public static (long Start, long End) Bounds(long count, long grain, long index)
    {
        long start = index * grain;
        return (start, Math.Min(count, start + grain));
    }
}
