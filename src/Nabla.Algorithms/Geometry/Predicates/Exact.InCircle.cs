using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Geometry.Predicates;

public static partial class Exact
{
    private const double InCircleBound = (10 + (96 * Epsilon)) * Epsilon;
    private const double InCircleHeadsBound = (4 + (48 * Epsilon)) * Epsilon;

    /// <summary>
    /// For a, b, c counter-clockwise: +1 when <paramref name="d"/> is inside their circle, -1 outside, 0 exactly on it.
    /// The sign flips when a, b, c are clockwise.
    /// </summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.predicates.exact.in_circle")]
    public static int InCircle(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        double adx = a.X - d.X, ady = a.Y - d.Y, bdx = b.X - d.X, bdy = b.Y - d.Y, cdx = c.X - d.X, cdy = c.Y - d.Y;
        double bc1 = bdx * cdy, bc2 = cdx * bdy, ca1 = cdx * ady, ca2 = adx * cdy, ab1 = adx * bdy, ab2 = bdx * ady;
        double aLift = (adx * adx) + (ady * ady), bLift = (bdx * bdx) + (bdy * bdy), cLift = (cdx * cdx) + (cdy * cdy);
        double det = (aLift * (bc1 - bc2)) + (bLift * (ca1 - ca2)) + (cLift * (ab1 - ab2));
        double permanent = ((Math.Abs(bc1) + Math.Abs(bc2)) * aLift) + ((Math.Abs(ca1) + Math.Abs(ca2)) * bLift) +
            ((Math.Abs(ab1) + Math.Abs(ab2)) * cLift);
        double bound = InCircleBound * permanent;
        if (Math.Abs(det) > bound && bound > Underflow)
            return det > 0 ? 1 : -1;
        return InCircleExactly(a, b, c, d, permanent);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int InCircleExactly(Point2 a, Point2 b, Point2 c, Point2 d, double permanent)
    {
        if (!InRange(a) || !InRange(b) || !InRange(c) || !InRange(d))
            return InCircleInIntegers(a, b, c, d);
        Span<double> store = stackalloc double[8192];
        double adx = Expansions.TwoDifference(a.X, d.X, out double adxLow), ady = Expansions.TwoDifference(a.Y, d.Y, out double adyLow);
        double bdx = Expansions.TwoDifference(b.X, d.X, out double bdxLow), bdy = Expansions.TwoDifference(b.Y, d.Y, out double bdyLow);
        double cdx = Expansions.TwoDifference(c.X, d.X, out double cdxLow), cdy = Expansions.TwoDifference(c.Y, d.Y, out double cdyLow);

        // The rounded differences, multiplied exactly: final when nothing was rounded off or the result is clear.
        var x = new Expansions(store);
        ReadOnlySpan<double> det = InCircleDeterminant(ref x, x.Of(adx), x.Of(ady), x.Of(bdx), x.Of(bdy), x.Of(cdx), x.Of(cdy));
        if (adxLow == 0 && adyLow == 0 && bdxLow == 0 && bdyLow == 0 && cdxLow == 0 && cdyLow == 0)
            return Expansions.Sign(det);
        if (Math.Abs(Expansions.Estimate(det)) > InCircleHeadsBound * permanent)
            return Expansions.Sign(det);

        x = new Expansions(store);
        return Expansions.Sign(InCircleDeterminant(
            ref x, x.Difference(a.X, d.X), x.Difference(a.Y, d.Y), x.Difference(b.X, d.X), x.Difference(b.Y, d.Y),
            x.Difference(c.X, d.X), x.Difference(c.Y, d.Y)));
    }

    private static ReadOnlySpan<double> InCircleDeterminant(
        ref Expansions x, scoped ReadOnlySpan<double> ax, scoped ReadOnlySpan<double> ay, scoped ReadOnlySpan<double> bx,
        scoped ReadOnlySpan<double> by, scoped ReadOnlySpan<double> cx, scoped ReadOnlySpan<double> cy)
    {
        ReadOnlySpan<double> aTerm = Lifted(ref x, ax, ay, bx, by, cx, cy);
        ReadOnlySpan<double> bTerm = Lifted(ref x, bx, by, cx, cy, ax, ay);
        ReadOnlySpan<double> cTerm = Lifted(ref x, cx, cy, ax, ay, bx, by);
        return x.Sum(x.Sum(aTerm, bTerm), cTerm);
    }

    /// <summary>(px² + py²)·(q × r).</summary>
    private static ReadOnlySpan<double> Lifted(
        ref Expansions x, scoped ReadOnlySpan<double> px, scoped ReadOnlySpan<double> py, scoped ReadOnlySpan<double> qx,
        scoped ReadOnlySpan<double> qy, scoped ReadOnlySpan<double> rx, scoped ReadOnlySpan<double> ry) =>
        x.Product(x.Sum(x.Product(px, px), x.Product(py, py)), x.Determinant(qx, qy, rx, ry));

    private static int InCircleInIntegers(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        RequireFinite(a, nameof(a));
        RequireFinite(b, nameof(b));
        RequireFinite(c, nameof(c));
        RequireFinite(d, nameof(d));
        BigInteger[] s = ScaledIntegers.Scale([a.X, a.Y, b.X, b.Y, c.X, c.Y, d.X, d.Y]);
        BigInteger ax = s[0] - s[6], ay = s[1] - s[7], bx = s[2] - s[6], by = s[3] - s[7], cx = s[4] - s[6], cy = s[5] - s[7];
        return ((((ax * ax) + (ay * ay)) * ((bx * cy) - (by * cx))) + (((bx * bx) + (by * by)) * ((cx * ay) - (cy * ax))) +
            (((cx * cx) + (cy * cy)) * ((ax * by) - (ay * bx)))).Sign;
    }
}
