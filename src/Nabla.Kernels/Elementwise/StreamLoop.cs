using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Cheap kernels over adjacent elements whose output goes past the caches; the same bits as <see cref="UnaryLoop"/> and <see cref="BinaryLoop"/>, which do the ends.</summary>
internal static unsafe class StreamLoop
{
    /// <summary>y[i] = f(x[i]); y is not x.</summary>
    public static void Run<T, K>(K kernel, T* x, T* y, long count) where T : unmanaged where K : struct, IUnaryKernel
    {
        long done = 0;
        if (Width.Is512) done = Middle<Lanes512<T>, T, K>(kernel, x, y, count);
        else if (Width.Is256) done = Middle<Lanes256<T>, T, K>(kernel, x, y, count);
        UnaryLoop.Run(kernel, x + done, y + done, count - done);
    }

    /// <summary>y[i] = f(a[i], b[i]); y is neither a nor b.</summary>
    public static void Run<T, K>(K kernel, T* a, T* b, T* y, long count) where T : unmanaged where K : struct, IBinaryKernel
    {
        long done = 0;
        if (Width.Is512) done = Middle<Lanes512<T>, T, K>(kernel, a, b, y, count);
        else if (Width.Is256) done = Middle<Lanes256<T>, T, K>(kernel, a, b, y, count);
        BinaryLoop.Run(kernel, a + done, 1, b + done, 1, y + done, count - done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Middle<V, T, K>(K kernel, T* x, T* y, long count) where V : struct, ILanes<V, T> where T : unmanaged where K : struct, IUnaryKernel
    {
        long i = Head<V, T>(y);
        if (i > count) return 0;
        UnaryLoop.Run(kernel, x, y, i);
        for (; i <= count - (4 * V.Count); i += 4 * V.Count)
        {
            V a = kernel.Invoke<V, T>(V.Load(x + i));
            V b = kernel.Invoke<V, T>(V.Load(x + i + V.Count));
            V c = kernel.Invoke<V, T>(V.Load(x + i + (2 * V.Count)));
            V d = kernel.Invoke<V, T>(V.Load(x + i + (3 * V.Count)));
            Streaming.Store(y + i, a);
            Streaming.Store(y + i + V.Count, b);
            Streaming.Store(y + i + (2 * V.Count), c);
            Streaming.Store(y + i + (3 * V.Count), d);
        }
        Streaming.Fence();
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Middle<V, T, K>(K kernel, T* a, T* b, T* y, long count) where V : struct, ILanes<V, T> where T : unmanaged where K : struct, IBinaryKernel
    {
        long i = Head<V, T>(y);
        if (i > count) return 0;
        BinaryLoop.Run(kernel, a, 1, b, 1, y, i);
        for (; i <= count - (2 * V.Count); i += 2 * V.Count)
        {
            V p = kernel.Invoke<V, T>(V.Load(a + i), V.Load(b + i));
            V q = kernel.Invoke<V, T>(V.Load(a + i + V.Count), V.Load(b + i + V.Count));
            Streaming.Store(y + i, p);
            Streaming.Store(y + i + V.Count, q);
        }
        Streaming.Fence();
        return i;
    }

    // Elements before the first aligned vector.
    private static long Head<V, T>(T* y) where V : struct, ILanes<V, T> where T : unmanaged
    {
        long bytes = V.Count * sizeof(T), beyond = (nint)y & (bytes - 1);
        return beyond % sizeof(T) != 0 ? long.MaxValue : (bytes - beyond) % bytes / sizeof(T);
    }
}
