using System.Numerics;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Intersections;

/// <summary>Intersections of lines and segments. Whether they meet is decided exactly; the point is rounded once.</summary>
public static partial class Intersect
{
    /// <summary>The common point of two lines, or null when their directions are parallel (the lines may coincide).</summary>
    [Export("algorithms.geometry.intersections.intersect.lines")]
    public static Point2? Lines(Line first, Line second)
    {
        double cross = first.Direction.Cross(second.Direction);
        if (cross == 0)
            return null;
        return first.At((second.Origin - first.Origin).Cross(second.Direction) / cross);
    }

    /// <summary>Whether two segments share a point. Exact.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.intersections.intersect.touch")]
    public static bool Touch(Segment s, Segment t)
    {
        if (!s.Bounds.Overlaps(t.Bounds))
        {
            Guard.Finite([s.A, s.B], nameof(s));
            Guard.Finite([t.A, t.B], nameof(t));
            return false;
        }

        int a = Exact.Orientation(s.A, s.B, t.A), b = Exact.Orientation(s.A, s.B, t.B);
        int c = Exact.Orientation(t.A, t.B, s.A), d = Exact.Orientation(t.A, t.B, s.B);
        // Collinear segments reach this point only when their boxes, hence they, overlap.
        return a * b <= 0 && c * d <= 0;
    }

    /// <summary>
    /// The common part of two segments: nothing, a point or a collinear overlap. The kind is exact; ends that touch are
    /// returned bit for bit; a crossing is rounded and lies in both bounding boxes.
    /// </summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.intersections.intersect.segments")]
    public static SegmentIntersection Segments(Segment s, Segment t)
    {
        if (!Touch(s, t))
            return SegmentIntersection.None;
        (s, t) = (s.Sorted, t.Sorted);
        int a = Exact.Orientation(s.A, s.B, t.A), b = Exact.Orientation(s.A, s.B, t.B);
        if (a == 0 && b == 0)
            return Collinear(s, t);
        if (a == 0)
            return SegmentIntersection.At(t.A);
        if (b == 0)
            return SegmentIntersection.At(t.B);
        if (Exact.Orientation(t.A, t.B, s.A) == 0)
            return SegmentIntersection.At(s.A);
        return SegmentIntersection.At(Exact.Orientation(t.A, t.B, s.B) == 0 ? s.B : Crossing(s, t));
    }

    /// <summary>The common part of a line and a segment: nothing, a point, or the whole segment. Decided by signed distances.</summary>
    [Export("algorithms.geometry.intersections.intersect.line_segment")]
    public static SegmentIntersection LineSegment(Line line, Segment segment)
    {
        double a = line.Direction.Cross(segment.A - line.Origin), b = line.Direction.Cross(segment.B - line.Origin);
        if (a == 0 && b == 0)
        {
            segment = segment.Sorted;
            return segment.A == segment.B
                ? SegmentIntersection.At(segment.A)
                : new(IntersectionKind.Overlap, segment.A, segment.B);
        }

        if ((a > 0 && b > 0) || (a < 0 && b < 0) || double.IsNaN(a) || double.IsNaN(b))
            return SegmentIntersection.None;
        return SegmentIntersection.At(a == 0 ? segment.A : b == 0 ? segment.B : segment.At(a / (a - b)));
    }

    /// <summary>Where two properly crossing segments meet, correctly rounded when they are nearly parallel.</summary>
    internal static Point2 Crossing(Segment s, Segment t)
    {
        Vec2 d = s.Direction, e = t.Direction, gap = t.A - s.A;
        double left = d.X * e.Y, right = d.Y * e.X, cross = left - right, size = Math.Abs(left) + Math.Abs(right);
        Point2 p;
        if (Math.Abs(cross) > 1e-3 * size && size is > 1e-200 and < 1e200)
        {
            double numerator = gap.Cross(e);
            p = s.At(numerator / cross);
        }
        else
            p = CrossingInIntegers(s, t);
        Box a = s.Bounds, b = t.Bounds;
        return new(
            Math.Clamp(p.X, Math.Max(a.Min.X, b.Min.X), Math.Min(a.Max.X, b.Max.X)),
            Math.Clamp(p.Y, Math.Max(a.Min.Y, b.Min.Y), Math.Min(a.Max.Y, b.Max.Y)));
    }

    private static Point2 CrossingInIntegers(Segment s, Segment t)
    {
        double[] all = [s.A.X, s.A.Y, s.B.X, s.B.Y, t.A.X, t.A.Y, t.B.X, t.B.Y];
        int unit = ScaledIntegers.Unit(all);
        BigInteger[] v = ScaledIntegers.Scale(all);
        BigInteger dx = v[2] - v[0], dy = v[3] - v[1], ex = v[6] - v[4], ey = v[7] - v[5];
        BigInteger w = (dx * ey) - (dy * ex), n = ((v[4] - v[0]) * ey) - ((v[5] - v[1]) * ex);
        if (w.Sign < 0)
            (w, n) = (-w, -n);
        return new(ScaledIntegers.Ratio((v[0] * w) + (dx * n), w, unit), ScaledIntegers.Ratio((v[1] * w) + (dy * n), w, unit));
    }

    private static SegmentIntersection Collinear(Segment s, Segment t)
    {
        Point2 first = s.A > t.A ? s.A : t.A, second = s.B < t.B ? s.B : t.B;
        return first == second ? SegmentIntersection.At(first) : new(IntersectionKind.Overlap, first, second);
    }
}
