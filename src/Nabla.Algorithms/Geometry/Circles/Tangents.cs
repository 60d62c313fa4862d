using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Circles;

/// <summary>Lines that touch.</summary>
public static class Tangents
{
    private const double Slack = 1e-12;

    /// <summary>Where the tangents from a point touch a circle: none from inside, the point itself from the rim, else two.</summary>
    /// <remarks>Seen from the point, the first is on the right of the circle and the second on the left.</remarks>
    [Export("algorithms.geometry.circles.tangents.point_circle")]
    public static PointPair PointCircle(Point2 p, Circle circle)
    {
        Vec2 d = p - circle.Center;
        double distance = d.Length, r = circle.Radius;
        if (distance < r * (1 - Slack))
            return default;
        if (distance <= r * (1 + Slack))
            return new(1, p, p);
        // On the way from the centre to p the chord of contact is r²/|d| away, and this far to both sides:
        Vec2 unit = d / distance;
        double along = r * r / distance, aside = r * Math.Sqrt((distance - r) * (distance + r)) / distance;
        Point2 foot = circle.Center + (unit * along);
        return new(2, foot + (unit.Perpendicular * aside), foot - (unit.Perpendicular * aside));
    }

    /// <summary>
    /// Common tangents of two circles, each from its touching point on the first to that on the second: outer ones first,
    /// then inner; 4 apart, 3 touching outside, 2 crossing, 1 touching inside, none nested or equal.
    /// </summary>
    /// <remarks>Where both touch in one point the segment has length 0.</remarks>
    [Export("algorithms.geometry.circles.tangents.circles")]
    public static Segment[] Circles(Circle first, Circle second)
    {
        CircleRelation relation = Intersect.Relate(first, second);
        if (relation is CircleRelation.Equal or CircleRelation.Nested)
            return [];
        var found = new List<Segment>(4);
        AddTangents(first, second, 1, relation == CircleRelation.InternallyTangent, found);
        if (relation is CircleRelation.Apart or CircleRelation.ExternallyTangent)
            AddTangents(first, second, -1, relation == CircleRelation.ExternallyTangent, found);
        return [.. found];
    }

    /// <summary>Corners of a polygon (or any points) where the two tangents from a point outside its hull touch.</summary>
    /// <param name="p">A point.</param>
    /// <param name="polygon">At least 1 point; only the hull matters.</param>
    /// <returns>The corner with everything on its left, and the one with everything on its right; null when p is in the hull.</returns>
    /// <exception cref="ArgumentException">There are no points, or a coordinate is not finite.</exception>
    /// <remarks>Exact. Of two corners on one tangent the nearer is returned.</remarks>
    [Export("algorithms.geometry.circles.tangents.point_polygon")]
    public static (Point2 Right, Point2 Left)? PointPolygon(Point2 p, ReadOnlySpan<Point2> polygon)
    {
        Guard.Count(polygon.Length, 1, nameof(polygon));
        Guard.Finite(p);
        Point2[] hull = ConvexHull.Of(polygon);
        bool inside = hull.Length switch
        {
            1 => p == hull[0],
            2 => Exact.OnSegment(hull[0], hull[1], p),
            _ => Polygon.LocateInConvex(hull, p) != Location.Outside,
        };
        if (inside)
            return null;
        Point2 right = hull[0], left = hull[0];
        foreach (Point2 q in hull)
        {
            int toRight = Exact.Orientation(p, right, q), toLeft = Exact.Orientation(p, left, q);
            if (toRight < 0 || (toRight == 0 && p.DistanceTo(q) < p.DistanceTo(right)))
                right = q;
            if (toLeft > 0 || (toLeft == 0 && p.DistanceTo(q) < p.DistanceTo(left)))
                left = q;
        }

        return (right, left);
    }

    /// <summary>Unit normals n with n·(c₂ - c₁) = r₁ - side·r₂ give the lines at distance r₁ and ±r₂ from the centres.</summary>
    private static void AddTangents(Circle first, Circle second, int side, bool single, List<Segment> found)
    {
        Vec2 d = second.Center - first.Center;
        double distance = d.Length, difference = first.Radius - (side * second.Radius);
        Vec2 unit = d / distance;
        double along = single ? Math.Sign(difference) : difference / distance;
        double aside = single ? 0 : Math.Sqrt(Math.Max(0, (1 - along) * (1 + along)));
        for (int sign = 1; sign >= (single ? 1 : -1); sign -= 2)
        {
            Vec2 normal = (unit * along) + (unit.Perpendicular * (sign * aside));
            found.Add(new(first.Center + (normal * first.Radius), second.Center + (normal * (side * second.Radius))));
        }
    }
}
