using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>Range checks of index buffers: done once, before anything is written, so a bad index leaves the output untouched.</summary>
public static unsafe class IndexRange
{
    private const long Grain = 32768;

    /// <summary>Verifies that every index lies in -<paramref name="size"/>..<paramref name="size"/>-1, or in 0..size-1.</summary>
    /// <param name="indices">Indices, [count].</param>
    /// <param name="count">Number of indices.</param>
    /// <param name="size">Length of the indexed axis.</param>
    /// <param name="wraps">Whether negative indices count from the end; otherwise they are errors.</param>
    /// <exception cref="IndexRangeException">Some index is out of range; the first one is named.</exception>
    public static void Verify(long* indices, long count, long size, bool wraps = true)
    {
        long firstBad = long.MaxValue;
        var body = new Body { Indices = indices, Low = wraps ? -size : 0, High = size - 1, FirstBad = &firstBad };
        WorkPool.For(count, Grain, ref body);
        if (firstBad != long.MaxValue) throw new IndexRangeException(indices[firstBad], firstBad, size, wraps);
    }

    /// <summary>Maps a verified index to 0..size-1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Wrap(long index, long size) => index + ((index >> 63) & size);

    private struct Body : IRangeBody
    {
        public long* Indices;
        public long Low, High;
        public long* FirstBad;

        public readonly void Invoke(long start, long end)
        {
            long i = start;
            Vector<long> low = new(Low), high = new(High);
            for (; i <= end - Vector<long>.Count; i += Vector<long>.Count)
            {
                Vector<long> v = Unsafe.ReadUnaligned<Vector<long>>(Indices + i);
                if (Vector.LessThanAny(v, low) || Vector.GreaterThanAny(v, high)) break;
            }

            for (; i < end; i++)
            {
                if (Indices[i] >= Low && Indices[i] <= High) continue;
                Report(i);
                return;
            }
        }

        private readonly void Report(long position)
        {
            ref long first = ref *FirstBad;
            long seen = Volatile.Read(ref first);
            while (position < seen)
            {
                long before = Interlocked.CompareExchange(ref first, position, seen);
                if (before == seen) return;
                seen = before;
            }
        }
    }
}
