using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Geometry.Predicates;

/// <summary>Signs of geometric determinants, always right for finite coordinates, huge and tiny ones included.</summary>
/// <remarks>
/// Three stages, each tried only when the one before cannot decide: doubles with Shewchuk's forward error bound (nearly
/// always enough), exact expansions, and integers of arbitrary size when products leave the range of double.
/// NaN and infinite coordinates throw an <see cref="ArgumentException"/>.
/// </remarks>
public static partial class Exact
{
    private const double Epsilon = 1.1102230246251565e-16; // 2^-53
    private const double OrientationBound = (3 + (16 * Epsilon)) * Epsilon;

    /// <summary>Below this an error bound no longer covers underflow.</summary>
    private const double Underflow = 1e-280;

    /// <summary>Magnitudes for which the expansions of degree-4 polynomials neither overflow nor underflow.</summary>
    private const double Largest = 1e72, Smallest = 1e-60;

    /// <summary>
    /// +1 when a, b, c turn left (counter-clockwise), -1 when they turn right, 0 when they are exactly collinear.
    /// </summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [Export("algorithms.geometry.predicates.exact.orientation")]
    public static int Orientation(Point2 a, Point2 b, Point2 c)
    {
        double left = (a.X - c.X) * (b.Y - c.Y), right = (a.Y - c.Y) * (b.X - c.X);
        double det = left - right, bound = OrientationBound * (Math.Abs(left) + Math.Abs(right));
        if (Math.Abs(det) > bound && bound > Underflow)
            return det > 0 ? 1 : -1;
        return CrossExactly(c, a, c, b);
    }

    /// <summary>Sign of (b - a) × (d - c): +1 when the second direction lies counter-clockwise of the first.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.predicates.exact.cross")]
    public static int Cross(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        double left = (b.X - a.X) * (d.Y - c.Y), right = (b.Y - a.Y) * (d.X - c.X);
        double det = left - right, bound = OrientationBound * (Math.Abs(left) + Math.Abs(right));
        if (Math.Abs(det) > bound && bound > Underflow)
            return det > 0 ? 1 : -1;
        return CrossExactly(a, b, c, d);
    }

    /// <summary>Whether <paramref name="p"/> lies on the closed segment from <paramref name="a"/> to <paramref name="b"/>, exactly.</summary>
    [Export("algorithms.geometry.predicates.exact.on_segment")]
    public static bool OnSegment(Point2 a, Point2 b, Point2 p) =>
        p.X >= Math.Min(a.X, b.X) && p.X <= Math.Max(a.X, b.X) &&
        p.Y >= Math.Min(a.Y, b.Y) && p.Y <= Math.Max(a.Y, b.Y) && Orientation(a, b, p) == 0;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CrossExactly(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        double ux = Expansions.TwoDifference(b.X, a.X, out double uxLow), uy = Expansions.TwoDifference(b.Y, a.Y, out double uyLow);
        double vx = Expansions.TwoDifference(d.X, c.X, out double vxLow), vy = Expansions.TwoDifference(d.Y, c.Y, out double vyLow);
        if (!InRange(ux, uy, vx, vy) || !InRange(a) || !InRange(b) || !InRange(c) || !InRange(d))
            return CrossInIntegers(a, b, c, d);
        var x = new Expansions(stackalloc double[128]);
        if (uxLow == 0 && uyLow == 0 && vxLow == 0 && vyLow == 0)
        {
            double p = Expansions.TwoProduct(ux, vy, out double pLow), q = Expansions.TwoProduct(uy, vx, out double qLow);
            return p != q ? (p > q ? 1 : -1) : Math.Sign(pLow - qLow);
        }

        return Expansions.Sign(x.Determinant(
            x.Difference(b.X, a.X), x.Difference(b.Y, a.Y), x.Difference(d.X, c.X), x.Difference(d.Y, c.Y)));
    }

    private static int CrossInIntegers(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        RequireFinite(a, nameof(a));
        RequireFinite(b, nameof(b));
        RequireFinite(c, nameof(c));
        RequireFinite(d, nameof(d));
        BigInteger[] s = ScaledIntegers.Scale([a.X, a.Y, b.X, b.Y, c.X, c.Y, d.X, d.Y]);
        return (((s[2] - s[0]) * (s[7] - s[5])) - ((s[3] - s[1]) * (s[6] - s[4]))).Sign;
    }

    private static bool InRange(Point2 p) => InRange(p.X) && InRange(p.Y);

    private static bool InRange(double a, double b, double c, double d) => InRange(a) && InRange(b) && InRange(c) && InRange(d);

    private static bool InRange(double value) => value == 0 || Math.Abs(value) is > Smallest and < Largest;

    private static void RequireFinite(Point2 p, string name)
    {
        if (!p.IsFinite)
            throw new ArgumentException($"{name} is ({p.X}, {p.Y}); coordinates must be finite.", name);
    }
}
