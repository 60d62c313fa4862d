namespace Nabla.Algorithms.Geometry.Intersections;

/// <summary>How two circles lie to each other.</summary>
[Export("algorithms.geometry.intersections.CircleRelation")]
public enum CircleRelation
{
    /// <summary>Outside each other, no common point.</summary>
    Apart,

    /// <summary>Outside each other, one common point.</summary>
    ExternallyTangent,

    /// <summary>Two common points.</summary>
    Crossing,

    /// <summary>One inside the other, one common point.</summary>
    InternallyTangent,

    /// <summary>One inside the other, no common point.</summary>
    Nested,

    /// <summary>The same circle.</summary>
    Equal,
}

public static partial class Intersect
{
    /// <summary>Relative slack within which a distance counts as tangency.</summary>
    private const double Slack = 1e-12;

    /// <summary>Common points of a line and a circle, in the line's direction; tangency within a relative 10⁻¹² counts as one.</summary>
    [Export("algorithms.geometry.intersections.intersect.line_circle")]
    public static PointPair LineCircle(Line line, Circle circle)
    {
        Vec2 unit = line.Direction.Normalize();
        Point2 foot = line.Origin + (unit * (circle.Center - line.Origin).Dot(unit));
        double distance = (circle.Center - line.Origin).Cross(unit);
        double half = (circle.Radius - Math.Abs(distance)) * (circle.Radius + Math.Abs(distance));
        double slack = Slack * circle.Radius * circle.Radius;
        if (!(half >= -slack))
            return default;
        if (half <= slack)
            return new(1, foot, foot);
        double along = Math.Sqrt(half);
        return new(2, foot - (unit * along), foot + (unit * along));
    }

    /// <summary>Common points of a segment and a circle (its rim), from A to B.</summary>
    [Export("algorithms.geometry.intersections.intersect.segment_circle")]
    public static PointPair SegmentCircle(Segment segment, Circle circle)
    {
        if (segment.A == segment.B)
        {
            bool on = Math.Abs(segment.A.DistanceTo(circle.Center) - circle.Radius) <= Slack * circle.Radius;
            return on ? new(1, segment.A, segment.A) : default;
        }

        var line = new Line(segment.A, segment.Direction);
        PointPair both = LineCircle(line, circle);
        bool first = both.Count > 0 && Within(line, both.First), second = both.Count == 2 && Within(line, both.Second);
        return (first, second) switch
        {
            (true, true) => both,
            (true, false) => new(1, both.First, both.First),
            (false, true) => new(1, both.Second, both.Second),
            _ => default,
        };
    }

    /// <summary>How two circles lie to each other; tangency within a relative 10⁻¹².</summary>
    [Export("algorithms.geometry.intersections.intersect.relate")]
    public static CircleRelation Relate(Circle first, Circle second)
    {
        double d = first.Center.DistanceTo(second.Center), sum = first.Radius + second.Radius;
        double difference = Math.Abs(first.Radius - second.Radius), slack = Slack * (sum + d);
        if (d <= slack && difference <= slack)
            return CircleRelation.Equal;
        if (Math.Abs(d - sum) <= slack)
            return CircleRelation.ExternallyTangent;
        if (Math.Abs(d - difference) <= slack)
            return CircleRelation.InternallyTangent;
        return d > sum ? CircleRelation.Apart : d < difference ? CircleRelation.Nested : CircleRelation.Crossing;
    }

    /// <summary>Common points of two circles; none when they are equal (see <see cref="Relate"/>).</summary>
    /// <remarks>Seen from the first centre towards the second, the first point is on the right and the second on the left.</remarks>
    [Export("algorithms.geometry.intersections.intersect.circles")]
    public static PointPair Circles(Circle first, Circle second)
    {
        CircleRelation relation = Relate(first, second);
        if (relation is CircleRelation.Apart or CircleRelation.Nested or CircleRelation.Equal)
            return default;
        Vec2 d = second.Center - first.Center;
        double length = d.Length;
        Vec2 unit = d / length;
        double along = ((length * length) + ((first.Radius - second.Radius) * (first.Radius + second.Radius))) / (2 * length);
        Point2 foot = first.Center + (unit * along);
        if (relation != CircleRelation.Crossing)
            return new(1, foot, foot);
        double up = Math.Sqrt(Math.Max(0, (first.Radius - along) * (first.Radius + along)));
        return new(2, foot - (unit.Perpendicular * up), foot + (unit.Perpendicular * up));
    }

    private static bool Within(Line line, Point2 p)
    {
        double t = line.Project(p);
        return t >= -Slack && t <= 1 + Slack;
    }
}
