using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Elementwise;

/// <summary>x · Φ(x) and its slope, sixteen floats at a time in single precision, for x ≥ <see cref="Lowest"/>.</summary>
/// <remarks>
/// For t = |x|: Φ(-t) = e^(-t²/2)·R(t), and x·Φ(x) = max(x, 0) - t·Φ(-t). R is a polynomial of degree 7 around the nearest of four centres, whose coefficients are
/// picked inside a register. The error of t² and the last rounding of R are carried along, and of the product only what e^(-t²/2) takes from R rounds early.
/// Two vectors go through side by side: a constant is read once for both, and the machine, which runs out of registers for what is under way long before it runs out of
/// multipliers, finds enough to do.
/// </remarks>
internal static class GeluSingle
{
    /// <summary>Below this the quick formulas do not hold.</summary>
    public const float Lowest = -4.25f;

    // 1.5·2²³ leaves the nearest integer in the low bits of a sum. 127 is the bias of the exponent.
    private const float Shifter = 12582912f, Distance = 1.1875f;

    // R around t = 1.25.
    private const float
        Q0 = 0.230760336f, Q1 = -0.110491879f, Q2 = 0.0463227704f, Q3 = -0.0175292268f, Q4 = 0.00610266067f, Q5 = -0.00198097154f, Q6 = 0.000604805129f,
        Q7 = -0.000174054192f, Q8 = 4.77707545e-05f, Q9 = -1.31046236e-05f, Q10 = 3.57805789e-06f, Q11 = -8.16181853e-07f, Q12 = 1.19822232e-07f, Q13 = -7.89514587e-09f;

    /// <summary>Whether the machine has what the formulas need.</summary>
    public static bool IsSupported => Fma.IsSupported && Avx2.IsSupported;

    /// <summary>Mask of the arguments for which the formulas do not hold.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Outside(Vector256<float> x) => Avx.CompareLessThan(x, C(Lowest));

