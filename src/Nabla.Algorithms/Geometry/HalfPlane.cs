namespace Nabla.Algorithms.Geometry;

/// <summary>The closed half-plane a·x + b·y ≤ c.</summary>
/// <param name="A">Coefficient of x.</param>
/// <param name="B">Coefficient of y; A and B are not both zero.</param>
/// <param name="C">Right-hand side.</param>
[Export("algorithms.geometry.HalfPlane")]
public readonly record struct HalfPlane(double A, double B, double C)
{
    /// <summary>Outward normal (A, B).</summary>
    public Vec2 Normal => new(A, B);

    /// <summary>The half-plane on the left of the path from <paramref name="a"/> to <paramref name="b"/>.</summary>
    /// <exception cref="ArgumentException">The points coincide or are not finite.</exception>
    [Export("algorithms.geometry.half_plane.left_of")]
    public static HalfPlane LeftOf(Point2 a, Point2 b)
    {
        Vec2 d = Line.Through(a, b).Direction;
        return new(d.Y, -d.X, (d.Y * a.X) - (d.X * a.Y));
    }

    /// <summary>The points at least as near to <paramref name="site"/> as to <paramref name="other"/>.</summary>
    [Export("algorithms.geometry.half_plane.closer_to")]
    public static HalfPlane CloserTo(Point2 site, Point2 other)
    {
        Vec2 d = other - site;
        Point2 middle = site.Midpoint(other);
        return new(d.X, d.Y, (d.X * middle.X) + (d.Y * middle.Y));
    }

    /// <summary>a·x + b·y - c: negative inside, zero on the border.</summary>
    public double Evaluate(Point2 p) => (A * p.X) + (B * p.Y) - C;

    /// <summary>Whether the point is inside, allowing <paramref name="slack"/> of distance beyond the border.</summary>
    public bool Contains(Point2 p, double slack = 0) => Evaluate(p) <= slack * Normal.Length;
}
