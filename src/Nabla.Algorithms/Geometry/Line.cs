namespace Nabla.Algorithms.Geometry;

/// <summary>An infinite directed line.</summary>
/// <param name="Origin">A point on the line.</param>
/// <param name="Direction">Its direction, not zero; need not have length 1.</param>
[Export("algorithms.geometry.Line")]
public readonly record struct Line(Point2 Origin, Vec2 Direction)
{
    /// <summary>The line through two different points, directed from <paramref name="a"/> to <paramref name="b"/>.</summary>
    /// <exception cref="ArgumentException">The points coincide or are not finite.</exception>
    [Export("algorithms.geometry.line.through")]
    public static Line Through(Point2 a, Point2 b)
    {
        Guard.Finite(a);
        Guard.Finite(b);
        if (a == b)
            throw new ArgumentException($"Both points are ({a.X}, {a.Y}); a line needs two different ones.", nameof(b));
        return new(a, b - a);
    }

    /// <summary>The line a·x + b·y = c, directed along (-b, a), so that a·x + b·y &lt; c lies on its left.</summary>
    /// <exception cref="ArgumentException">a and b are both zero.</exception>
    [Export("algorithms.geometry.line.from_equation")]
    public static Line FromEquation(double a, double b, double c)
    {
        double n = (a * a) + (b * b);
        if (!(n > 0) || !double.IsFinite(n) || !double.IsFinite(c))
            throw new ArgumentException($"{a}·x + {b}·y = {c} is not the equation of a line.", nameof(a));
        return new(new(a * c / n, b * c / n), new(-b, a));
    }

    /// <summary>The point Origin + t·Direction.</summary>
    public Point2 At(double t) => Origin + (Direction * t);

    /// <summary>Parameter of the orthogonal projection of <paramref name="p"/>.</summary>
    public double Project(Point2 p) => (p - Origin).Dot(Direction) / Direction.LengthSquared;

    /// <summary>Signed distance of <paramref name="p"/>, positive on the left.</summary>
    public double SignedDistance(Point2 p) => Direction.Cross(p - Origin) / Direction.Length;

    /// <summary>The parallel line at <paramref name="distance"/> to the left.</summary>
    public Line Offset(double distance) => new(Origin + (Direction.Perpendicular.Normalize() * distance), Direction);
}
