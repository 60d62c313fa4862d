using System.Runtime.CompilerServices;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>Selecting and filling by a contiguous mask of bytes: zero is false, anything else true.</summary>
public static unsafe class Masks
{
    private const long Chunk = 16384;

    /// <summary>Number of true entries.</summary>
    public static long Count(byte* mask, long count)
    {
        long chunks = (count + Chunk - 1) / Chunk;
        using var counts = new Scratch<long>(chunks);
        CountChunks(mask, count, counts.Pointer);
        long total = 0;
        for (long c = 0; c < chunks; c++) total += counts.Pointer[c];
        return total;
    }

    /// <summary>Copies the elements whose mask is true, in order.</summary>
    /// <param name="x">Source [count].</param>
    /// <param name="mask">Mask [count].</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="y">Output; as long as <see cref="Count"/> says.</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    public static void Select(void* x, byte* mask, long count, void* y, int elementSize) => Compact(x, mask, count, y, elementSize, Mode.Select);

    /// <summary>Stores consecutive elements of <paramref name="source"/> where the mask is true.</summary>
    /// <param name="y">Destination [count].</param>
    /// <param name="mask">Mask [count].</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="source">Values; at least as many as <see cref="Count"/> says.</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    public static void Store(void* y, byte* mask, long count, void* source, int elementSize) => Compact(y, mask, count, source, elementSize, Mode.Store);

    /// <summary>y[i] = mask[i] ? value : x[i]; x and y may be the same.</summary>
    /// <param name="x">Source [count].</param>
    /// <param name="mask">Mask [count].</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="value">One element.</param>
    /// <param name="y">Output [count].</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    public static void Fill(void* x, byte* mask, long count, void* value, void* y, int elementSize)
    {
        var job = new Job { X = x, Y = y, Mask = mask, Total = count, Value = value, Kind = Mode.Fill };
        ElementWidth.Dispatch(elementSize, ref job);
    }

    /// <summary>Flat positions of the true entries, ascending.</summary>
    /// <param name="mask">Mask [count].</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="positions">Output; as long as <see cref="Count"/> says.</param>
    public static void Positions(byte* mask, long count, long* positions) => Compact(null, mask, count, positions, 8, Mode.Positions);

    /// <summary>Coordinates of the true entries, row-major, [matches, rank].</summary>
    /// <param name="mask">Mask of shape <paramref name="shape"/>.</param>
    /// <param name="shape">Shape, rank 1..16.</param>
    /// <param name="coordinates">Output [matches, rank], matches as <see cref="Count"/> says.</param>
    public static void NonZero(byte* mask, ReadOnlySpan<long> shape, long* coordinates)
    {
        long count = AxisLines.Product(shape);
        if (count == 0 || shape.Length == 0) return;
        var job = new Job { Y = coordinates, Mask = mask, Total = count, Kind = Mode.Coordinates, Rank = shape.Length, Shape = Extents.Of(shape) };
        job.Run<ulong>();
    }

    private enum Mode
    {
        Select,
        Store,
        Fill,
        Positions,
        Coordinates,
    }

    private static void Compact(void* x, byte* mask, long count, void* y, int elementSize, Mode mode)
    {
        var job = new Job { X = x, Y = y, Mask = mask, Total = count, Kind = mode };
        ElementWidth.Dispatch(elementSize, ref job);
    }

    private static void CountChunks(byte* mask, long count, long* counts)
    {
        var body = new CountBody { Mask = mask, Total = count, Counts = counts };
        WorkPool.For((count + Chunk - 1) / Chunk, 4, ref body);
    }

    private struct CountBody : IRangeBody
    {
        public byte* Mask;
        public long Total;
        public long* Counts;

        public readonly void Invoke(long start, long end)
        {
            for (long c = start; c < end; c++)
            {
                int length = (int)Math.Min(Chunk, Total - c * Chunk);
                Counts[c] = length - new ReadOnlySpan<byte>(Mask + c * Chunk, length).Count((byte)0);
            }
        }
    }

    private struct Job : IWidthBody
    {
        public void* X, Y, Value;
        public byte* Mask;
        public long Total;
        public Mode Kind;
        public int Rank;
        public Extents Shape;

        public readonly void Run<T>() where T : unmanaged
        {
            if (Total == 0) return;
            long chunks = (Total + Chunk - 1) / Chunk;
            using var starts = new Scratch<long>(chunks);
            if (Kind != Mode.Fill)
            {
                CountChunks(Mask, Total, starts.Pointer);
                long running = 0;
                for (long c = 0; c < chunks; c++) (starts.Pointer[c], running) = (running, running + starts.Pointer[c]);
            }

            var body = new Body<T> { Job = this, Starts = starts.Pointer };
            WorkPool.For(chunks, 1, ref body);
        }
    }

    private struct Body<T> : IRangeBody where T : unmanaged
    {
        public Job Job;
        public long* Starts;

        public readonly void Invoke(long start, long end)
        {
            for (long c = start; c < end; c++)
            {
                long low = c * Chunk, high = Math.Min(low + Chunk, Job.Total);
                switch (Job.Kind)
                {
                    case Mode.Fill: Fill(low, high); break;
                    case Mode.Select: Select(low, high, (T*)Job.Y + Starts[c]); break;
                    case Mode.Store: Store(low, high, (T*)Job.Y + Starts[c]); break;
                    case Mode.Positions: Positions(low, high, (long*)Job.Y + Starts[c]); break;
                    default: Coordinates(low, high, (long*)Job.Y + Starts[c] * Job.Rank); break;
                }
            }
        }

        private readonly void Fill(long low, long high)
        {
            T value = *(T*)Job.Value;
            T* x = (T*)Job.X, y = (T*)Job.Y;
            for (long i = low; i < high; i++) y[i] = Job.Mask[i] != 0 ? value : x[i];
        }

        private readonly void Select(long low, long high, T* y)
        {
            T* x = (T*)Job.X;
            for (long i = Next(low, high); i < high; i = Next(i + 1, high)) *y++ = x[i];
        }

        private readonly void Store(long low, long high, T* source)
        {
            T* y = (T*)Job.X;
            for (long i = Next(low, high); i < high; i = Next(i + 1, high)) y[i] = *source++;
        }

        private readonly void Positions(long low, long high, long* y)
        {
            for (long i = Next(low, high); i < high; i = Next(i + 1, high)) *y++ = i;
        }

        private readonly void Coordinates(long low, long high, long* y)
        {
            for (long i = Next(low, high); i < high; i = Next(i + 1, high), y += Job.Rank)
            {
                long rest = i;
                for (int d = Job.Rank - 1; d >= 0; d--)
                {
                    y[d] = rest % Job.Shape[d];
                    rest /= Job.Shape[d];
                }
            }
        }

        /// <summary>First true entry at or after <paramref name="i"/>, or <paramref name="high"/>; eight false bytes are skipped at once.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly long Next(long i, long high)
        {
            while (i < high && Job.Mask[i] == 0)
            {
                if (i <= high - 8 && Unsafe.ReadUnaligned<ulong>(Job.Mask + i) == 0) i += 8;
                else i++;
            }

            return i;
        }
    }
}
