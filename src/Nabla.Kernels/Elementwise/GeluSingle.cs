using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Kernels.Elementwise;

/// <summary>x · Φ(x) of eight floats at a time in single precision, at most 1.9 ulp, for x ≥ <see cref="Lowest"/>.</summary>
/// <remarks>
/// For t = |x|: Φ(-t) = e^(-t²/2)·R(t), and x·Φ(x) = max(x, 0) - t·Φ(-t). R is a polynomial of degree 8 around the nearest of four centres, whose coefficients are
/// picked inside a register. The error of t², and the last rounding of R and of the product, are carried along; only the final sum rounds.
/// </remarks>
internal static class GeluSingle
{
    /// <summary>Below this the quick formula does not hold.</summary>
    public const float Lowest = -4.25f;

    /// <summary>Beyond this, to either side, the quick formula of the slope does not hold.</summary>
    public const float Highest = 5.25f;

    private const float Distance = 1.546875f, Shifter = 12582912f;

    /// <summary>Whether the machine has what the formula needs.</summary>
    public static bool IsSupported => Fma.IsSupported && Avx.IsSupported;

    /// <summary>x · Φ(x) where x ≥ <see cref="Lowest"/> or NaN; anything elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x)
    {
        Vector256<float> shifter = Vector256.Create(Shifter);
        Vector256<float> t = Avx.Min(Vector256.Abs(x), Vector256.Create(5.4f));
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

        Vector256<float> nearest = Fma.MultiplyAdd(t, Vector256.Create(1 / Distance), shifter);
        Vector256<float> w = Fma.MultiplyAddNegated(nearest - shifter, Vector256.Create(Distance), t);
        Vector256<int> segment = nearest.AsInt32();
        Vector256<float> p = Ratio(segment, w);
        Vector256<float> first = Pick(segment, 0.5f, 0.201625243f, 0.118367523f, 0.0824325681f);
        Vector256<float> ratio = Fma.MultiplyAdd(p, w, first);
        Vector256<float> rest = Fma.MultiplyAdd(p, w, first - ratio);

        Vector256<float> tail = Fma.MultiplyAdd(m, ratio, ratio);
        rest += Fma.MultiplyAdd(m, ratio, ratio - tail);
        Vector256<float> scaled = (t.AsInt32() + Vector256.ShiftLeft(z.AsInt32(), 23)).AsSingle();
        Vector256<float> y = Fma.MultiplyAddNegated(scaled, rest, Avx.Max(Vector256<float>.Zero, x));
        return Fma.MultiplyAddNegated(scaled, tail, y);
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

        Vector256<float> center = Vector256.Create(Shifter);
        Vector256<float> nearest = Fma.MultiplyAdd(t, Vector256.Create(1 / Distance), center);
        Vector256<float> w = Fma.MultiplyAddNegated(nearest - center, Vector256.Create(Distance), t);
        Vector256<int> segment = nearest.AsInt32();
        Vector256<float> tail = bell * Fma.MultiplyAdd(Ratio(segment, w), w, Pick(segment, 0.5f, 0.201625243f, 0.118367523f, 0.0824325681f));
        // Φ(x) is the tail to the left, and what the tail leaves to the right.
        Vector256<float> cdf = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
        return Fma.MultiplyAdd(x * bell, Vector256.Create(0.3989422804f), cdf);
    }

    // (R - its value at the centre) / w.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Ratio(Vector256<int> segment, Vector256<float> w)
    {
        // Estrin's scheme: few steps one after the other.
        Vector256<float> w2 = w * w;
        Vector256<float> a = Fma.MultiplyAdd(
            Pick(segment, 0.249999076f, 0.03348241f, 0.0085348021f, 0.00315466756f), w, Pick(segment, -0.398942262f, -0.0870531946f, -0.0327427611f, -0.0164036583f));
        Vector256<float> b = Fma.MultiplyAdd(
            Pick(segment, 0.0624185540f, 0.00382533413f, 0.000499630114f, 0.000106484054f), w, Pick(segment, -0.13296859f, -0.0117540285f, -0.00211276207f, -0.000588008668f));
        Vector256<float> c = Fma.MultiplyAdd(
            Pick(segment, 0.00969848875f, 0.00033614572f, 2.47788794e-5f, 3.2090179e-6f), w, Pick(segment, -0.0262846425f, -0.0011633106f, -0.000113268754f, -1.87830137e-5f));
        Vector256<float> d = Fma.MultiplyAdd(
            Pick(segment, 0.00044573f, 2.59235185e-5f, 1.12472947e-6f, 1.20348986e-7f), w, Pick(segment, -0.00278760982f, -0.000100957259f, -5.53704785e-6f, -5.35727281e-7f));
        return Fma.MultiplyAdd(Fma.MultiplyAdd(d, w2, c), w2 * w2, Fma.MultiplyAdd(b, w2, a));
    }

    // One of four values, by the low bits of the segment.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pick(Vector256<int> segment, float a, float b, float c, float d) => Avx.PermuteVar(Vector256.Create(a, b, c, d, a, b, c, d), segment);
}
