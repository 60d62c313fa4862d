using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Functions of machine vectors that the losses and attention need.</summary>
internal static class MachineMath
{
    /// <summary>e^x for x &lt;= 0, as softmax needs it: within 2 ulp; results below the smallest normal float are zero, NaN stays.</summary>
    /// <remarks>Float: the steps of <see cref="VectorMath.ExpNonPositive"/>.</remarks>
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
        // Adding 1.5·2²³ leaves the nearest integer in the low bits of the sum; the bias of the exponent is in it already.
        var shifter = new Vector<float>(12582912f + 127);
        Vector<float> underflow = Vector.LessThan(x, new Vector<float>(-87.33654f)).As<int, float>();
        Vector<float> z = Vector.MultiplyAddEstimate(x, new Vector<float>(1.44269504f), shifter);
        Vector<float> n = z - shifter;
        Vector<float> r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693145751953125f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(-1.42860682e-6f), r);
        Vector<float> q = Vector.MultiplyAddEstimate(new Vector<float>(0.001381450987f), r, new Vector<float>(0.008368906173f));
        q = Vector.MultiplyAddEstimate(q, r, new Vector<float>(0.04166840584f));
        q = Vector.MultiplyAddEstimate(q, r, new Vector<float>(0.1666651907f));
        q = Vector.MultiplyAddEstimate(q, r, new Vector<float>(0.4999999331f));
        Vector<float> m = Vector.MultiplyAddEstimate(q, r * r, r);
        Vector<float> power = (z.As<float, int>() << 23).As<int, float>();
        return Vector.AndNot(Vector.MultiplyAddEstimate(m, power, power), underflow);
    }
}
