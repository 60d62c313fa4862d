using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Elementary functions on lanes of float or double. Each is written once for every vector width.</summary>
/// <remarks>
/// Exponentials: x = n·ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite's two-part ln 2), a minimax polynomial for e^r, and a scaling by 2^n in two
/// exact halves so that results in the subnormal range round once. The error bounds are measured against double (float) and 50-digit (double) values.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>e^x. At most 1.1 ulp (float), 1.1 ulp (double), subnormal results and overflow included.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Exp<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        x = typeof(T) == typeof(float)
            ? V.Clamp(x, -104, 89)
            : V.Clamp(x, -746, 710);
        V z = V.Fma(x, Log2E, Shifter<T>());
        V n = z - Shifter<T>();
        V p = ExpM1Reduced<V, T>(Reduce<V, T>(x, n)) + 1;
        return Scale<V, T>(p, n, z);
    }

    /// <summary>2^x. At most 1.1 ulp (float and double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Exp2<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        x = typeof(T) == typeof(float)
            ? V.Clamp(x, -151, 129)
            : V.Clamp(x, -1077, 1025);
        V z = x + Shifter<T>();
        V n = z - Shifter<T>();
        V p = ExpM1Reduced<V, T>((x - n) * Ln2) + 1;
        return Scale<V, T>(p, n, z);
    }

    /// <summary>e^x - 1 without cancellation near zero. At most 1.4 ulp (float), 3 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V ExpM1<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V c = typeof(T) == typeof(float)
            ? V.Clamp(x, -40, 89)
            : V.Clamp(x, -80, 710);
        V z = V.Fma(c, Log2E, Shifter<T>());
        V n = z - Shifter<T>();
        V p = ExpM1Reduced<V, T>(Reduce<V, T>(c, n));
        // Half of 2^n, so that the largest results do not overflow on the way; doubling is exact.
        V half = typeof(T) == typeof(float)
            ? V.ShiftLeft(V.AddBits(z, V.Bits(126)), 23)
            : V.ShiftLeft(V.AddBits(z, V.Bits(1022)), 52);
        V y = V.Fma(half, p, half - 0.5);
        return V.Select(V.Less(V.Abs(x), V.Constant(1e-30)), x, y + y);
    }

    /// <summary>
    /// Replaces x by <see cref="Exp"/>, as a call: for formulas that would grow too long for the just-in-time compiler's inliner.
    /// Lanes go by reference, because a struct passed by value is copied in halves that cannot be forwarded to a whole load.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void ExpCall<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged => x = Exp<V, T>(x);

    /// <summary>e^x where the result is a normal number, which the caller has seen to: fewer steps than <see cref="Exp"/>.</summary>
    [MethodImpl(AggressiveInlining)]
    private static V ExpInRange<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V z = V.Fma(x, Log2E, Shifter<T>());
        V p = ExpM1Reduced<V, T>(Reduce<V, T>(x, z - Shifter<T>())) + 1;
        return V.AddBits(p, V.ShiftLeft(z, typeof(T) == typeof(float) ? 23 : 52));
    }

    private const double Log2E = 1.4426950408889634074;
    private const double Ln2 = 0.69314718055994530942;

    // Adding 1.5·2^(mantissa bits) leaves the nearest integer in the low bits of the sum.
    [MethodImpl(AggressiveInlining)]
    private static double Shifter<T>() => typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0;

    [MethodImpl(AggressiveInlining)]
    private static V Reduce<V, T>(V x, V n) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // The high parts have enough trailing zeros for n·high to be exact.
        if (typeof(T) == typeof(float))
            return V.Fma(n, -1.4286068203094172321e-6, V.Fma(n, -0.693145751953125, x));
        return V.Fma(n, -1.90821492927058770002e-10, V.Fma(n, -6.93147180369123816490e-01, x));
    }

    // e^r - 1 = r + r²·Q(r) for |r| ≤ 0.348.
    [MethodImpl(AggressiveInlining)]
    private static V ExpM1Reduced<V, T>(V r) where V : struct, ILanes<V, T> where T : unmanaged => V.Fma(ExpQuotient<V, T>(r), r * r, r);

    [MethodImpl(AggressiveInlining)]
    private static V ExpQuotient<V, T>(V r) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return V.Horner(V.Constant(0.001381450987), r, 0.008368906173, 0.04166840584, 0.1666651907, 0.4999999331);
        V q = V.Constant(2.0827280038727272147e-9);
        q = V.Horner(q, r, 2.5112343280712535955e-8, 2.7557580588087974538e-7, 2.7557233995396581206e-6, 0.000024801586927076364529);
        q = V.Horner(q, r, 0.00019841269897239669321, 0.0013888888889115999223, 0.0083333333333166915837, 0.041666666666666091886);
        q = V.Fma(q, r, 0.16666666666666683876);
        return V.Fma(q, r, 0.50000000000000000441);
    }

    // p·2^n, where the low bits of z hold n.
    [MethodImpl(AggressiveInlining)]
    private static V Scale<V, T>(V p, V n, V z) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V first = Halves<V, T>(n, z, out V second);
        return p * first * second;
    }

    // 2^n as a product of two powers of two that are normal numbers.
    [MethodImpl(AggressiveInlining)]
    private static V Halves<V, T>(V n, V z, out V second) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V half = V.Fma(n, 0.5, Shifter<T>());
        if (typeof(T) == typeof(float))
        {
            second = V.ShiftLeft(V.AddBits(V.SubtractBits(z, half), V.Bits(127)), 23);
            return V.ShiftLeft(V.AddBits(half, V.Bits(127)), 23);
        }
        second = V.ShiftLeft(V.AddBits(V.SubtractBits(z, half), V.Bits(1023)), 52);
        return V.ShiftLeft(V.AddBits(half, V.Bits(1023)), 52);
    }
}
