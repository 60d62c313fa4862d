using System.Globalization;

namespace Nabla.Algorithms.Geometry;

/// <summary>A direction with a length in the plane. Plain arithmetic: NaN and infinities propagate.</summary>
/// <param name="X">Horizontal component.</param>
/// <param name="Y">Vertical component.</param>
[Export("algorithms.geometry.Vec2")]
public readonly record struct Vec2(double X, double Y)
{
    /// <summary>Squared length.</summary>
    public double LengthSquared => (X * X) + (Y * Y);

    /// <summary>Euclidean length, safe from overflow and underflow.</summary>
    public double Length => double.Hypot(X, Y);

    /// <summary>Angle to the positive x axis in (-π, π]; 0 for the zero vector.</summary>
    public double Angle => Math.Atan2(Y, X);

    /// <summary>The vector turned a quarter counter-clockwise (the left normal).</summary>
    public Vec2 Perpendicular => new(-Y, X);

    /// <summary>Unit vector at <paramref name="angle"/> radians from the x axis.</summary>
    [Export("algorithms.geometry.vec2.from_angle")]
    public static Vec2 FromAngle(double angle) => new(Math.Cos(angle), Math.Sin(angle));

    /// <summary>Inner product.</summary>
    public double Dot(Vec2 other) => (X * other.X) + (Y * other.Y);

    /// <summary>Signed area of the parallelogram; positive when <paramref name="other"/> lies counter-clockwise.</summary>
    public double Cross(Vec2 other) => (X * other.Y) - (Y * other.X);

    /// <summary>Signed angle in (-π, π] that turns this vector onto <paramref name="other"/>.</summary>
    public double AngleTo(Vec2 other) => Math.Atan2(Cross(other), Dot(other));

    /// <summary>The vector turned by <paramref name="angle"/> radians counter-clockwise.</summary>
    public Vec2 Rotate(double angle)
    {
        (double sin, double cos) = Math.SinCos(angle);
        return new((X * cos) - (Y * sin), (X * sin) + (Y * cos));
    }

    /// <summary>The vector of length 1 with the same direction.</summary>
    /// <exception cref="InvalidOperationException">The vector is zero or not finite, so it has no direction.</exception>
    public Vec2 Normalize()
    {
        double length = Length;
        if (length == 0 || !double.IsFinite(length))
            throw new InvalidOperationException($"The vector ({X}, {Y}) has no direction to normalise.");
        return new(X / length, Y / length);
    }

    /// <summary>"(x, y)" in the invariant culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X}, {Y})");

    /// <summary>Component-wise sum.</summary>
    public static Vec2 operator +(Vec2 a, Vec2 b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Component-wise difference.</summary>
    public static Vec2 operator -(Vec2 a, Vec2 b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>The opposite vector.</summary>
    public static Vec2 operator -(Vec2 a) => new(-a.X, -a.Y);

    /// <summary>The vector scaled by <paramref name="s"/>.</summary>
    public static Vec2 operator *(Vec2 a, double s) => new(a.X * s, a.Y * s);

    /// <summary>The vector scaled by <paramref name="s"/>.</summary>
    public static Vec2 operator *(double s, Vec2 a) => new(a.X * s, a.Y * s);

    /// <summary>The vector divided by <paramref name="s"/>.</summary>
    public static Vec2 operator /(Vec2 a, double s) => new(a.X / s, a.Y / s);
}
