using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>y[i] = condition[i] ? a[i] : b[i] over adjacent elements; y may be a or b.</summary>
internal static unsafe class WhereLoop
{
    /// <summary>Runs on the widest fast vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(byte* condition, T* a, T* b, T* y, long count) where T : unmanaged
    {
        if (Width.Is512) Run<Lanes512<T>, T>(condition, a, b, y, count);
        else if (Width.Is256) Run<Lanes256<T>, T>(condition, a, b, y, count);
        else if (Width.Is128) Run<Lanes128<T>, T>(condition, a, b, y, count);
        else Run<Lanes1<T>, T>(condition, a, b, y, count);
    }

    /// <summary>Runs on the given lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T>(byte* condition, T* a, T* b, T* y, long count)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        long i = 0;
        for (; i <= count - V.Count; i += V.Count)
            V.Store(y + i, V.Select(V.LoadMask(condition + i), V.Load(a + i), V.Load(b + i)));
        for (; i < count; i++)
            y[i] = condition[i] != 0 ? a[i] : b[i];
    }
}
