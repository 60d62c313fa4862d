using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Measures;

namespace Nabla.Algorithms.Tests.Geometry;

public class IntersectTests
{
    [Fact]
    public void Segments_cross_touch_overlap_or_miss()
    {
        static SegmentIntersection Meet(Point2 a, Point2 b, Point2 c, Point2 d) => Intersect.Segments(new(a, b), new(c, d));
        Assert.Equal(new(IntersectionKind.Point, (1, 1), (1, 1)), Meet((0, 0), (2, 2), (0, 2), (2, 0)));
        Assert.Equal(new(IntersectionKind.Point, (1, 0), (1, 0)), Meet((0, 0), (2, 0), (1, 0), (1, 5)));
        Assert.Equal(new(IntersectionKind.Overlap, (1, 1), (2, 2)), Meet((0, 0), (2, 2), (3, 3), (1, 1)));
        Assert.Equal(new(IntersectionKind.Overlap, (0, 1), (0, 3)), Meet((0, 3), (0, 0), (0, 1), (0, 5)));
        Assert.Equal(new(IntersectionKind.Point, (1, 1), (1, 1)), Meet((0, 0), (1, 1), (1, 1), (2, 2)));
        Assert.Equal(new(IntersectionKind.Point, (1, 1), (1, 1)), Meet((1, 1), (1, 1), (0, 0), (2, 2)));
        Assert.False(Meet((0, 0), (1, 1), (2, 2), (3, 3)).Exists);
        Assert.False(Meet((0, 0), (1, 0), (0, 1), (1, 1)).Exists);
        Assert.False(Meet((0, 0), (1, 0), (2, 1), (2, -1)).Exists);
        Assert.Throws<ArgumentException>(() => Meet((0, 0), (1, double.NaN), (0, 1), (1, 1)));
    }

    [Fact]
    public void Nearly_parallel_crossings_are_correctly_rounded()
    {
        // The cross product of the directions is 2⁻⁴⁰ times its two terms: plain doubles keep only a few digits.
        double h = Math.ScaleB(1, -40);
        var s = new Segment((0, 0), (3, 3));
        var t = new Segment((0, -h), (3, 3 + (2 * h)));
        Assert.Equal(new Point2(1, 1), Intersect.Segments(s, t).First);
    }

    [Fact]
    public void Lines_meet_unless_parallel()
    {
        Assert.Equal(new Point2(2, 3), Intersect.Lines(Line.Through((0, 1), (1, 2)), Line.Through((2, 0), (2, 1))));
        Assert.Null(Intersect.Lines(Line.Through((0, 0), (1, 2)), Line.Through((1, 0), (2, 2))));
        Assert.Equal((1, 1), Intersect.LineSegment(Line.Through((0, 0), (5, 5)), new((0, 2), (2, 0))).First);
        Assert.False(Intersect.LineSegment(Line.Through((0, 0), (5, 5)), new((3, 0), (2, 0))).Exists);
        Assert.Equal(IntersectionKind.Overlap, Intersect.LineSegment(Line.Through((0, 0), (5, 5)), new((1, 1), (2, 2))).Kind);
    }

    [Fact]
    public void A_line_meets_a_circle_in_up_to_two_points()
    {
        var circle = new Circle((1, 2), 5);
        PointPair two = Intersect.LineCircle(Line.Through((0, 5), (1, 5)), circle);
        Assert.Equal(2, two.Count);
        Assert.Equal((-3, 5), two.First);
        Assert.Equal((5, 5), two.Second);
        Assert.Equal(1, Intersect.LineCircle(Line.Through((0, 7), (1, 7)), circle).Count);
        Assert.Equal(0, Intersect.LineCircle(Line.Through((0, 7.1), (1, 7.1)), circle).Count);
        Assert.Equal([new Point2(5, 5)], Intersect.SegmentCircle(new((0, 5), (9, 5)), circle).ToArray());
        Assert.Empty(Intersect.SegmentCircle(new((0, 5), (4, 5)), circle).ToArray());
    }