    /// <summary>x · Φ(x) where x ≥ <see cref="Lowest"/> or NaN, at most 2 ulp; anything elsewhere.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Value(ref Vector256<float> x, ref Vector256<float> y)
    {
        Vector256<float> k = C(5.5f), l;
        Vector256<float> t = Avx.Min(Vector256.Abs(x), k), u = Avx.Min(Vector256.Abs(y), k);
        // The number of the nearest centre, 0 to 3, in the low bits, and the distance from it.
        k = C(1 / Distance);
        l = C(Shifter);
        Vector256<float> first = Fma.MultiplyAdd(t, k, l), second = Fma.MultiplyAdd(u, k, l), square = t * t, other = u * u;
        k = C(Shifter + 3);
        first = Avx.Min(first, k);
        second = Avx.Min(second, k);
        k = C(-0.72134752f);
        Vector256<float> z = Fma.MultiplyAdd(square, k, l), s = Fma.MultiplyAdd(other, k, l);
        k = C(Distance);
        Vector256<float> w = Fma.MultiplyAddNegated(first - l, k, t), v = Fma.MultiplyAddNegated(second - l, k, u);

        // t² = -2n·ln 2 + r.
        Vector256<float> n = z - l, m = s - l;
        k = C(2 * 0.693145751953125f);
        Vector256<float> r = Fma.MultiplyAdd(n, k, square), q = Fma.MultiplyAdd(m, k, other);
        k = C(2 * 1.42860682e-6f);
        r = Fma.MultiplyAdd(n, k, r) + Fma.MultiplySubtract(t, t, square);
        q = Fma.MultiplyAdd(m, k, q) + Fma.MultiplySubtract(u, u, other);
        z = (t.AsInt32() + Vector256.ShiftLeft(z.AsInt32(), 23)).AsSingle();
        s = (u.AsInt32() + Vector256.ShiftLeft(s.AsInt32(), 23)).AsSingle();

        // (R - its value at the centre) / w, pairs first: few steps one after the other.
        Vector256<float> ww = w * w, vv = v * v;
        k = T(0.00872788299f, 0.000727003673f, 8.20222194e-05f, 1.17337704e-05f);
        l = T(-0.0258146226f, -0.00222119037f, -0.000308755058f, -6.30776922e-05f);
        Vector256<float> a = Fma.MultiplyAdd(Pick(k, first), w, Pick(l, first)), b = Fma.MultiplyAdd(Pick(k, second), v, Pick(l, second));
        k = T(-0.00175270869f, -0.000209119928f, -1.96848468e-05f, -1.31508955e-06f);
        a = Fma.MultiplyAdd(Pick(k, first), ww, a);
        b = Fma.MultiplyAdd(Pick(k, second), vv, b);
        k = T(0.0622942038f, 0.00674970308f, 0.00119222829f, 0.000300452608f);
        l = T(-0.1329512f, -0.0191354528f, -0.00438278029f, -0.00138174859f);
        a = Fma.MultiplyAdd(a, ww, Fma.MultiplyAdd(Pick(k, first), w, Pick(l, first)));
        b = Fma.MultiplyAdd(b, vv, Fma.MultiplyAdd(Pick(k, second), v, Pick(l, second)));
        k = T(0.249997959f, 0.0497581214f, 0.0151857724f, 0.00612129318f);
        l = T(-0.398942232f, -0.116493769f, -0.0492138676f, -0.0259525683f);
        a = Fma.MultiplyAdd(a, ww, Fma.MultiplyAdd(Pick(k, first), w, Pick(l, first)));
        b = Fma.MultiplyAdd(b, vv, Fma.MultiplyAdd(Pick(k, second), v, Pick(l, second)));
        k = T(0.5f, 0.237851381f, 0.147254065f, 0.104698867f);
        first = Pick(k, first);
        second = Pick(k, second);

        // m = e^(-r/2) - 1.
        ww = r * r;
        vv = q * q;
        k = C(-0.008368906173f / 32);
        l = C(0.04166840584f / 16);
        n = Fma.MultiplyAdd(r, k, l);
        m = Fma.MultiplyAdd(q, k, l);
        k = C(0.001381450987f / 64);
        n = Fma.MultiplyAdd(ww, k, n);
        m = Fma.MultiplyAdd(vv, k, m);
        k = C(-0.1666651907f / 8);
        l = C(0.4999999331f / 4);
        n = Fma.MultiplyAdd(n, ww, Fma.MultiplyAdd(r, k, l));
        m = Fma.MultiplyAdd(m, vv, Fma.MultiplyAdd(q, k, l));
        k = C(-0.5f);
        n = Fma.MultiplyAdd(n, ww, r * k);
        m = Fma.MultiplyAdd(m, vv, q * k);

        // R, and what its rounding and e^(-r/2) leave.
        r = Fma.MultiplyAdd(a, w, first);
        q = Fma.MultiplyAdd(b, v, second);
        n = Fma.MultiplyAdd(n, r, Fma.MultiplyAdd(a, w, first - r));
        m = Fma.MultiplyAdd(m, q, Fma.MultiplyAdd(b, v, second - q));
        x = Fma.MultiplyAddNegated(z, r, Fma.MultiplyAddNegated(z, n, Avx.Max(Vector256<float>.Zero, x)));
        y = Fma.MultiplyAddNegated(s, q, Fma.MultiplyAddNegated(s, m, Avx.Max(Vector256<float>.Zero, y)));
    }

