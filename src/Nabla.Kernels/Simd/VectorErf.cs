using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>
/// The error function family: erfc t = e^(-t²)·P(u)/(t + k) for all t ≥ 0, with u = (t - k)/(t + k) as in Shepherd and Laframboise (1981) and
/// our own minimax P; the square's rounding error is put back, so the relative accuracy holds far into the tail.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>Error function. At most 1.1 ulp (float), 2 ulp (double).</summary>
    /// <remarks>Float from 1 up: 1 - e^(t·P(t)) with t·P(t) a minimax polynomial for log erfc t, which needs no division.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static V Erf<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V near = ErfNearZero<V, T>(x);
        V far, t;
        if (typeof(T) == typeof(float))
        {
            t = V.MinFast(V.Constant(3.95), V.Abs(x));
            V p = V.Constant(-1.3962248852805725e-05);
            p = V.Horner(p, t, 0.0003505901317291091, -0.0037574690182178294, 0.024010052173764923, -0.10653084638082513);
            p = V.Fma(p, t, -0.6349695426099221);
            p = V.Fma(p, t, -1.128694334018856);
            far = V.Constant(1) - ExpInRange<V, T>(p * t);
        }
        else
        {
            t = V.MinFast(V.Constant(7), V.Abs(x));
            V e = -(t * t);
            ExpCall<V, T>(ref e);
            far = V.Constant(1) - (e * ErfcScaled<V, T>(t));
        }
        return V.Select(V.Less(t, V.Constant(1)), near, CopySign<V, T>(far, x));
    }

    /// <summary>Complementary error function 1 - erf x, with full relative accuracy. At most 4.6 ulp (float), 1 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Erfc<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V t = V.MinFast(V.Constant(typeof(T) == typeof(float) ? 10.2 : 27.5), V.Abs(x));
        if (typeof(T) != typeof(float))
        {
            V p = Tail<V, T>(t, 1, t, V.Zero, out V rest, out V first, out V second);
            p = (p + rest) * first * second;
            return V.Select(V.Less(x, V.Zero), V.Constant(2) - p, p);
        }
        V tail = ExpOfMinusSquare<V, T>(t, 1) * ErfcScaled<V, T>(t);
        V far = V.Select(V.Less(x, V.Zero), V.Constant(2) - tail, tail);
        return V.Select(V.Less(t, V.Constant(0.65)), V.Constant(1) - ErfNearZero<V, T>(x), far);
    }

    /// <summary>
    /// The standard normal distribution function Φ(x) = ½ erfc(-x/√2), with full relative accuracy, and √(2π) times its density, e^(-x²/2).
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static V NormalCdf<V, T>(V x, out V bell) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V t = V.MinFast(V.Constant(typeof(T) == typeof(float) ? 14.5 : 38.8), V.Abs(x));
        bell = ExpOfMinusSquare<V, T>(t, 0.5);
        V tail = bell * ErfcScaled<V, T>(t * 0.70710678118654752440) * 0.5;
        return V.Select(V.Less(x, V.Zero), tail, V.Constant(1) - tail);
    }

    /// <summary>x·Φ(x). At most 1 ulp (double); floats have formulas of their own.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Gelu<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return x * NormalCdf<V, T>(x, out _);
        V t = V.MinFast(V.Constant(38.8), V.Abs(x));
        V s = t * 0.70710678118654757;
        V low = V.Fma(t, -4.833646656726457e-17, ProductError<V, T>(t, V.Constant(0.70710678118654757), s));
        V p = Tail<V, T>(t, 0.5, s, low, out V rest, out V first, out V second);
        V half = t * 0.5;
        V negative = V.Fma(half, p, half * rest) * first * second;
        return V.Select(V.Less(x, V.Constant(-38.8)), x * 0, V.Max(x, V.Zero) - negative);
    }

    // e^(-scale·t²)·e^(s²)·erfc(s), where s + low = t·√scale: the pair that is returned, times two powers of two.
    [MethodImpl(AggressiveInlining)]
    private static V Tail<V, T>(V t, double scale, V s, V low, out V rest, out V first, out V second) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V square = t * t;
        V e = square * (-scale), eRest = SquareError<V, T>(t, square) * (-scale);
        ExpPartsCall<V, T>(ref e, ref eRest, out first, out second);
        V p = s, pRest = low;
        ErfcScaledPairCall<V, T>(ref p, ref pRest);
        V y = e * p;
        rest = ProductError<V, T>(e, p, y) + V.Fma(e, pRest, eRest * p);
        return y;
    }

    // erf x for |x| ≤ 1.
    [MethodImpl(AggressiveInlining)]
    private static V ErfNearZero<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V square = x * x;
        V p;
        if (typeof(T) == typeof(float))
        {
            p = V.Constant(7.854071276e-5);
            p = V.Horner(p, square, -0.0008010253494, 0.005188333827, -0.02685381447, 0.1128358517);
            p = V.Fma(p, square, -0.3761262581);
            p = V.Fma(p, square, 1.128379166 - 1);
        }
        else
        {
            p = V.Constant(-7.7800295256719974113e-10);
            p = V.Horner(p, square, 1.3711247789282537607e-8, -1.6206366221707526711e-7, 1.6447136918992061004e-6, -0.000014924712584020410895);
            p = V.Horner(p, square, 0.00012055293581651167216, -0.00085483259290476555284, 0.0052239776061012435298, -0.026866170643107431542);
            p = V.Fma(p, square, 0.11283791670944141884);
            p = V.Fma(p, square, -0.37612638903183517782);
            p = V.Fma(p, square, 0.1283791670955125655);
        }
        return V.Fma(p, x, x);
    }

    // e^(-scale·t²); the part of t² lost in rounding is small enough for 1 - x instead of e^-x.
    [MethodImpl(AggressiveInlining)]
    private static V ExpOfMinusSquare<V, T>(V t, double scale) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V square = t * t;
        V lost = SquareError<V, T>(t, square);
        V e = square * (-scale);
        if (typeof(T) == typeof(float) && scale != 1)
            e = Exp<V, T>(e);
        else
            ExpCall<V, T>(ref e);
        return e - (e * (lost * scale));
    }

    // t² - square, exactly.
    [MethodImpl(AggressiveInlining)]
    private static V SquareError<V, T>(V t, V square) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (System.Runtime.Intrinsics.X86.Fma.IsSupported || AdvSimd.IsSupported)
            return V.Fma(t, t, -square);
        // Dekker: the leading half of the bits squares without rounding.
        V high = t & V.Bits(typeof(T) == typeof(float) ? unchecked((int)0xFFFFF000) : unchecked((long)0xFFFFFFFFF8000000));
        V low = t - high;
        V twice = high * low;
        return ((high * high) - square) + (twice + twice) + (low * low);
    }

    // e^(t²)·erfc t for t ≥ 0.
    [MethodImpl(AggressiveInlining)]
    private static V ErfcScaled<V, T>(V t) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V p;
        if (typeof(T) == typeof(float))
        {
            V k = V.Constant(3);
            V q = V.Constant(1) / (t + k);
            V u = Ratio<V, T>(t, k, q);
            p = V.Constant(7.826036643e-6);
            p = V.Horner(p, u, -0.0003121213066, -0.0004842420025, 0.003070393702, -0.0012278909);
            p = V.Horner(p, u, -0.02683717138, 0.1195294613, -0.3104662901, 0.5902282755);
            p = V.Fma(p, u, -0.8833944781);
            p = V.Fma(p, u, 1.074006908);
            return p * q;
        }
        V center = V.Constant(4);
        V reciprocal = V.Constant(1) / (t + center);
        V w = Ratio<V, T>(t, center, reciprocal);
        p = V.Fma(ErfcPolynomial<V, T>(w), w, 1.0959956610004911188);
        return p * reciprocal;
    }

    // e^(t²)·erfc t for t + low ≥ 0, a pair that replaces its argument.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ErfcScaledPairCall<V, T>(ref V t, ref V low) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V center = V.Constant(4), constant = V.Constant(1.0959956610004911188);
        V d = t + center;
        V lost = SumError<V, T>(t, center, d) + low;
        V reciprocal = V.Constant(1) / d;
        // w = (t - 4) / (t + 4) as a pair.
        V top = t - center;
        V w = top * reciprocal;
        V wRest = (V.Fma(-w, d, top) + (SumError<V, T>(t, -center, top) + low - (w * lost))) * reciprocal;
        V q = ErfcPolynomial<V, T>(w);
        V p = V.Fma(q, w, constant);
        // The slope of the polynomial is needed to a few digits alone.
        V slope = V.Horner(V.Constant(-1.42313658), w, 1.68236528, -1.39351193, 1.48916694, -0.988228);
        V pRest = V.Fma(q, w, constant - p) + (wRest * slope);
        t = p * reciprocal;
        low = (V.Fma(-t, d, p) + (pRest - (t * lost))) * reciprocal;
    }

    [MethodImpl(AggressiveInlining)]
    private static V ErfcPolynomial<V, T>(V w) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V p = V.Constant(4.1436283108768367738e-10);
        p = V.Horner(p, w, 2.0978188174306814248e-9, -8.3494521436412963406e-10, -1.8583168760972887905e-8, 1.8109124991105906085e-9);
        p = V.Horner(p, w, 1.2800033774600500738e-7, -7.5996091078322480947e-8, -8.4892716822683867963e-7, 1.424295655822879723e-6);
        p = V.Horner(p, w, 4.6956381548979194692e-6, -0.000018860879500312963554, -3.635529118543584961e-6, 0.00017681280932202678556);
        p = V.Horner(p, w, -0.00045505261664643065024, -0.00028095886350809017704, 0.006112055647907648194, -0.026370053340503522285);
        p = V.Horner(p, w, 0.076381514909817268696, -0.17401093723992928247, 0.3308515878779958556, -0.54085383131323500965);
        p = V.Fma(p, w, 0.77320870226523728357);
        return V.Fma(p, w, -0.97654872908088199744);
    }

    // (t - k) / (t + k) from q, about 1 / (t + k): one step of refinement by the remainder t - k - u(t + k).
    [MethodImpl(AggressiveInlining)]
    private static V Ratio<V, T>(V t, V k, V q) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V u = (t - k) * q;
        V rest = V.Fma(-u, t, t - (k * (u + 1)));
        return V.Fma(q, rest, u);
    }
}
