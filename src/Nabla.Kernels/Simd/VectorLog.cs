using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>
/// Logarithms: x = 2^e·m with m in [√½, √2), then a minimax polynomial in f = m - 1 (float), or in s = f / (2 + f) with the series of
/// 2·artanh s (double).
/// </remarks>
public static partial class VectorMath
{
    /// <summary>Natural logarithm; -∞ at 0, NaN below. At most 1.0 ulp (float and double), subnormal arguments included.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Log<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V e = Split<V, T>(x, out V f);
        if (typeof(T) == typeof(float))
            return AtEdges<V, T>(x, LogNearOne<V, T>(f, e * 1.4286068203094172321e-6, e * 0.693145751953125));
        return AtEdges<V, T>(x, LogNearOne<V, T>(f, e * 1.90821492927058770002e-10, e * 6.93147180369123816490e-01));
    }

    /// <summary>Binary logarithm. At most 1.7 ulp (float and double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Log2<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V e = Split<V, T>(x, out V f);
        V log = LogNearOne<V, T>(f, V.Zero, V.Zero);
        // log2 e in two parts, the first short enough for an exact product with the leading bits of the logarithm.
        V low = typeof(T) == typeof(float) ? V.Constant(1.92596299112662e-8) : V.Constant(2.0355273740931033e-17);
        V high = V.Constant(typeof(T) == typeof(float) ? 1.44269502162933349609375 : 1.4426950408889634);
        return AtEdges<V, T>(x, V.Fma(log, high, V.Fma(log, low, e)));
    }

    /// <summary>Decimal logarithm. At most 1.6 ulp (float), 2 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Log10<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V e = Split<V, T>(x, out V f);
        V log = LogNearOne<V, T>(f, V.Zero, V.Zero);
        if (typeof(T) == typeof(float))
        {
            V rest = V.Fma(log, -1.01030500522317e-8, e * 4.60503898119521e-6);
            return AtEdges<V, T>(x, V.Fma(e, 0.301025390625, V.Fma(log, 0.4342944920063019, rest)));
        }
        V tail = V.Fma(log, 1.098319650216765e-17, e * 3.69423907715893078616e-13);
        return AtEdges<V, T>(x, V.Fma(e, 3.01029995663611771306e-01, V.Fma(log, 0.4342944819032518, tail)));
    }

    /// <summary>log(1 + x) without cancellation near zero. At most 1.5 ulp (float), 3 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Log1P<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V one = V.Constant(1);
        V u = x + one;
        // Knuth's two-sum gives what was lost in rounding 1 + x.
        V b = u - one;
        V lost = (one - (u - b)) + (x - b);
        V usual = V.Greater(u, V.Zero) & V.Less(u, V.Constant(double.PositiveInfinity));
        V correction = V.Select(usual, lost / u, V.Zero);
        return Log<V, T>(u) + correction;
    }

    /// <summary>Replaces x by <see cref="Log1P"/>, as a call: for formulas that would grow too long for the just-in-time compiler's inliner.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Log1PCall<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged => x = Log1P<V, T>(x);

    /// <summary>log(1 + e^-|x|), between 0 and log 2. At most 1.6 ulp (float and double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V LogOnePlusExpOfMinusAbs<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // 1 + y is 1 + f, or 2(1 + f) with f = (y - 1) / 2: both are exact, so nothing has to be put back.
        V y = Exp<V, T>(-V.Abs(x));
        V near = V.Less(y, V.Constant(0.41421356));
        V f = V.Select(near, y, V.Fma(y, 0.5, -0.5));
        V e = V.AndNot(V.Constant(1), near);
        return typeof(T) == typeof(float)
            ? LogNearOne<V, T>(f, e * 1.4286068203094172321e-6, e * 0.693145751953125)
            : LogNearOne<V, T>(f, e * 1.90821492927058770002e-10, e * 6.93147180369123816490e-01);
    }

    // The exponent, and m - 1.
    [MethodImpl(AggressiveInlining)]
    private static V Split<V, T>(V x, out V f) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            V tiny = V.Less(x, V.Constant(1.17549435e-38));
            V scaled = V.Select(tiny, x * 8388608, x);
            V bits = V.AddBits(scaled, V.Bits(0x3F800000 - 0x3F3504F3));
            f = V.AddBits(bits & V.Bits(0x007FFFFF), V.Bits(0x3F3504F3)) - 1;
            V exponent = (V.ShiftRight(bits, 23) | V.Bits(0x4B000000)) - (8388608 + 127);
            return exponent - (tiny & V.Constant(23));
        }
        V small = V.Less(x, V.Constant(2.2250738585072014e-308));
        V lifted = V.Select(small, x * 4503599627370496, x);
        V pattern = V.AddBits(lifted, V.Bits(0x3FF0000000000000 - 0x3FE6A09E667F3BCD));
        f = V.AddBits(pattern & V.Bits(0x000FFFFFFFFFFFFF), V.Bits(0x3FE6A09E667F3BCD)) - 1;
        V power = (V.ShiftRight(pattern, 52) | V.Bits(0x4330000000000000)) - (4503599627370496.0 + 1023);
        return power - (small & V.Constant(52));
    }

    // high + log(1 + f) + low, summed from the smallest term.
    [MethodImpl(AggressiveInlining)]
    private static V LogNearOne<V, T>(V f, V low, V high) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V square = f * f;
        if (typeof(T) == typeof(float))
        {
            V p = V.Constant(0.06753567015);
            p = V.Horner(p, f, -0.1168972904, 0.1189286229, -0.1240388209, 0.1421876423);
            p = V.Horner(p, f, -0.1666804789, 0.2000215374, -0.2500000934, 0.3333331218);
            V y = V.Fma(square * f, p, low);
            y = V.Fma(square, -0.5, y);
            return (y + f) + high;
        }
        V s = f / (f + 2);
        V z = s * s;
        V q = V.Constant(0.066278119907146587822 * 2);
        q = V.Horner(q, z, 0.066248233359250012641 * 2, 0.076935558209085350071 * 2, 0.090908875940438503345 * 2, 0.11111111326380976338 * 2);
        q = V.Fma(q, z, 0.14285714284523192389 * 2);
        q = V.Fma(q, z, 0.20000000000003184149 * 2);
        q = V.Fma(q, z, 0.33333333333333330429 * 2);
        V half = square * 0.5;
        V rest = V.Fma(s, V.Fma(q, z, half), low);
        return high - ((half - rest) - f);
    }

    [MethodImpl(AggressiveInlining)]
    private static V AtEdges<V, T>(V x, V log) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V usual = V.Greater(x, V.Zero) & V.Less(x, V.Constant(double.PositiveInfinity));
        V edge = V.Select(V.Equal(x, V.Zero), V.Constant(double.NegativeInfinity), V.Select(V.Less(x, V.Zero), V.Constant(double.NaN), x));
        return V.Select(usual, log, edge);
    }
}
