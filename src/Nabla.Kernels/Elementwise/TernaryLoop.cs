using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>y[i] = f(a[i], b[i], c[i]) over adjacent elements; y may be any of the operands.</summary>
internal static unsafe class TernaryLoop
{
    /// <summary>Runs on the widest fast vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, K>(K kernel, T* a, T* b, T* c, T* y, long count) where T : unmanaged where K : struct, ITernaryKernel
    {
        if (Width.Is512) Run<Lanes512<T>, T, K>(kernel, a, b, c, y, count);
        else if (Width.Is256) Run<Lanes256<T>, T, K>(kernel, a, b, c, y, count);
        else if (Width.Is128) Run<Lanes128<T>, T, K>(kernel, a, b, c, y, count);
        else Run<Lanes1<T>, T, K>(kernel, a, b, c, y, count);
    }

    /// <summary>Runs on the given lanes.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T, K>(K kernel, T* a, T* b, T* c, T* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where K : struct, ITernaryKernel
    {
        T* tail = stackalloc T[64];
        T* tailB = stackalloc T[64];
        T* tailC = stackalloc T[64];
        T* first = a;
        T* second = b;
        T* third = c;
        T* to = y;
        long i = 0;
        long end = count - V.Count;
        long done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
                V.Store(to + i, kernel.Invoke<V, T>(V.Load(first + i), V.Load(second + i), V.Load(third + i)));
            if (V.Count == 1)
                return;
            if (to == tail)
                break;
            if (i >= count)
                return;
            done = i;
            uint bytes = (uint)((count - done) * sizeof(T));
            V.Store(tail, V.Broadcast(a[done]));
            V.Store(tailB, V.Broadcast(b[done]));
            V.Store(tailC, V.Broadcast(c[done]));
            Unsafe.CopyBlockUnaligned(tail, a + done, bytes);
            Unsafe.CopyBlockUnaligned(tailB, b + done, bytes);
            Unsafe.CopyBlockUnaligned(tailC, c + done, bytes);
            first = to = tail;
            second = tailB;
            third = tailC;
            i = end = 0;
        }
        Unsafe.CopyBlockUnaligned(y + done, tail, (uint)((count - done) * sizeof(T)));
    }
}
