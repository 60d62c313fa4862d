using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Softmax;

/// <summary>Softmax down a block of adjacent columns, a vector of columns at a time.</summary>
internal static unsafe class SoftmaxColumns
{
    /// <summary>Handles up to V.Count columns at once; a partial last vector goes through a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<V, T, TLog>(T* x, T* y, long n, long step, long columns)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        long j = 0;
        for (; j <= columns - V.Count; j += V.Count)
            ForwardWhole<V, T, TLog>(x + j, y + j, n, step);
        for (; j < columns; j++)
            ForwardWhole<Lanes1<T>, T, TLog>(x + j, y + j, n, step);
    }

    /// <inheritdoc cref="Forward{V, T, TLog}"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<V, T, TLog>(T* g, T* y, T* dx, long n, long step, long columns)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        long j = 0;
        for (; j <= columns - V.Count; j += V.Count)
            BackwardWhole<V, T, TLog>(g + j, y + j, dx + j, n, step);
        for (; j < columns; j++)
            BackwardWhole<Lanes1<T>, T, TLog>(g + j, y + j, dx + j, n, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardWhole<V, T, TLog>(T* x, T* y, long n, long step)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        V max = V.Load(x);
        for (long i = 1; i < n; i++)
            max = V.Max(max, V.Load(x + (i * step)));
        // Sums of at most 64 terms go into the total, so a long axis loses no more than a short one.
        V total = V.Zero;
        for (long i = 0; i < n;)
        {
            long end = Math.Min(i + 64, n);
            V sum = V.Zero;
            for (; i < end; i++)
            {
                V e = VectorMath.ExpNonPositive<V, T>(V.Load(x + (i * step)) - max);
                sum += e;
                if (!TLog.Value)
                    V.Store(y + (i * step), e);
            }
            total += sum;
        }
        if (TLog.Value)
        {
            V log = VectorMath.Log<V, T>(total);
            for (long i = 0; i < n; i++)
                V.Store(y + (i * step), V.Load(x + (i * step)) - max - log);
        }
        else
        {
            V factor = V.Constant(1) / total;
            for (long i = 0; i < n; i++)
                V.Store(y + (i * step), V.Load(y + (i * step)) * factor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardWhole<V, T, TLog>(T* g, T* y, T* dx, long n, long step)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        V total = V.Zero;
        for (long i = 0; i < n;)
        {
            long end = Math.Min(i + 64, n);
            V sum = V.Zero;
            for (; i < end; i++)
                sum = TLog.Value ? sum + V.Load(g + (i * step)) : V.Fma(V.Load(g + (i * step)), V.Load(y + (i * step)), sum);
            total += sum;
        }
        for (long i = 0; i < n; i++)
        {
            V up = V.Load(g + (i * step));
            V out1 = V.Load(y + (i * step));
            V.Store(dx + (i * step), TLog.Value ? up - (VectorMath.Exp<V, T>(out1) * total) : (up - total) * out1);
        }
    }
}