    /// <summary>Φ(x) + x·φ(x) where x ≥ <see cref="Lowest"/> or NaN; at most 4.4 ulp, those of 1/16 where it is smaller around its zero at -0.75; 2.5 below -1.25 (over every float32).</summary>
    /// <remarks>For t = |x|: e^(-t²/2)·(R(t) - t/√(2π)) on the left, one minus that on the right, with a polynomial for R(t) = Φ(-t)·e^(t²/2).</remarks>
    [MethodImpl(AggressiveInlining)]
    public static void Slope(ref Vector256<float> x, ref Vector256<float> y)
    {
        // The second operand is the result if there is a NaN.
        Vector256<float> k = C(6.25f), l;
        Vector256<float> t = Avx.Min(k, Vector256.Abs(x)), u = Avx.Min(k, Vector256.Abs(y));
        k = C(1.25f);
        Vector256<float> w = t - k, v = u - k, square = t * t, second = u * u;
        Vector256<float> ww = w * w, vv = v * v;
        k = C(Q13);
        l = C(Q12);
        Vector256<float> p = Fma.MultiplyAdd(w, k, l), q = Fma.MultiplyAdd(v, k, l);
        Pairs(ref p, ref q, w, v, ww, vv, Q11, Q10);
        k = C(0.721347511f);
        l = C(Shifter + 127);
        Vector256<float> z = Fma.MultiplyAddNegated(square, k, l), s = Fma.MultiplyAddNegated(second, k, l);
        Pairs(ref p, ref q, w, v, ww, vv, Q9, Q8);
        Pairs(ref p, ref q, w, v, ww, vv, Q7, Q6);
        Vector256<float> n = Fma.MultiplySubtractNegated(square, k, z - l), m = Fma.MultiplySubtractNegated(second, k, s - l);
        Horner(ref p, ref q, w, v, Q5);
        square = Fma.MultiplySubtract(t, t, square);
        second = Fma.MultiplySubtract(u, u, second);
        Horner(ref p, ref q, w, v, Q4);
        n = Fma.MultiplyAddNegated(square, k, n);
        m = Fma.MultiplyAddNegated(second, k, m);
        Horner(ref p, ref q, w, v, Q3);
        Horner(ref p, ref q, w, v, Q2);
        z = Vector256.ShiftLeft(z.AsInt32(), 23).AsSingle();
        s = Vector256.ShiftLeft(s.AsInt32(), 23).AsSingle();
        Horner(ref p, ref q, w, v, Q1);
        Horner(ref p, ref q, w, v, Q0);
        Power(n, m, out w, out v);
        k = C(0.3989422804f);
        p = Fma.MultiplyAddNegated(t, k, p);
        q = Fma.MultiplyAddNegated(u, k, q);
        p *= Fma.MultiplyAdd(w, z * n, z);
        q *= Fma.MultiplyAdd(v, s * m, s);
        x = Avx.BlendVariable(Vector256<float>.One - p, p, x);
        y = Avx.BlendVariable(Vector256<float>.One - q, q, y);
    }

    // (2^f - 1) / f of two vectors, |f| ≤ 0.56.
    [MethodImpl(AggressiveInlining)]
    private static void Power(Vector256<float> f, Vector256<float> g, out Vector256<float> first, out Vector256<float> second)
    {
        Vector256<float> k = C(0.000154838825f), l = C(0.00134180079f);
        Vector256<float> a = Fma.MultiplyAdd(f, k, l), b = Fma.MultiplyAdd(g, k, l), ff = f * f, gg = g * g;
        Pairs(ref a, ref b, f, g, ff, gg, 0.00961789023f, 0.0555027351f);
        Horner(ref a, ref b, f, g, 0.240226537f);
        Horner(ref a, ref b, f, g, 0.693147242f);
        (first, second) = (a, b);
    }

    // p = p·w + c, for two vectors.
    [MethodImpl(AggressiveInlining)]
    private static void Horner(ref Vector256<float> p, ref Vector256<float> q, Vector256<float> w, Vector256<float> v, float c)
    {
        Vector256<float> k = C(c);
        p = Fma.MultiplyAdd(p, w, k);
        q = Fma.MultiplyAdd(q, v, k);
    }

    // p = p·w² + (high·w + low), for two vectors.
    [MethodImpl(AggressiveInlining)]
    private static void Pairs(ref Vector256<float> p, ref Vector256<float> q, Vector256<float> w, Vector256<float> v, Vector256<float> ww, Vector256<float> vv, float high, float low)
    {
        Vector256<float> k = C(high), l = C(low);
        p = Fma.MultiplyAdd(p, ww, Fma.MultiplyAdd(w, k, l));
        q = Fma.MultiplyAdd(q, vv, Fma.MultiplyAdd(v, k, l));
    }

    // One of four values, by the low bits of the segment.
    [MethodImpl(AggressiveInlining)]
    private static Vector256<float> Pick(Vector256<float> table, Vector256<float> segment) => Avx.PermuteVar(table, segment.AsInt32());

    [MethodImpl(AggressiveInlining)]
    private static Vector256<float> T(float a, float b, float c, float d) => Vector256.Create(a, b, c, d, a, b, c, d);

    [MethodImpl(AggressiveInlining)]
    private static Vector256<float> C(float value) => Vector256.Create(value);
}