    [Fact]
    public void Two_circles_in_every_position()
    {
        var a = new Circle((0, 0), 5);
        Assert.Equal(CircleRelation.Crossing, Intersect.Relate(a, new((6, 0), 5)));
        PointPair both = Intersect.Circles(a, new((6, 0), 5));
        Assert.Equal([new Point2(3, -4), new Point2(3, 4)], both.ToArray());
        Assert.Equal(CircleRelation.ExternallyTangent, Intersect.Relate(a, new((8, 0), 3)));
        Assert.Equal([new Point2(5, 0)], Intersect.Circles(a, new((8, 0), 3)).ToArray());
        Assert.Equal(CircleRelation.InternallyTangent, Intersect.Relate(a, new((2, 0), 3)));
        Assert.Equal([new Point2(5, 0)], Intersect.Circles(a, new((2, 0), 3)).ToArray());
        Assert.Equal(CircleRelation.Nested, Intersect.Relate(a, new((1, 0), 3)));
        Assert.Equal(CircleRelation.Apart, Intersect.Relate(a, new((9, 0), 3)));
        Assert.Equal(CircleRelation.Equal, Intersect.Relate(a, a));
        Assert.Equal(0, Intersect.Circles(a, a).Count);
    }

    [Fact]
    public void Outlines_of_polygons_meet_lines_segments_circles_and_each_other()
    {
        Point2[] square = [(0, 0), (4, 0), (4, 4), (0, 4)];
        Assert.Equal([new Point2(0, 1), new Point2(4, 1)], Intersect.LinePolygon(Line.Through((-1, 1), (0, 1)), square));
        Assert.Equal([new Point2(0, 0), new Point2(4, 4)], Intersect.LinePolygon(Line.Through((-1, -1), (0, 0)), square));
        Assert.Equal([new Point2(4, 2)], Intersect.SegmentPolygon(new((2, 2), (6, 2)), square));
        Assert.Equal(8, Intersect.CirclePolygon(new((2, 2), 2.5), square).Length);
        Assert.Equal(4, Intersect.CirclePolygon(new((2, 2), 2), square).Length);
        Assert.Equal([new Point2(2, 4), new Point2(4, 2)], Intersect.Outlines(square, [(2, 2), (6, 2), (6, 6), (2, 6)]));
        Assert.True(Intersect.ConvexTouch(square, [(4, 4), (5, 4), (5, 5)]));
        Assert.False(Intersect.ConvexTouch(square, [(4.1, 4), (5, 4), (5, 5)]));
    }

    [Fact]
    public void Distances_projections_and_reflections()
    {
        var line = Line.Through((0, 0), (4, 3));
        Assert.Equal(5, line.SignedDistance((-3, 4)), 14);
        Assert.Equal(5, Distance.Between((3, -4), line), 14);
        Assert.Equal(new Point2(4, 3), Distance.Project((1, 7), line));
        Assert.Equal(new Point2(7, -1), Distance.Reflect((1, 7), line));
        Assert.Equal(new Vec2(1, -2), Distance.Reflect(new Vec2(1, 2), Line.Through((0, 0), (1, 0))));
        Assert.Equal(5, Distance.Between((7, 4), new Segment((0, 0), (3, 1))));
        Assert.Equal(2, Distance.Between((1, 2), new Segment((0, 0), (3, 0))));
        Assert.Equal(1, Distance.Between(new Segment((0, 0), (3, 0)), new Segment((1, 1), (2, 5))));
        Assert.Equal(0, Distance.Between(new Segment((0, 0), (3, 0)), new Segment((1, -1), (2, 5))));
        Assert.Equal(3, Distance.Between(new Circle((0, 0), 1), new Circle((5, 0), 1)));
        Assert.Equal(0, Distance.Between((1, 1), [(0, 0), (4, 0), (0, 4)]));
        Assert.Equal(1, Distance.Between((1, -1), [(0, 0), (4, 0), (0, 4)]));
        Assert.Equal(new Point2(4, 0), Distance.Invert((1, 0), new Circle((0, 0), 2)));
        Assert.Equal(new Point2(3, 0), Distance.Nearest((9, 0), new Circle((0, 0), 3)));
        Assert.Equal(2, Distance.Between(Line.Through((0, 0), (1, 0)), Line.Through((5, 2), (4, 2))));
        Assert.Equal(1, Distance.Between(Line.Through((0, 3), (1, 3)), new Circle((7, 0), 2)));
        Assert.Equal(new Point2(3, 0), Distance.Nearest((5, 1), new Segment((0, 0), (3, 0))));
    }
}
