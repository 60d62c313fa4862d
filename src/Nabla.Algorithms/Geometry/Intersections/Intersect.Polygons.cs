using Nabla.Algorithms.Geometry.Predicates;
using Polygon = Nabla.Algorithms.Geometry.Polygons.Polygon;

namespace Nabla.Algorithms.Geometry.Intersections;

public static partial class Intersect
{
    /// <summary>Points where a line meets the outline of a polygon, in the line's direction, without repeats.</summary>
    /// <param name="line">The line.</param>
    /// <param name="polygon">Vertices of the polygon; an edge along the line gives both its ends.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.intersections.intersect.line_polygon")]
    public static Point2[] LinePolygon(Line line, ReadOnlySpan<Point2> polygon)
    {
        Guard.Finite(polygon);
        var found = new List<Point2>();
        for (int i = 0; i < polygon.Length; i++)
            Collect(LineSegment(line, new(polygon[i], polygon[Polygon.Next(i, polygon.Length)])), found);
        return Ordered(found, line);
    }

    /// <summary>Points where a segment meets the outline of a polygon, from A to B, without repeats. Exact kinds.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.intersections.intersect.segment_polygon")]
    public static Point2[] SegmentPolygon(Segment segment, ReadOnlySpan<Point2> polygon)
    {
        Guard.Finite(polygon);
        var found = new List<Point2>();
        for (int i = 0; i < polygon.Length; i++)
            Collect(Segments(segment, new(polygon[i], polygon[Polygon.Next(i, polygon.Length)])), found);
        return Ordered(found, new(segment.A, segment.Direction));
    }

    /// <summary>Points where a circle meets the outline of a polygon, in the order of the outline, without repeats.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.intersections.intersect.circle_polygon")]
    public static Point2[] CirclePolygon(Circle circle, ReadOnlySpan<Point2> polygon)
    {
        Guard.Finite(polygon);
        var found = new List<Point2>();
        for (int i = 0; i < polygon.Length; i++)
            found.AddRange(SegmentCircle(new(polygon[i], polygon[Polygon.Next(i, polygon.Length)]), circle).ToArray());
        double near = 1e-10 * circle.Radius;
        var distinct = new List<Point2>();
        foreach (Point2 p in found)
            if (!distinct.Exists(q => q.DistanceTo(p) <= near))
                distinct.Add(p);
        return [.. distinct];
    }

    /// <summary>Points where the outlines of two polygons meet, in lexicographic order, without repeats. O(n·m).</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <remarks>Collinear overlaps contribute their ends. For the common area see <see cref="Clipping.PolygonBoolean"/>.</remarks>
    [Export("algorithms.geometry.intersections.intersect.outlines")]
    public static Point2[] Outlines(ReadOnlySpan<Point2> first, ReadOnlySpan<Point2> second)
    {
        Guard.Finite(first);
        Guard.Finite(second);
        var found = new List<Point2>();
        for (int i = 0; i < first.Length; i++)
            for (int j = 0; j < second.Length; j++)
                Collect(
                    Segments(
                        new(first[i], first[Polygon.Next(i, first.Length)]),
                        new(second[j], second[Polygon.Next(j, second.Length)])),
                    found);
        found.Sort();
        return [.. found.Distinct()];
    }

    /// <summary>Whether two convex counter-clockwise polygons share a point: no edge separates them. Exact, O(n·m).</summary>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, or a coordinate is not finite.</exception>
    [Export("algorithms.geometry.intersections.intersect.convex_touch")]
    public static bool ConvexTouch(ReadOnlySpan<Point2> first, ReadOnlySpan<Point2> second)
    {
        Guard.Count(first.Length, 3, nameof(first));
        Guard.Count(second.Length, 3, nameof(second));
        return !Separates(first, second) && !Separates(second, first);
    }

    private static bool Separates(ReadOnlySpan<Point2> edges, ReadOnlySpan<Point2> points)
    {
        for (int i = 0; i < edges.Length; i++)
        {
            Point2 a = edges[i], b = edges[Polygon.Next(i, edges.Length)];
            bool all = true;
            foreach (Point2 p in points)
                if (Exact.Orientation(a, b, p) >= 0)
                {
                    all = false;
                    break;
                }

            if (all)
                return true;
        }

        return false;
    }

    private static void Collect(SegmentIntersection common, List<Point2> found)
    {
        if (common.Kind != IntersectionKind.None)
            found.Add(common.First);
        if (common.Kind == IntersectionKind.Overlap)
            found.Add(common.Second);
    }

    private static Point2[] Ordered(List<Point2> points, Line line)
    {
        if (line.Direction == default)
            return [.. points.Distinct()];
        return [.. points.Distinct().OrderBy(p => (p - line.Origin).Dot(line.Direction))];
    }
}
