using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Predicates and comparisons over adjacent elements: one byte, 0 or 1, for each.</summary>
internal static unsafe class MaskLoop
{
    /// <summary>y[i] = f(x[i]) ? 1 : 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Test<T, K>(K kernel, T* x, byte* y, long count) where T : unmanaged where K : struct, IUnaryKernel
    {
        if (Width.Is512) Test<Lanes512<T>, T, K>(kernel, x, y, count);
        else if (Width.Is256) Test<Lanes256<T>, T, K>(kernel, x, y, count);
        else if (Width.Is128) Test<Lanes128<T>, T, K>(kernel, x, y, count);
        else Test<Lanes1<T>, T, K>(kernel, x, y, count);
    }

    /// <summary>y[i] = f(a[i], b[i]) ? 1 : 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compare<T, K>(K kernel, T* a, T* b, byte* y, long count) where T : unmanaged where K : struct, IBinaryKernel
    {
        if (Width.Is512) Compare<Lanes512<T>, T, K>(kernel, a, b, y, count);
        else if (Width.Is256) Compare<Lanes256<T>, T, K>(kernel, a, b, y, count);
        else if (Width.Is128) Compare<Lanes128<T>, T, K>(kernel, a, b, y, count);
        else Compare<Lanes1<T>, T, K>(kernel, a, b, y, count);
    }

    /// <summary>y[i] = f(x[i]) ? 1 : 0 on the given lanes.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Test<V, T, K>(K kernel, T* x, byte* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, IUnaryKernel
    {
        long i = 0;
        for (; i <= count - V.Count; i += V.Count)
            V.StoreMask(y + i, kernel.Invoke<V, T>(V.Load(x + i)));
        if (i == count)
            return;
        byte* tail = stackalloc byte[64];
        V.StoreMask(tail, kernel.Invoke<V, T>(Lanes.LoadPartial<V, T>(x + i, (int)(count - i))));
        Unsafe.CopyBlockUnaligned(y + i, tail, (uint)(count - i));
    }

    /// <summary>y[i] = f(a[i], b[i]) ? 1 : 0 on the given lanes.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compare<V, T, K>(K kernel, T* a, T* b, byte* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, IBinaryKernel
    {
        long i = 0;
        for (; i <= count - V.Count; i += V.Count)
            V.StoreMask(y + i, kernel.Invoke<V, T>(V.Load(a + i), V.Load(b + i)));
        if (i == count)
            return;
        byte* tail = stackalloc byte[64];
        int rest = (int)(count - i);
        V.StoreMask(tail, kernel.Invoke<V, T>(Lanes.LoadPartial<V, T>(a + i, rest), Lanes.LoadPartial<V, T>(b + i, rest)));
        Unsafe.CopyBlockUnaligned(y + i, tail, (uint)rest);
    }
}
