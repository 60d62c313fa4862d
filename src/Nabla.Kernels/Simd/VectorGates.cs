using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>The squashing functions of gates, in half the steps of their namesakes: results that would be subnormal stop short of it.</remarks>
public static partial class VectorMath
{
    /// <summary>1 / (1 + e^-x). At most 1.9 ulp (float) or 2 ulp (double) from -87 (float) or -708 (double) on; below that, its value there.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V Gate<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // The one comes last: the second operand is the result if there is a NaN.
        V limit = V.Constant(typeof(T) == typeof(float) ? 87 : 708);
        V m = ExpM1OfGate<V, T>(V.MinFast(limit, V.MaxFast(-limit, -x)), out V power);
        return V.Constant(1) / V.Fma(m, power, power + 1);
    }

    /// <summary>Hyperbolic tangent. At most 2 ulp (float), 3 ulp (double).</summary>
    /// <remarks>(e^2t - 1) / (e^2t + 1) for t = |x|; e^2t - 1 = 2ⁿ·m + (2ⁿ - 1) does not cancel, for n = 0 it is m itself.</remarks>
    [MethodImpl(AggressiveInlining)]
    internal static V Squash<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V sign = x & V.Bits(typeof(T) == typeof(float) ? int.MinValue : long.MinValue);
        V t = V.MinFast(V.Constant(typeof(T) == typeof(float) ? 10 : 20), x ^ sign);
        V m = ExpM1OfGate<V, T>(t + t, out V power);
        V e = V.Fma(m, power, power - 1);
        return (e / (e + 2)) | sign;
    }

    /// <summary>e^x = (1 + m)·2ⁿ within the limits above: m, and the power of two. NaN stays.</summary>
    [MethodImpl(AggressiveInlining)]
    private static V ExpM1OfGate<V, T>(V x, out V power) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // The bias of the exponent is part of the shifter.
        double shifter = typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023;
        V z = V.Fma(x, Log2E, shifter);
        power = V.ShiftLeft(z, typeof(T) == typeof(float) ? 23 : 52);
        return ExpM1Reduced<V, T>(Reduce<V, T>(x, z - shifter));
    }

    /// <summary>e^x - 1 for x ≤ 0 without cancellation near zero: at most 1.4 ulp (float), 3 ulp (double); NaN stays.</summary>
    /// <remarks>2ⁿ·m + (2ⁿ - 1) with e^x = (1 + m)·2ⁿ: for n = 0 it is m itself, and 2ⁿ - 1 is exact wherever the rest counts.</remarks>
    [MethodImpl(AggressiveInlining)]
    internal static V ExpM1NonPositive<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V m = ExpM1OfGate<V, T>(V.MaxFast(V.Constant(typeof(T) == typeof(float) ? -87 : -708), x), out V power);
        return V.Fma(m, power, power - 1);
    }

    /// <summary>e^x for x ≤ 0, as softmax needs it: at most 1.1 ulp; results below the smallest normal number are zero, NaN stays.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V ExpNonPositive<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V least = V.Constant(typeof(T) == typeof(float) ? -87.33654 : -708.39641);
        V m = ExpM1OfGate<V, T>(x, out V power);
        return V.AndNot(V.Fma(m, power, power), V.Less(x, least));
    }

    /// <summary>x·σ(v + low) where low is what rounding took from v: at most 2 ulp (float), 3 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V GatedQuick<V, T>(V x, V v, V low) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V limit = V.Constant(typeof(T) == typeof(float) ? 87 : 708);
        V c = V.MinFast(limit, V.MaxFast(-limit, v));
        double shifter = typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023;
        V z = V.Fma(c, -Log2E, shifter), n = z - shifter;
        V power = V.ShiftLeft(z, typeof(T) == typeof(float) ? 23 : 52);
        // What rounding took joins the second, small part of n·ln 2, so that r rounds once.
        V rest = low & V.Less(v, limit);
        V r = typeof(T) == typeof(float)
            ? V.Fma(n, -0.693145751953125, -c) - V.Fma(n, 1.4286068203094172321e-6, rest)
            : V.Fma(n, -6.93147180369123816490e-01, -c) - V.Fma(n, 1.90821492927058770002e-10, rest);
        V y = x / V.Fma(ExpM1Reduced<V, T>(r), power, power + 1);
        return V.Any(V.LessOrEqual(v, -limit)) ? GatedFar<V, T>(x, v, low, y, -limit) : y;
    }

    // y, or x·σ(v + low) to the last digit where v is below the limit: for the few arguments whose gate is close to the subnormal numbers.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static V GatedFar<V, T>(V x, V v, V low, V y, V limit) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.LessOrEqual(v, limit), Gated<V, T>(x, v, low), y);
}
