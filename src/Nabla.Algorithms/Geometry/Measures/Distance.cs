namespace Nabla.Algorithms.Geometry.Measures;

/// <summary>Distances, projections and reflections. Formulas: NaN propagates.</summary>
public static class Distance
{
    /// <summary>Distance from a point to a line.</summary>
    [Export("algorithms.geometry.measures.distance.between")]
    public static double Between(Point2 p, Line line) => Math.Abs(line.SignedDistance(p));

    /// <summary>Distance from a point to a segment.</summary>
    public static double Between(Point2 p, Segment segment)
    {
        Vec2 d = segment.Direction, toP = p - segment.A;
        double along = toP.Dot(d);
        if (!(along > 0))
            return toP.Length;
        return along >= d.LengthSquared ? p.DistanceTo(segment.B) : Math.Abs(d.Cross(toP)) / d.Length;
    }

    /// <summary>Distance between two segments; 0 when they touch (exact test).</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public static double Between(Segment first, Segment second)
    {
        if (Intersections.Intersect.Touch(first, second))
            return 0;
        return Math.Min(
            Math.Min(Between(first.A, second), Between(first.B, second)),
            Math.Min(Between(second.A, first), Between(second.B, first)));
    }

    /// <summary>Distance between two lines: 0 unless their directions are exactly parallel.</summary>
    public static double Between(Line first, Line second) =>
        first.Direction.Cross(second.Direction) != 0 ? 0 : Between(second.Origin, first);

    /// <summary>Distance from a point to a closed disc.</summary>
    public static double Between(Point2 p, Circle circle) => Math.Max(0, p.DistanceTo(circle.Center) - circle.Radius);

    /// <summary>Distance between two closed discs.</summary>
    public static double Between(Circle first, Circle second) =>
        Math.Max(0, first.Center.DistanceTo(second.Center) - first.Radius - second.Radius);

    /// <summary>Distance from a line to a closed disc.</summary>
    public static double Between(Line line, Circle circle) => Math.Max(0, Between(circle.Center, line) - circle.Radius);

    /// <summary>Distance from a segment to a closed disc.</summary>
    public static double Between(Segment segment, Circle circle) => Math.Max(0, Between(circle.Center, segment) - circle.Radius);

    /// <summary>Distance from a point to a filled polygon; 0 inside.</summary>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, or a coordinate is not finite.</exception>
    public static double Between(Point2 p, ReadOnlySpan<Point2> polygon) =>
        Polygons.Polygon.Locate(polygon, p) == Polygons.Location.Outside ? ToBoundary(p, polygon) : 0;

    /// <summary>Distance from a point to the outline of a polygon.</summary>
    /// <exception cref="ArgumentException">There are no vertices.</exception>
    [Export("algorithms.geometry.measures.distance.to_boundary")]
    public static double ToBoundary(Point2 p, ReadOnlySpan<Point2> polygon)
    {
        Guard.Count(polygon.Length, 1, nameof(polygon));
        double best = double.PositiveInfinity;
        Point2 previous = polygon[^1];
        foreach (Point2 vertex in polygon)
        {
            best = Math.Min(best, Between(p, new Segment(previous, vertex)));
            previous = vertex;
        }

        return best;
    }

    /// <summary>Foot of the perpendicular from a point to a line.</summary>
    [Export("algorithms.geometry.measures.distance.project")]
    public static Point2 Project(Point2 p, Line line) => line.At(line.Project(p));

    /// <summary>The point of a segment nearest to <paramref name="p"/>.</summary>
    [Export("algorithms.geometry.measures.distance.nearest")]
    public static Point2 Nearest(Point2 p, Segment segment)
    {
        Vec2 d = segment.Direction;
        double along = (p - segment.A).Dot(d);
        if (!(along > 0))
            return segment.A;
        return along >= d.LengthSquared ? segment.B : segment.At(along / d.LengthSquared);
    }

    /// <summary>The point of a circle (its rim) nearest to <paramref name="p"/>; the rightmost one for the centre itself.</summary>
    public static Point2 Nearest(Point2 p, Circle circle)
    {
        Vec2 d = p - circle.Center;
        return d.Length == 0 ? circle.At(0) : circle.Center + (d.Normalize() * circle.Radius);
    }

    /// <summary>Mirror image of a point in a line.</summary>
    [Export("algorithms.geometry.measures.distance.reflect")]
    public static Point2 Reflect(Point2 p, Line line) => p + ((Project(p, line) - p) * 2);

    /// <summary>Mirror image of a direction in a line.</summary>
    public static Vec2 Reflect(Vec2 v, Line line) =>
        (line.Direction * (2 * v.Dot(line.Direction) / line.Direction.LengthSquared)) - v;

    /// <summary>Inversion of a point in a circle: on the same ray, distances multiply to r².</summary>
    /// <exception cref="ArgumentException">The point is the centre.</exception>
    [Export("algorithms.geometry.measures.distance.invert")]
    public static Point2 Invert(Point2 p, Circle circle)
    {
        Vec2 d = p - circle.Center;
        if (d.LengthSquared == 0)
            throw new ArgumentException("The centre of a circle has no inverse.", nameof(p));
        return circle.Center + (d * (circle.Radius * circle.Radius / d.LengthSquared));
    }
}
