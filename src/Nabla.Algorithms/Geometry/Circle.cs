namespace Nabla.Algorithms.Geometry;

/// <summary>A circle, and the disc inside it.</summary>
/// <param name="Center">Centre.</param>
/// <param name="Radius">Radius, at least 0; 0 is a point.</param>
[Export("algorithms.geometry.Circle")]
public readonly record struct Circle(Point2 Center, double Radius)
{
    /// <summary>πr².</summary>
    public double Area => Math.PI * Radius * Radius;

    /// <summary>2πr.</summary>
    public double Circumference => 2 * Math.PI * Radius;

    /// <summary>Smallest box around the circle.</summary>
    public Box Bounds => new(new(Center.X - Radius, Center.Y - Radius), new(Center.X + Radius, Center.Y + Radius));

    /// <summary>The point of the circle at <paramref name="angle"/> radians.</summary>
    public Point2 At(double angle) => Center + (Vec2.FromAngle(angle) * Radius);

    /// <summary>Whether <paramref name="p"/> is in the closed disc, allowing <paramref name="slack"/> beyond the rim.</summary>
    public bool Contains(Point2 p, double slack = 0) => Center.DistanceTo(p) <= Radius + slack;

    /// <summary>Circle through three points (circumcircle).</summary>
    /// <exception cref="ArgumentException">The points are collinear (exact test) or not finite.</exception>
    [Export("algorithms.geometry.circle.through")]
    public static Circle Through(Point2 a, Point2 b, Point2 c)
    {
        Guard.Finite(a);
        Guard.Finite(b);
        Guard.Finite(c);
        if (Predicates.Exact.Orientation(a, b, c) == 0)
            throw new ArgumentException("The three points are collinear; no circle passes through them.", nameof(c));
        Point2 center = Circumcenter(a, b, c);
        return new(center, center.DistanceTo(a));
    }

    /// <summary>Centre of the circle through three points; far away or infinite when they are (nearly) collinear.</summary>
    internal static Point2 Circumcenter(Point2 a, Point2 b, Point2 c)
    {
        Vec2 u = b - a, v = c - a;
        double uu = u.LengthSquared, vv = v.LengthSquared, d = 2 * u.Cross(v);
        return a + new Vec2(((v.Y * uu) - (u.Y * vv)) / d, ((u.X * vv) - (v.X * uu)) / d);
    }
}
