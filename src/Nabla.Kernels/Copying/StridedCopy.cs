using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Copying;

/// <summary>Copies between arrays of one shape and element size, whatever their strides.</summary>
/// <remarks>
/// Dense layouts are copied as memory. Where source and target run along different dimensions, square tiles are transposed so that both
/// sides touch whole cache lines.
/// </remarks>
public static unsafe class StridedCopy
{
    private const int Tile = 32;

    /// <summary>y = x over a strided shape.</summary>
    /// <param name="x">First element of the source.</param>
    /// <param name="y">First element of the target; must not overlap the source unless it is the same array with the same strides.</param>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    /// <param name="shape">Size of each dimension.</param>
    /// <param name="xStrides">Strides of the source in elements, 0 to broadcast.</param>
    /// <param name="yStrides">Strides of the target in elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another element size.</exception>
    /// <exception cref="ArgumentException">Strides do not match the shape.</exception>
    public static void Copy(void* x, void* y, int elementSize, ReadOnlySpan<long> shape, ReadOnlySpan<long> xStrides, ReadOnlySpan<long> yStrides)
    {
        switch (elementSize)
        {
            case 1: Copy((byte*)x, (byte*)y, shape, xStrides, yStrides); break;
            case 2: Copy((short*)x, (short*)y, shape, xStrides, yStrides); break;
            case 4: Copy((int*)x, (int*)y, shape, xStrides, yStrides); break;
            case 8: Copy((long*)x, (long*)y, shape, xStrides, yStrides); break;
            default: throw new ArgumentOutOfRangeException(nameof(elementSize), elementSize, "Elements have 1, 2, 4 or 8 bytes.");
        }
    }

    /// <summary>y = x over a strided shape, for elements of a known type.</summary>
    /// <inheritdoc cref="Copy(void*, void*, int, ReadOnlySpan{long}, ReadOnlySpan{long}, ReadOnlySpan{long})"/>
    public static void Copy<T>(T* x, T* y, ReadOnlySpan<long> shape, ReadOnlySpan<long> xStrides, ReadOnlySpan<long> yStrides) where T : unmanaged
    {
        StridedPlan.Create(out StridedPlan plan, 2, shape, yStrides, xStrides);
        int along = SourceRun(&plan);
        if (along >= 0)
            Transpose(&plan, along, x, y);
        else
            Pointwise.Run(&plan, 1, new CopyRow<T>(x, y, Streaming.Pays(plan.Count * sizeof(T), y, x)));
    }

    // The outer dimension along which the source is adjacent, when the target is adjacent along the innermost and the source is not.
    private static int SourceRun(StridedPlan* plan)
    {
        int last = plan->Rank - 1;
        if (last < 1 || plan->Stride(0, last) != 1 || plan->Stride(1, last) <= 1 || plan->Size(last) < 4)
            return -1;
        for (int d = 0; d < last; d++)
        {
            if (plan->Stride(1, d) == 1 && plan->Size(d) >= 4)
                return d;
        }
        return -1;
    }

    private static void Transpose<T>(StridedPlan* plan, int along, T* x, T* y) where T : unmanaged
    {
        int last = plan->Rank - 1;
        long planes = plan->Count == 0 ? 0 : plan->Count / (plan->Size(last) * plan->Size(along));
        long tiles = (plan->Size(along) + Tile - 1) / Tile;
        TransposeBody<T> body = new(plan, along, tiles, x, y);
        WorkPool.For(planes * tiles, Math.Max(1, (1 << 15) / Math.Max(1, Tile * plan->Size(last))), ref body);
    }

    private readonly struct TransposeBody<T>(StridedPlan* plan, int along, long tiles, T* x, T* y) : IRangeBody where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            int last = plan->Rank - 1;
            long columns = plan->Size(last);
            long xStep = plan->Stride(1, last);
            long yStep = plan->Stride(0, along);
            for (long job = start; job < end; job++)
            {
                long rest = job / tiles;
                long first = job % tiles * Tile;
                long rows = Math.Min(Tile, plan->Size(along) - first);
                T* from = x + first;
                T* to = y + (first * yStep);
                for (int d = last - 1; d >= 0; d--)
                {
                    if (d == along)
                        continue;
                    long index = rest % plan->Size(d);
                    rest /= plan->Size(d);
                    from += index * plan->Stride(1, d);
                    to += index * plan->Stride(0, d);
                }
                for (long c = 0; c < columns; c += Tile)
                    TransposeTile.Run(from + (c * xStep), xStep, to + c, yStep, rows, Math.Min(Tile, columns - c));
            }
        }
    }

    private readonly struct CopyRow<T>(T* x, T* y, bool stream) : IRow where T : unmanaged
    {
        public void Invoke(long* offsets, long* steps, long count)
        {
            T* to = y + offsets[0];
            T* from = x + offsets[1];
            if (steps[0] == 1 && steps[1] == 1)
            {
                if (stream && count >= 4096) Streaming.Copy((byte*)from, (byte*)to, count * sizeof(T));
                else Buffer.MemoryCopy(from, to, count * sizeof(T), count * sizeof(T));
                return;
            }
            if (steps[0] == 1 && steps[1] == 0)
            {
                for (long i = 0; i < count; i += 1 << 30)
                    new Span<T>(to + i, (int)Math.Min(1 << 30, count - i)).Fill(*from);
                return;
            }
            Steps(from, steps[1], to, steps[0], count);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Steps(T* from, long fromStep, T* to, long toStep, long count)
        {
            for (long i = 0; i < count; i++, from += fromStep, to += toStep)
                *to = *from;
        }
    }
}
