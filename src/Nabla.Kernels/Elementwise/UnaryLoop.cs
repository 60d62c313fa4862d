using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>y[i] = f(x[i]) over adjacent elements; y may be x.</summary>
internal static unsafe class UnaryLoop
{
    /// <summary>Runs on the widest fast vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, K>(K kernel, T* x, T* y, long count) where T : unmanaged where K : struct, IUnaryKernel
    {
        if (typeof(T) == typeof(float) && K.SinglesInDouble)
        {
            WideLoop.Run(kernel, (float*)x, (float*)y, count);
            return;
        }
        if (Width.Is512) Run<Lanes512<T>, T, K>(kernel, x, y, count);
        else if (Width.Is256) Run<Lanes256<T>, T, K>(kernel, x, y, count);
        else if (Width.Is128) Run<Lanes128<T>, T, K>(kernel, x, y, count);
        else Run<Lanes1<T>, T, K>(kernel, x, y, count);
    }

    /// <summary>Runs on the given lanes.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T, K>(K kernel, T* x, T* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, IUnaryKernel
    {
        long i = 0;
        if (K.Cost < 4)
        {
            for (; i <= count - (4 * V.Count); i += 4 * V.Count)
            {
                V a = kernel.Invoke<V, T>(V.Load(x + i));
                V b = kernel.Invoke<V, T>(V.Load(x + i + V.Count));
                V c = kernel.Invoke<V, T>(V.Load(x + i + (2 * V.Count)));
                V d = kernel.Invoke<V, T>(V.Load(x + i + (3 * V.Count)));
                V.Store(y + i, a);
                V.Store(y + i + V.Count, b);
                V.Store(y + i + (2 * V.Count), c);
                V.Store(y + i + (3 * V.Count), d);
            }
        }
        // The tail goes through a buffer and the same loop once more: one copy of the formula, the same rounding.
        T* tail = stackalloc T[64];
        T* from = x;
        T* to = y;
        long end = count - V.Count;
        long done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
                V.Store(to + i, kernel.Invoke<V, T>(V.Load(from + i)));
            if (V.Count == 1)
                return;
            if (from == tail)
                break;
            if (i >= count)
                return;
            done = i;
            V.Store(tail, V.Broadcast(x[done]));
            Unsafe.CopyBlockUnaligned(tail, x + done, (uint)((count - done) * sizeof(T)));
            from = to = tail;
            i = end = 0;
        }
        Unsafe.CopyBlockUnaligned(y + done, tail, (uint)((count - done) * sizeof(T)));
    }
}
