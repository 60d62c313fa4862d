using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Bench;

/// <summary>The multiply-add rate of one core: twelve independent sums that never leave the registers.</summary>
internal static class FmaPeak
{
    /// <summary>GFLOP/s of one core for <typeparamref name="T"/>.</summary>
    public static double Measure<T>()
        where T : unmanaged =>
        Lanes512<T>.IsAccelerated ? Rate<Lanes512<T>, T>()
        : Lanes256<T>.IsAccelerated ? Rate<Lanes256<T>, T>()
        : Lanes128<T>.IsAccelerated ? Rate<Lanes128<T>, T>()
        : Rate<Lanes1<T>, T>();

    private static double Rate<TLanes, T>()
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        const int Rounds = 100_000;
        double best = double.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            double seconds = Timing.Median(() => Loop<TLanes, T>(Rounds), 0.01);
            best = Math.Min(best, seconds);
        }
        return Rounds * 12.0 * TLanes.Count * 2 / best / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Loop<TLanes, T>(int rounds)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        TLanes x = TLanes.Constant(0.5), y = TLanes.Constant(0.25);
        TLanes a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int r = 0; r < rounds; r++)
        {
            a = TLanes.Fma(x, y, a);
            b = TLanes.Fma(x, y, b);
            c = TLanes.Fma(x, y, c);
            d = TLanes.Fma(x, y, d);
            e = TLanes.Fma(x, y, e);
            f = TLanes.Fma(x, y, f);
            g = TLanes.Fma(x, y, g);
            h = TLanes.Fma(x, y, h);
            i = TLanes.Fma(x, y, i);
            j = TLanes.Fma(x, y, j);
            k = TLanes.Fma(x, y, k);
            l = TLanes.Fma(x, y, l);
        }
        return TLanes.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
