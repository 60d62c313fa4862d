using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>The logistic family: all of it from e^(-|x|), which never overflows.</remarks>
public static partial class VectorMath
{
    /// <summary>1 / (1 + e^-x). At most 1.3 ulp (float and double), down to the subnormal range.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Sigmoid<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        SigmoidParts<V, T>(x, out V rest) + rest;

    /// <summary>1 / (1 + e^-x) as a number and the rest that rounding took from it, for products that must not lose it.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V SigmoidParts<V, T>(V x, out V rest) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V c = -V.Abs(x);
        c = typeof(T) == typeof(float)
            ? V.MaxFast(V.Constant(-104), c)
            : V.MaxFast(V.Constant(-746), c);
        V z = V.Fma(c, Log2E, Shifter<T>());
        V n = z - Shifter<T>();
        V m = ExpM1Reduced<V, T>(Reduce<V, T>(c, n));
        V p = m + 1;
        V first = Halves<V, T>(n, z, out V second);
        // t + low is e^-|x|, and d + lost is 1 + t + low.
        V t = p * first * second;
        V low = (m - (p - 1)) * first * second;
        V d = t + 1;
        V lost = (t - (d - 1)) + low;
        V negative = V.Less(x, V.Zero);
        V y = V.Select(negative, t, V.Constant(1)) / d;
        V reciprocal = V.Select(negative, V.Constant(1) - y, y);
        rest = V.Fma(-y, lost, negative & low) * reciprocal;
        return y;
    }

    /// <summary>Hyperbolic tangent. At most 1.5 ulp (float), 3 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Tanh<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V t = V.MinFast(V.Constant(typeof(T) == typeof(float) ? 10 : 20), V.Abs(x));
        V e = ExpM1<V, T>(t + t);
        V y = CopySign<V, T>(e / (e + 2), x);
        if (typeof(T) != typeof(float))
            return y;
        // Near zero the quotient's three roundings show; a polynomial has one.
        V square = x * x;
        V p = V.Constant(-0.005705799504);
        p = V.Horner(p, square, 0.02063981216, -0.05373993401, 0.1333144473, -0.3333328203);
        return V.Select(V.Less(t, V.Constant(0.625)), V.Fma(p * square, x, x), y);
    }

    /// <summary>log(1 + e^x). At most 2 ulp (float and double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Softplus<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Max(x, V.Zero) + LogOnePlusExpOfMinusAbs<V, T>(x);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V CopySign<V, T>(V magnitude, V sign) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V mask = V.Bits(typeof(T) == typeof(float) ? int.MinValue : long.MinValue);
        return V.AndNot(magnitude, mask) | (sign & mask);
    }
}
