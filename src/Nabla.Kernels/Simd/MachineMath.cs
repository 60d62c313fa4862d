using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Functions of machine vectors that the losses and attention need.</summary>
internal static class MachineMath
{
    /// <summary>e^x for x &lt;= 0, as softmax needs it: within 2 ulp; results below the smallest normal float are zero, NaN stays.</summary>
    /// <remarks>Float: range reduction by ln 2 in two parts, then a minimax polynomial of degree seven (Cephes expf).</remarks>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> ExpNonPositive<T>(Vector<T> x) where T : unmanaged =>
        typeof(T) == typeof(float) ? ExpSingle(x.As<T, float>()).As<float, T>() : Vector.Exp(x.As<T, double>()).As<double, T>();

    /// <summary>e^x for one x &lt;= 0, with the same rounding as the vector.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T ExpNonPositive<T>(T x) where T : unmanaged => ExpNonPositive(new Vector<T>(x))[0];

    /// <summary>Natural logarithm.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> Log<T>(Vector<T> x) where T : unmanaged =>
        typeof(T) == typeof(float) ? Vector.Log(x.As<T, float>()).As<float, T>() : Vector.Log(x.As<T, double>()).As<double, T>();

    /// <summary>log(1 + e) for e in 0..1, accurate for small e: log(u)·e/(u - 1) with u = 1 + e rounded (Kahan).</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> LogOnePlus<T>(Vector<T> e) where T : unmanaged
    {
        Vector<T> u = Vector<T>.One + e, lost = u - Vector<T>.One;
        return Vector.ConditionalSelect(Vector.Equals(lost, Vector<T>.Zero), e, Log(u) * e / lost);
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector<float> ExpSingle(Vector<float> x)
    {
        var least = new Vector<float>(-87.33654f);
        Vector<float> underflow = Vector.LessThan(x, least).As<int, float>();
        Vector<float> n = Vector.Round(x * new Vector<float>(1.44269504f));
        Vector<float> r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        Vector<float> p = Vector.MultiplyAddEstimate(new Vector<float>(1.9875691500e-4f), r, new Vector<float>(1.3981999507e-3f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.MultiplyAddEstimate(p, r * r, r) + Vector<float>.One;
        Vector<int> power = (Vector.ConvertToInt32Native(n) + new Vector<int>(127)) << 23;
        return Vector.AndNot(p * power.As<int, float>(), underflow);
    }
}
