using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Softmax;

namespace Nabla.Kernels.Losses;

/// <summary>The cross-entropy of class targets over contiguous classes, without label smoothing: rows of scores, eight at a time.</summary>
internal static unsafe class CrossEntropyRows
{
    /// <summary>Losses and log Σ exp of some rows.</summary>
    public static void Forward<T>(in CrossEntropyJob<T> job, long start, long end) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Width.Is512) Forward<Lanes512<T>, T>(job, start, end);
        else if (Width.Is256) Forward<Lanes256<T>, T>(job, start, end);
        else if (Width.Is128) Forward<Lanes128<T>, T>(job, start, end);
        else Forward<Lanes1<T>, T>(job, start, end);
    }

    /// <summary>Gradients of some rows.</summary>
    public static void Backward<T>(in CrossEntropyJob<T> job, long start, long end) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Width.Is512) Backward<Lanes512<T>, T>(job, start, end);
        else if (Width.Is256) Backward<Lanes256<T>, T>(job, start, end);
        else if (Width.Is128) Backward<Lanes128<T>, T>(job, start, end);
        else Backward<Lanes1<T>, T>(job, start, end);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<V, T>(in CrossEntropyJob<T> job, long start, long end) where V : struct, ILanes<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* max = stackalloc T[LogSumRows.Most];
        double* log = stackalloc double[LogSumRows.Most];
        for (long first = start; first < end; first += LogSumRows.Most)
        {
            int count = (int)Math.Min(LogSumRows.Most, end - first);
            LogSumRows.Run<V, T>(job.X + (first * job.Classes), job.Classes, count, max, log);
            for (int k = 0; k < count; k++)
            {
                long r = first + k, y = job.Target[r];
                T z = MachineVector.FromDouble<T>(MachineVector.ToDouble(max[k]) + log[k]);
                job.LogSumExp[r] = z;
                job.Losses[r] = y == job.IgnoreIndex ? T.Zero : MachineVector.FromDouble<T>(job.WeightOf(y) * (MachineVector.ToDouble(z) - MachineVector.ToDouble(job.X[(r * job.Classes) + y])));
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<V, T>(in CrossEntropyJob<T> job, long start, long end) where V : struct, ILanes<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        long classes = job.Classes;
        for (long r = start; r < end; r++)
        {
            long y = job.Target[r];
            T factor = y == job.IgnoreIndex ? T.Zero : MachineVector.FromDouble<T>(MachineVector.ToDouble(job.G[job.GStride * r]) * job.Scale * job.WeightOf(y));
            T* x = job.X + (r * classes), gx = job.Gx + (r * classes);
            if (factor == T.Zero)
            {
                for (long c = 0; c < classes; c++) gx[c] = T.Zero;
                continue;
            }
            V shift = V.Broadcast(job.LogSumExp[r]), factors = V.Broadcast(factor);
            long i = 0;
            for (; i <= classes - (2 * V.Count); i += 2 * V.Count)
            {
                V a = VectorMath.ExpNonPositive<V, T>(V.Load(x + i) - shift) * factors, b = VectorMath.ExpNonPositive<V, T>(V.Load(x + i + V.Count) - shift) * factors;
                V.Store(gx + i, a);
                V.Store(gx + i + V.Count, b);
            }
            for (; i <= classes - V.Count; i += V.Count) V.Store(gx + i, VectorMath.ExpNonPositive<V, T>(V.Load(x + i) - shift) * factors);
            int rest = (int)(classes - i);
            if (rest > 0) Rest<V, T>(x + i, gx + i, rest, job.LogSumExp[r], factor);
            gx[y] -= factor;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rest<V, T>(T* x, T* gx, int count, T shift, T factor) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.StorePartial<V, T>(gx, VectorMath.ExpNonPositive<V, T>(Lanes.LoadPartial<V, T>(x, count) - V.Broadcast(shift)) * V.Broadcast(factor), count);
}
