using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Functions of machine vectors that the losses and attention need.</summary>
internal static class MachineMath
{
    /// <summary>e^x for x &lt;= 0, as softmax needs it: within 2 ulp; results below the smallest normal float are zero, NaN stays.</summary>
    /// <remarks>Float: range reduction by ln 2 in two parts, then a minimax polynomial of degree seven (Cephes expf).</remarks>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> ExpNonPositive<T>(Vector<T> x) where T : unmanaged =>
        typeof(T) == typeof(float) ? ExpSingle(x.As<T, float>()).As<float, T>() : Through<T, ExpFunction>(x);

    /// <summary>e^x for one x &lt;= 0, with the same rounding as the vector.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T ExpNonPositive<T>(T x) where T : unmanaged => ExpNonPositive(new Vector<T>(x))[0];

    /// <summary>log(1 + e), accurate for small e.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> LogOnePlus<T>(Vector<T> e) where T : unmanaged => Through<T, LogOnePlusFunction>(e);

    /// <summary>Runs a function of lanes on a machine vector.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector<T> Through<T, TFunction>(Vector<T> x) where T : unmanaged where TFunction : struct, ILanesFunction
    {
        if (Vector<T>.Count == Vector256<T>.Count)
        {
            var wide = new Lanes256<T>(x.AsVector256());
            TFunction.Invoke<Lanes256<T>, T>(ref wide);
            return wide.Vector.AsVector();
        }

        if (Vector<T>.Count == Vector512<T>.Count)
        {
            var widest = new Lanes512<T>(x.AsVector512());
            TFunction.Invoke<Lanes512<T>, T>(ref widest);
            return widest.Vector.AsVector();
        }

        var lanes = new Lanes128<T>(x.AsVector128());
        TFunction.Invoke<Lanes128<T>, T>(ref lanes);
        return lanes.Vector.AsVector();
    }

    private interface ILanesFunction
    {
        static abstract void Invoke<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged;
    }

    private readonly struct ExpFunction : ILanesFunction
    {
        public static void Invoke<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.ExpCall<V, T>(ref x);
    }

    private readonly struct LogOnePlusFunction : ILanesFunction
    {
        public static void Invoke<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged => x = VectorMath.Log1P<V, T>(x);
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
