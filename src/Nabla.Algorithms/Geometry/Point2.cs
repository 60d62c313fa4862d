using System.Globalization;

namespace Nabla.Algorithms.Geometry;

/// <summary>A position in the plane. Order is lexicographic: x first, then y.</summary>
/// <param name="X">Horizontal coordinate.</param>
/// <param name="Y">Vertical coordinate.</param>
/// <remarks>
/// Formulas (distances, areas) let NaN and infinities propagate. Algorithms that sort, classify or connect points
/// need finite coordinates and throw an <see cref="ArgumentException"/> that names the argument and the first bad index.
/// </remarks>
[Export("algorithms.geometry.Point2")]
public readonly record struct Point2(double X, double Y) : IComparable<Point2>
{
    /// <summary>The point (0, 0).</summary>
    [Export("algorithms.geometry.point2.origin")]
    public static Point2 Origin => default;

    /// <summary>Whether both coordinates are finite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);

    /// <summary>Vector from the origin to this point.</summary>
    public Vec2 ToVector() => new(X, Y);

    /// <summary>Euclidean distance to <paramref name="other"/>, safe from overflow and underflow.</summary>
    public double DistanceTo(Point2 other) => double.Hypot(X - other.X, Y - other.Y);

    /// <summary>Squared Euclidean distance to <paramref name="other"/>.</summary>
    public double DistanceSquaredTo(Point2 other) => (this - other).LengthSquared;

    /// <summary>The point turned by <paramref name="angle"/> radians counter-clockwise about <paramref name="center"/>.</summary>
    public Point2 Rotate(double angle, Point2 center = default) => center + (this - center).Rotate(angle);

    /// <summary>The point at fraction <paramref name="t"/> of the way to <paramref name="other"/>; 0 is here, 1 is there.</summary>
    public Point2 Lerp(Point2 other, double t) => new(X + ((other.X - X) * t), Y + ((other.Y - Y) * t));

    /// <summary>The point half-way to <paramref name="other"/>, without overflow.</summary>
    public Point2 Midpoint(Point2 other) => new((X * 0.5) + (other.X * 0.5), (Y * 0.5) + (other.Y * 0.5));

    /// <inheritdoc/>
    public int CompareTo(Point2 other)
    {
        int byX = X.CompareTo(other.X);
        return byX != 0 ? byX : Y.CompareTo(other.Y);
    }

    /// <summary>"(x, y)" in the invariant culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X}, {Y})");

    /// <summary>A pair of coordinates is a point.</summary>
    public static implicit operator Point2((double X, double Y) pair) => new(pair.X, pair.Y);

    /// <summary>The point moved by <paramref name="v"/>.</summary>
    public static Point2 operator +(Point2 p, Vec2 v) => new(p.X + v.X, p.Y + v.Y);

    /// <summary>The point moved back by <paramref name="v"/>.</summary>
    public static Point2 operator -(Point2 p, Vec2 v) => new(p.X - v.X, p.Y - v.Y);

    /// <summary>The vector from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static Vec2 operator -(Point2 a, Point2 b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Lexicographic order.</summary>
    public static bool operator <(Point2 a, Point2 b) => a.X < b.X || (a.X == b.X && a.Y < b.Y);

    /// <summary>Lexicographic order.</summary>
    public static bool operator >(Point2 a, Point2 b) => b < a;

    /// <summary>Lexicographic order.</summary>
    public static bool operator <=(Point2 a, Point2 b) => a.X < b.X || (a.X == b.X && a.Y <= b.Y);

    /// <summary>Lexicographic order.</summary>
    public static bool operator >=(Point2 a, Point2 b) => b <= a;
}
