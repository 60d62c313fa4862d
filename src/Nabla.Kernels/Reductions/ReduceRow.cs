using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Reduction of adjacent elements to one total.</summary>
internal static unsafe class ReduceRow
{
    // Lanes add up 64 elements each; what is longer is added in double precision.
    private const long Depth = 64;

    /// <summary>Runs on the widest fast vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TTotal Run<T, TTotal, K>(K kernel, T* x, long count, T center)
        where T : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        if (Width.Is512) return Run<Lanes512<T>, T, TTotal, K>(kernel, x, count, center);
        if (Width.Is256) return Run<Lanes256<T>, T, TTotal, K>(kernel, x, count, center);
        if (Width.Is128) return Run<Lanes128<T>, T, TTotal, K>(kernel, x, count, center);
        return Run<Lanes1<T>, T, TTotal, K>(kernel, x, count, center);
    }

    /// <summary>Runs on the given lanes.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TTotal Run<V, T, TTotal, K>(K kernel, T* x, long count, T center)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        TTotal total = Total.From<T, TTotal>(ScalarNumber.From<T>(K.Identity));
        T* buffer = stackalloc T[64];
        V middle = V.Broadcast(center);
        long i = 0;
        while (count - i >= V.Count)
        {
            long end = Math.Min(i + (4 * Depth * V.Count), count);
            V a = V.Constant(K.Identity);
            if (end - i >= 4 * V.Count)
            {
                V b = a, c = a, d = a;
                for (; i <= end - (4 * V.Count); i += 4 * V.Count)
                {
                    a = K.Combine<V, T>(a, kernel.Map<V, T>(V.Load(x + i), middle));
                    b = K.Combine<V, T>(b, kernel.Map<V, T>(V.Load(x + i + V.Count), middle));
                    c = K.Combine<V, T>(c, kernel.Map<V, T>(V.Load(x + i + (2 * V.Count)), middle));
                    d = K.Combine<V, T>(d, kernel.Map<V, T>(V.Load(x + i + (3 * V.Count)), middle));
                }
                a = K.Combine<V, T>(K.Combine<V, T>(a, b), K.Combine<V, T>(c, d));
            }
            for (; i <= end - V.Count; i += V.Count)
                a = K.Combine<V, T>(a, kernel.Map<V, T>(V.Load(x + i), middle));
            total = K.Fold(total, Total.From<T, TTotal>(K.Across<V, T>(a)));
        }
        if (i < count)
        {
            V.Store(buffer, kernel.Map<V, T>(Lanes.LoadPartial<V, T>(x + i, (int)(count - i)), middle));
            for (int lane = 0; lane < count - i; lane++)
                total = K.Fold(total, Total.From<T, TTotal>(buffer[lane]));
        }
        return total;
    }
}

/// <summary>Totals are double for floats and long for integers.</summary>
internal static class Total
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TTotal From<T, TTotal>(T value) where T : unmanaged where TTotal : unmanaged =>
        typeof(TTotal) == typeof(double)
            ? ScalarNumber.Cast<double, TTotal>(ScalarNumber.ToDouble(value))
            : ScalarNumber.Cast<long, TTotal>(ToLong(value));

    // A total of integers that must become a float is exact up to 2^53.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TOut To<TTotal, TOut>(TTotal total) where TTotal : unmanaged where TOut : unmanaged
    {
        if (typeof(TTotal) == typeof(double))
            return ScalarNumber.From<TOut>(ScalarNumber.Cast<TTotal, double>(total));
        long value = ScalarNumber.Cast<TTotal, long>(total);
        return ScalarNumber.IsFloating<TOut>() ? ScalarNumber.From<TOut>(value) : ScalarNumber.FromBits<TOut>(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToLong<T>(T value) where T : unmanaged
    {
        if (typeof(T) == typeof(byte)) return ScalarNumber.Cast<T, byte>(value);
        if (typeof(T) == typeof(ushort)) return ScalarNumber.Cast<T, ushort>(value);
        if (typeof(T) == typeof(uint)) return ScalarNumber.Cast<T, uint>(value);
        return ScalarNumber.ToBits(value);
    }
}
