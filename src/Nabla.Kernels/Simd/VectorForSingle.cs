using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>
/// Functions in double lanes whose results are rounded to float: 28 to 30 good bits are enough, so the polynomials are short, and no
/// rounding error has to be carried along.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>e^x with 28 good bits, for x in -700..700; NaN stays.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V ExpForSingle<V>(V x) where V : struct, ILanes<V, double>
    {
        V z = V.Fma(x, Log2E, Shifter<double>());
        V r = V.Fma(z - Shifter<double>(), -Ln2, x);
        V q = V.Constant(0.0013814538787442262);
        q = V.Horner(q, r, 0.008368745831643546, 0.04166839085310321, 0.16666520393074302, 0.4999999343172355);
        V p = V.Fma(q, r * r, r) + 1;
        return V.AddBits(p, V.ShiftLeft(z, 52));
    }

    /// <summary>The normal distribution function Φ(x) with 27 good bits of relative accuracy; 0 below -36.</summary>
    /// <remarks>Φ(-t) = e^(-t²/2)·N(t)/D(t), a minimax quotient of degrees 4 and 5 on 0..14.6.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static V NormalCdfForSingle<V>(V x) where V : struct, ILanes<V, double>
    {
        V t = V.MinFast(V.Constant(36), V.Abs(x));
        V bell = ExpForSingle(t * t * -0.5);
        V n = V.Constant(0.004123820005827077);
        n = V.Horner(n, t, 0.040683721581240326, 0.18338476052886246, 0.43849664754149226, 0.500000002992617);
        V d = V.Constant(0.010336765766263863);
        d = V.Horner(d, t, 0.1019853454192185, 0.469865671438602, 1.2031241991625468, 1.6748782814708394);
        V tail = V.AndNot(bell * n / V.Fma(d, t, 1.0), V.GreaterOrEqual(t, V.Constant(36)));
        return V.Select(V.Less(x, V.Zero), tail, V.Constant(1) - tail);
    }

    /// <summary>x / (1 + e^-v) with 27 good bits, and x·0 where v is below -600.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V GatedForSingle<V>(V x, V v) where V : struct, ILanes<V, double>
    {
        V e = ExpForSingle(V.MinFast(V.Constant(600), V.MaxFast(V.Constant(-600), -v)));
        return x * V.AndNot(V.Constant(1) / (e + 1), V.Less(v, V.Constant(-600)));
    }

    /// <summary>sin² v with 27 good bits (of the sum with v, where v is tiny).</summary>
    /// <remarks>It repeats after π, so one polynomial on -π/2..π/2 does, a minimax one of v² (1.5e-10).</remarks>
    [MethodImpl(AggressiveInlining)]
    public static V SinSquaredForSingle<V>(V v) where V : struct, ILanes<V, double>
    {
        V n = V.Fma(v, 0.31830988618379067154, Shifter<double>()) - Shifter<double>();
        V r = V.Fma(n, -1.22464679914735317723e-16, V.Fma(n, -3.14159265358979311600, v));
        V square = r * r;
        V p = V.Constant(8.096288023340392e-08);
        p = V.Horner(p, square, -4.230876261446248e-06, 0.0001410158794375102, -0.003174533003713873, 0.04444441375161669);
        p = V.Fma(p, square, -0.3333333281948514);
        p = V.Fma(p, square, 0.9999999998552013) * square;
        V large = V.Greater(V.Abs(v), V.Constant(65536));
        if (V.Any(large))
        {
            V s = Lanes.Map<V, double, SinFunction>(v, default);
            p = V.Select(large, s * s, p);
        }
        return p;
    }
}
