using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>The squashing functions of gates, in half the steps of their namesakes: an ulp more of error, and results that would be subnormal stop short of it.</remarks>
public static partial class VectorMath
{
    /// <summary>1 / (1 + e^-x). At most 3 ulp from -87 (float) or -708 (double) on; below that, its value there.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V Gate<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V limit = V.Constant(typeof(T) == typeof(float) ? 87 : 708);
        return V.Constant(1) / (ExpOfGate<V, T>(V.MinFast(limit, V.MaxFast(-limit, -x))) + 1);
    }

    /// <summary>Hyperbolic tangent. At most 2 ulp (float), 3 ulp (double).</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V Squash<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(T) != typeof(float))
            return Tanh<V, T>(x);
        V t = V.MinFast(V.Constant(10), V.Abs(x));
        V y = CopySign<V, T>(V.Constant(1) - (V.Constant(2) / (ExpOfGate<V, T>(t + t) + 1)), x);
        // Near zero the difference would cancel.
        V square = x * x;
        V p = V.Constant(-0.005705799504);
        p = V.Horner(p, square, 0.02063981216, -0.05373993401, 0.1333144473, -0.3333328203);
        return V.Select(V.Less(t, V.Constant(0.625)), V.Fma(p * square, x, x), y);
    }

    /// <summary>e^x within the limits above. The power of two is a factor rather than added to the exponent, so that NaN stays.</summary>
    [MethodImpl(AggressiveInlining)]
    private static V ExpOfGate<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V z = V.Fma(x, Log2E, Shifter<T>());
        V p = ExpM1Reduced<V, T>(Reduce<V, T>(x, z - Shifter<T>())) + 1;
        return typeof(T) == typeof(float) ? p * V.ShiftLeft(V.AddBits(z, V.Bits(127)), 23) : p * V.ShiftLeft(V.AddBits(z, V.Bits(1023)), 52);
    }
}
