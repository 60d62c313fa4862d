using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Reduction over rows of a block of adjacent columns, each to its own total.</summary>
internal static unsafe class ReduceColumns
{
    /// <summary>Most columns of a block.</summary>
    public const int Width = 512;

    /// <summary>Rows that lanes add up before the sums move to the totals.</summary>
    public const int Depth = 64;

    /// <summary>Adds rows to lane accumulators, four at a time.</summary>
    /// <param name="kernel">The reduction.</param>
    /// <param name="x">First row.</param>
    /// <param name="step">Distance between rows in elements.</param>
    /// <param name="rows">At most <see cref="Depth"/>.</param>
    /// <param name="centers">One per column, or null.</param>
    /// <param name="sums">One accumulator per column, updated.</param>
    /// <param name="columns">At most <see cref="Width"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, K>(K kernel, T* x, long step, long rows, T* centers, T* sums, long columns)
        where T : unmanaged
        where K : struct, IReduceKernel
    {
        long done = 0;
        if (Simd.Width.Is512) done = Run<Lanes512<T>, T, K>(kernel, x, step, rows, centers, sums, done, columns);
        if (Simd.Width.Is256) done = Run<Lanes256<T>, T, K>(kernel, x, step, rows, centers, sums, done, columns);
        if (Simd.Width.Is128) done = Run<Lanes128<T>, T, K>(kernel, x, step, rows, centers, sums, done, columns);
        if (done < columns) Run<Lanes1<T>, T, K>(kernel, x, step, rows, centers, sums, done, columns);
    }

    /// <summary>Handles whole vectors of columns from <paramref name="first"/> on and tells where it stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Run<V, T, K>(K kernel, T* x, long step, long rows, T* centers, T* sums, long first, long columns)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, IReduceKernel
    {
        if (columns - first < V.Count)
            return first;
        long r = 0;
        long j = first;
        for (; r <= rows - 4; r += 4, x += 4 * step)
        {
            for (j = first; j <= columns - V.Count; j += V.Count)
            {
                V center = centers == null ? V.Zero : V.Load(centers + j);
                V ab = K.Combine<V, T>(kernel.Map<V, T>(V.Load(x + j), center), kernel.Map<V, T>(V.Load(x + step + j), center));
                V cd = K.Combine<V, T>(kernel.Map<V, T>(V.Load(x + (2 * step) + j), center), kernel.Map<V, T>(V.Load(x + (3 * step) + j), center));
                V.Store(sums + j, K.Combine<V, T>(V.Load(sums + j), K.Combine<V, T>(ab, cd)));
            }
        }
        for (; r < rows; r++, x += step)
        {
            for (j = first; j <= columns - V.Count; j += V.Count)
            {
                V center = centers == null ? V.Zero : V.Load(centers + j);
                V.Store(sums + j, K.Combine<V, T>(V.Load(sums + j), kernel.Map<V, T>(V.Load(x + j), center)));
            }
        }
        return j;
    }

    /// <summary>Folds the accumulators into the totals and clears them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flush<T, TTotal, K>(K kernel, T* sums, TTotal* totals, long columns)
        where T : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        T identity = ScalarNumber.From<T>(K.Identity);
        for (long j = 0; j < columns; j++)
        {
            totals[j] = K.Fold(totals[j], Total.From<T, TTotal>(sums[j]));
            sums[j] = identity;
        }
    }
}
