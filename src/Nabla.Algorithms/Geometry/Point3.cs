namespace Nabla.Algorithms.Geometry;

/// <summary>A position in space.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Z">Third coordinate.</param>
[Export("algorithms.geometry.Point3")]
public readonly record struct Point3(double X, double Y, double Z)
{
    /// <summary>Whether all three coordinates are finite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>Euclidean distance to <paramref name="other"/>.</summary>
    public double DistanceTo(Point3 other) => (this - other).Length;

    /// <summary>A triple of coordinates is a point.</summary>
    public static implicit operator Point3((double X, double Y, double Z) triple) => new(triple.X, triple.Y, triple.Z);

    /// <summary>The point moved by <paramref name="v"/>.</summary>
    public static Point3 operator +(Point3 p, Vec3 v) => new(p.X + v.X, p.Y + v.Y, p.Z + v.Z);

    /// <summary>The vector from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static Vec3 operator -(Point3 a, Point3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);
}
