using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Kernels.Elementwise;

/// <summary>x · Φ(x) of eight floats at a time in single precision, at most 1.9 ulp, for x ≥ <see cref="Lowest"/>.</summary>
/// <remarks>
/// For t = |x|: Φ(-t) = e^(-t²/2)·R(t), and x·Φ(x) = max(x, 0) - t·Φ(-t). R is a polynomial of degree 7 around the nearest of four centres, whose coefficients are
/// picked inside a register. The error of t² and the last rounding of R are carried along, and of the product only what e^(-t²/2) takes from R rounds early.
/// On Zen 3 a pick costs as much as a multiply-add: 34 of the two together on two pipes, seventeen cycles for eight values at best. A quotient in place of the pieces
/// takes nineteen as measured, and errs by five units.
/// </remarks>
internal static class GeluSingle
{
    /// <summary>Below this the quick formula does not hold.</summary>
    public const float Lowest = -4.25f;

    /// <summary>Beyond this, to either side, the quick formula of the slope does not hold.</summary>
    public const float Highest = 5.25f;

    private const float Distance = 1.1875f, Shifter = 12582912f;

    /// <summary>Whether the machine has what the formula needs.</summary>
    public static bool IsSupported => Fma.IsSupported && Avx.IsSupported;

    /// <summary>x · Φ(x) where x ≥ <see cref="Lowest"/> or NaN; anything elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x)
    {
        Vector256<float> shifter = Vector256.Create(Shifter);
        Vector256<float> t = Avx.Min(Vector256.Abs(x), Vector256.Create(5.5f));
        Vector256<float> square = t * t;
        Vector256<float> lost = Fma.MultiplySubtract(t, t, square);

        // t² = -2n·ln 2 + r, and m = e^(-r/2) - 1.
        Vector256<float> z = Fma.MultiplyAdd(square, Vector256.Create(-0.72134752f), shifter);
        Vector256<float> n = z - shifter;
        Vector256<float> r = Fma.MultiplyAdd(n, Vector256.Create(2 * 0.693145751953125f), square);
        r = Fma.MultiplyAdd(n, Vector256.Create(2 * 1.42860682e-6f), r) + lost;
        Vector256<float> r2 = r * r;
        Vector256<float> m = Fma.MultiplyAdd(r, Vector256.Create(-0.008368906173f / 32), Vector256.Create(0.04166840584f / 16));
        m = Fma.MultiplyAdd(r2, Vector256.Create(0.001381450987f / 64), m);
        m = Fma.MultiplyAdd(m, r2, Fma.MultiplyAdd(r, Vector256.Create(-0.1666651907f / 8), Vector256.Create(0.4999999331f / 4)));
        m = Fma.MultiplyAdd(m, r2, r * Vector256.Create(-0.5f));

        Vector256<float> segment = Segment(t, out Vector256<float> w);
        Vector256<float> p = Ratio(segment, w);
        Vector256<float> first = Center(segment);
        Vector256<float> ratio = Fma.MultiplyAdd(p, w, first);
        Vector256<float> rest = Fma.MultiplyAdd(m, ratio, Fma.MultiplyAdd(p, w, first - ratio));
        Vector256<float> scaled = (t.AsInt32() + Vector256.ShiftLeft(z.AsInt32(), 23)).AsSingle();
        Vector256<float> y = Fma.MultiplyAddNegated(scaled, rest, Avx.Max(Vector256<float>.Zero, x));
        return Fma.MultiplyAddNegated(scaled, ratio, y);
    }

    /// <summary>Φ(x) + x·φ(x) where |x| ≤ <see cref="Highest"/> or x is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Slope(Vector256<float> x)
    {
        Vector256<float> t = Vector256.Abs(x);
        Vector256<float> square = t * t;
        Vector256<float> shifter = Vector256.Create(Shifter + 127);
        Vector256<float> z = Fma.MultiplyAdd(square, Vector256.Create(-0.72134752f), shifter);
        Vector256<float> n = z - shifter;
        Vector256<float> r = Fma.MultiplyAdd(n, Vector256.Create(2 * 0.693145751953125f), square);
        r = Fma.MultiplyAdd(n, Vector256.Create(2 * 1.42860682e-6f), r);
        Vector256<float> m = Fma.MultiplyAdd(r, Vector256.Create(0.001381450987f / 64), Vector256.Create(-0.008368906173f / 32));
        m = Fma.MultiplyAdd(m, r, Vector256.Create(0.04166840584f / 16));
        m = Fma.MultiplyAdd(m, r, Vector256.Create(-0.1666651907f / 8));
        m = Fma.MultiplyAdd(m, r, Vector256.Create(0.4999999331f / 4));
        m = Fma.MultiplyAdd(m, r * r, r * Vector256.Create(-0.5f));
        Vector256<float> power = Vector256.ShiftLeft(z.AsInt32(), 23).AsSingle();
        Vector256<float> bell = Fma.MultiplyAdd(m, power, power);

        Vector256<float> segment = Segment(t, out Vector256<float> w);
        Vector256<float> tail = bell * Fma.MultiplyAdd(Ratio(segment, w), w, Center(segment));
        // Φ(x) is the tail to the left, and what the tail leaves to the right.
        Vector256<float> cdf = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
        return Fma.MultiplyAdd(x * bell, Vector256.Create(0.3989422804f), cdf);
    }

    // The number of the nearest centre, 0 to 3, in the low bits, and the distance from it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Segment(Vector256<float> t, out Vector256<float> distance)
    {
        Vector256<float> nearest = Avx.Min(Fma.MultiplyAdd(t, Vector256.Create(1 / Distance), Vector256.Create(Shifter)), Vector256.Create(Shifter + 3));
        distance = Fma.MultiplyAddNegated(nearest - Vector256.Create(Shifter), Vector256.Create(Distance), t);
        return nearest;
    }

    // R at the centre.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Center(Vector256<float> segment) => Pick(segment, 0.5f, 0.237851381f, 0.147254065f, 0.104698867f);

    // (R - its value at the centre) / w.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Ratio(Vector256<float> segment, Vector256<float> w)
    {
        // Pairs first: few steps one after the other.
        Vector256<float> w2 = w * w;
        Vector256<float> c = Fma.MultiplyAdd(
            Pick(segment, 0.00872788299f, 0.000727003673f, 8.20222194e-05f, 1.17337704e-05f), w, Pick(segment, -0.0258146226f, -0.00222119037f, -0.000308755058f, -6.30776922e-05f));
        Vector256<float> b = Fma.MultiplyAdd(
            Pick(segment, 0.0622942038f, 0.00674970308f, 0.00119222829f, 0.000300452608f), w, Pick(segment, -0.1329512f, -0.0191354528f, -0.00438278029f, -0.00138174859f));
        Vector256<float> a = Fma.MultiplyAdd(
            Pick(segment, 0.249997959f, 0.0497581214f, 0.0151857724f, 0.00612129318f), w, Pick(segment, -0.398942232f, -0.116493769f, -0.0492138676f, -0.0259525683f));
        c = Fma.MultiplyAdd(Pick(segment, -0.00175270869f, -0.000209119928f, -1.96848468e-05f, -1.31508955e-06f), w2, c);
        return Fma.MultiplyAdd(Fma.MultiplyAdd(c, w2, b), w2, a);
    }

    // One of four values, by the low bits of the segment.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pick(Vector256<float> segment, float a, float b, float c, float d) => Avx.PermuteVar(Vector256.Create(a, b, c, d, a, b, c, d), segment.AsInt32());
}
