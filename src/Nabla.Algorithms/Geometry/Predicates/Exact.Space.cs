using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Geometry.Predicates;

public static partial class Exact
{
    private const double SpaceBound = (7 + (56 * Epsilon)) * Epsilon;

    /// <summary>
    /// Side of the plane through a, b, c on which <paramref name="d"/> lies: +1 on the side of (b - a) × (c - a),
    /// from where a, b, c appear counter-clockwise, -1 on the other, 0 exactly coplanar.
    /// </summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public static int Orientation(Point3 a, Point3 b, Point3 c, Point3 d)
    {
        double ax = a.X - d.X, ay = a.Y - d.Y, az = a.Z - d.Z, bx = b.X - d.X, by = b.Y - d.Y, bz = b.Z - d.Z;
        double cx = c.X - d.X, cy = c.Y - d.Y, cz = c.Z - d.Z;
        double bc1 = bx * cy, bc2 = cx * by, ca1 = cx * ay, ca2 = ax * cy, ab1 = ax * by, ab2 = bx * ay;
        double det = (az * (bc1 - bc2)) + (bz * (ca1 - ca2)) + (cz * (ab1 - ab2));
        double bound = SpaceBound * (((Math.Abs(bc1) + Math.Abs(bc2)) * Math.Abs(az)) + ((Math.Abs(ca1) + Math.Abs(ca2)) * Math.Abs(bz)) +
            ((Math.Abs(ab1) + Math.Abs(ab2)) * Math.Abs(cz)));
        if (Math.Abs(det) > bound && bound > Underflow)
            return det > 0 ? -1 : 1;
        return -SpaceExactly(a, b, c, d);
    }

    /// <summary>Sign of the 3×3 determinant with the given rows.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    [Export("algorithms.geometry.predicates.exact.determinant")]
    public static int Determinant(Vec3 first, Vec3 second, Vec3 third)
    {
        double bc1 = second.X * third.Y, bc2 = third.X * second.Y, ca1 = third.X * first.Y, ca2 = first.X * third.Y;
        double ab1 = first.X * second.Y, ab2 = second.X * first.Y;
        double det = (first.Z * (bc1 - bc2)) + (second.Z * (ca1 - ca2)) + (third.Z * (ab1 - ab2));
        double bound = SpaceBound * (((Math.Abs(bc1) + Math.Abs(bc2)) * Math.Abs(first.Z)) +
            ((Math.Abs(ca1) + Math.Abs(ca2)) * Math.Abs(second.Z)) + ((Math.Abs(ab1) + Math.Abs(ab2)) * Math.Abs(third.Z)));
        if (Math.Abs(det) > bound && bound > Underflow)
            return det > 0 ? 1 : -1;
        Point3 origin = default;
        return SpaceExactly(origin + first, origin + second, origin + third, origin);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SpaceExactly(Point3 a, Point3 b, Point3 c, Point3 d)
    {
        if (!InRange(a) || !InRange(b) || !InRange(c) || !InRange(d))
            return SpaceInIntegers(a, b, c, d);
        var x = new Expansions(stackalloc double[2048]);
        ReadOnlySpan<double> ax = x.Difference(a.X, d.X), ay = x.Difference(a.Y, d.Y), az = x.Difference(a.Z, d.Z);
        ReadOnlySpan<double> bx = x.Difference(b.X, d.X), by = x.Difference(b.Y, d.Y), bz = x.Difference(b.Z, d.Z);
        ReadOnlySpan<double> cx = x.Difference(c.X, d.X), cy = x.Difference(c.Y, d.Y), cz = x.Difference(c.Z, d.Z);
        ReadOnlySpan<double> aTerm = x.Product(x.Determinant(bx, by, cx, cy), az);
        ReadOnlySpan<double> bTerm = x.Product(x.Determinant(cx, cy, ax, ay), bz);
        ReadOnlySpan<double> cTerm = x.Product(x.Determinant(ax, ay, bx, by), cz);
        return Expansions.Sign(x.Sum(x.Sum(aTerm, bTerm), cTerm));
    }

    private static int SpaceInIntegers(Point3 a, Point3 b, Point3 c, Point3 d)
    {
        foreach ((Point3 p, string name) in ((Point3, string)[])[(a, nameof(a)), (b, nameof(b)), (c, nameof(c)), (d, nameof(d))])
            if (!p.IsFinite)
                throw new ArgumentException($"{name} is ({p.X}, {p.Y}, {p.Z}); coordinates must be finite.", name);
        BigInteger[] s = ScaledIntegers.Scale([a.X, a.Y, a.Z, b.X, b.Y, b.Z, c.X, c.Y, c.Z, d.X, d.Y, d.Z]);
        BigInteger ax = s[0] - s[9], ay = s[1] - s[10], az = s[2] - s[11], bx = s[3] - s[9], by = s[4] - s[10], bz = s[5] - s[11];
        BigInteger cx = s[6] - s[9], cy = s[7] - s[10], cz = s[8] - s[11];
        return ((az * ((bx * cy) - (cx * by))) + (bz * ((cx * ay) - (ax * cy))) + (cz * ((ax * by) - (bx * ay)))).Sign;
    }

    private static bool InRange(Point3 p) => InRange(p.X) && InRange(p.Y) && InRange(p.Z);
}
