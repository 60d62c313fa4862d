using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Reductions;

/// <summary>Reductions over any set of axes of a strided array.</summary>
/// <remarks>
/// Axes to reduce that are adjacent in memory are added along rows; otherwise whole rows are added to a block of columns. Long reductions are
/// cut into chunks at fixed places, whose totals are folded in order: the result has the same bits for any number of threads. Float sums are
/// kept in lanes over at most 64 elements each and in double precision from there on.
/// </remarks>
public static unsafe partial class Reduce
{
    private const long Chunk = 1 << 14;
    private const long RowChunk = 1 << 10;

    /// <summary>Reduces some axes of a strided array.</summary>
    /// <typeparam name="T">Element type: float, double or an integer.</typeparam>
    /// <typeparam name="TOut">Type of the results; long for sums of integers.</typeparam>
    /// <typeparam name="K">The reduction.</typeparam>
    /// <param name="kernel">The reduction's parameters.</param>
    /// <param name="x">First element.</param>
    /// <param name="shape">Size of each axis.</param>
    /// <param name="strides">Stride of each axis in elements, 0 to broadcast.</param>
    /// <param name="reduced">Which axes to reduce.</param>
    /// <param name="y">Receives one value per combination of the other axes, adjacent, in row-major order. Must not overlap x.</param>
    /// <param name="centers">Null, or one value per output that the kernel's map takes its elements relative to.</param>
    /// <exception cref="ArgumentException">Lengths of shape, strides and reduced differ, or more than 16 axes remain after merging.</exception>
    public static void Run<T, TOut, K>(K kernel, T* x, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<bool> reduced, TOut* y,
        T* centers = null)
        where T : unmanaged
        where TOut : unmanaged
        where K : struct, IReduceKernel
    {
        ReducePlan.Create(out ReducePlan plan, shape, strides, reduced);
        if (plan.Kept.Count == 0)
            return;
        if (ScalarNumber.IsFloating<T>())
            Typed<T, T, double, TOut, K>(kernel, &plan, x, y, centers);
        else if (K.Widens && sizeof(T) < 8)
            Typed<T, long, long, TOut, K>(kernel, &plan, x, y, null);
        else
            Typed<T, T, long, TOut, K>(kernel, &plan, x, y, centers);
    }

    private static void Typed<T, L, TTotal, TOut, K>(K kernel, ReducePlan* plan, T* x, TOut* y, L* centers)
        where T : unmanaged
        where L : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where TOut : unmanaged
        where K : struct, IReduceKernel
    {
        bool byColumns = plan->ByColumns;
        long outputs = plan->Kept.Count;
        long length = plan->Gone.Count;
        long chunk = byColumns ? RowChunk : Chunk;
        long chunks = Math.Max(1, (length + chunk - 1) / chunk);
        TTotal* totals = (TTotal*)NativeMemory.Alloc(checked((nuint)(outputs * chunks)), (nuint)sizeof(TTotal));
        try
        {
            long perChunk = Math.Max(1, Math.Min(length, chunk));
            if (byColumns)
            {
                long columns = plan->Kept.Inner;
                long blocks = (columns + ReduceColumns.Width - 1) / ReduceColumns.Width;
                ColumnBody<T, L, TTotal, K> body = new(kernel, plan, x, centers, totals, chunks, blocks);
                WorkPool.For(outputs / columns * blocks * chunks, GrainOf(perChunk * Math.Min(columns, ReduceColumns.Width)), ref body);
            }
            else
            {
                RowsBody<T, L, TTotal, K> body = new(kernel, plan, x, centers, totals, chunks);
                WorkPool.For(outputs * chunks, GrainOf(perChunk), ref body);
            }
            Finish(kernel, totals, chunks, outputs, length, y, centers);
        }
        finally
        {
            NativeMemory.Free(totals);
        }
    }

    private static long GrainOf(long elements) => Math.Max(1, (1 << 15) / elements);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<L, TTotal, TOut, K>(K kernel, TTotal* totals, long chunks, long outputs, long length, TOut* y, L* centers)
        where L : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where TOut : unmanaged
        where K : struct, IReduceKernel
    {
        for (long o = 0; o < outputs; o++)
        {
            TTotal total = totals[o * chunks];
            for (long c = 1; c < chunks; c++)
                total = K.Fold(total, totals[(o * chunks) + c]);
            if (typeof(TTotal) == typeof(double))
            {
                double center = centers == null ? 0 : ScalarNumber.ToDouble(centers[o]);
                y[o] = ScalarNumber.From<TOut>(kernel.Finish(ScalarNumber.Cast<TTotal, double>(total), length, center));
            }
            else
            {
                y[o] = Total.To<TTotal, TOut>(total);
            }
        }
    }
}
