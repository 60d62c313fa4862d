using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Tests.Geometry;

public class ConvexClipTests
{
    [Fact]
    public void Clipping_to_a_window_has_the_area_of_the_intersection()
    {
        var inputs = new Inputs(51);
        for (int round = 0; round < 60; round++)
        {
            Point2[] star = round % 2 == 0 ? inputs.Star(12) : inputs.Columns(4);
            Point2[] window = ConvexHull.Of(inputs.Points(round % 2, 12));
            if (window.Length < 3)
                continue;
            double expected = PolygonBoolean.Intersection([star], [window]).Area;
            Assert.Equal(expected, Polygon.Area(ConvexClip.SutherlandHodgman(star, window)), 10);
        }
    }

    [Fact]
    public void A_window_must_be_convex_and_counter_clockwise()
    {
        Assert.Throws<ArgumentException>("window", () => ConvexClip.SutherlandHodgman([(0, 0)], [(0, 0), (0, 1), (1, 0)]));
        Assert.Throws<ArgumentException>("window", () => ConvexClip.SutherlandHodgman([(0, 0)], [(0, 0), (4, 0), (1, 1), (0, 4)]));
    }

    [Fact]
    public void A_segment_is_cut_to_a_box()
    {
        var box = new Box((0, 0), (4, 2));
        Assert.Equal(new Segment((0, 1), (4, 1)), ConvexClip.Cut(new Segment((-2, 1), (9, 1)), box));
        Assert.Equal(new Segment((1, 1), (2, 2)), ConvexClip.Cut(new Segment((1, 1), (3, 3)), box));
        Assert.Equal(new Segment((2, 2), (2, 2)), ConvexClip.Cut(new Segment((1, 3), (3, 1)), new Box((0, 0), (2, 2))));
        Assert.Null(ConvexClip.Cut(new Segment((5, 0), (5, 2)), box));
        Assert.Null(ConvexClip.Cut(new Segment((-1, 1), (1, 4)), box));
    }

    [Fact]
    public void Half_plane_intersection_equals_repeated_cutting()
    {
        var inputs = new Inputs(52);
        var bounds = new Box((-3, -3), (3, 3));
        for (int round = 0; round < 200; round++)
        {
            var planes = new HalfPlane[inputs.Int(12)];
            for (int i = 0; i < planes.Length; i++)
            {
                Point2 n = inputs.Point(round % 2);
                planes[i] = new(n.X == 0 ? 1 : n.X, n.Y, round % 2 == 0 ? inputs.Unit() + 0.4 : inputs.Int(4));
            }

            Point2[] expected = bounds.Corners();
            foreach (HalfPlane plane in planes)
                expected = ConvexClip.Cut(expected, plane);
            Point2[] result = HalfPlanes.Intersect(planes, bounds);
            Assert.Equal(Polygon.SignedArea(expected), Polygon.SignedArea(result), 10);
            Assert.All(result, p => Assert.All(planes, plane => Assert.True(plane.Contains(p, 1e-9))));
        }
    }

    [Fact]
    public void Half_planes_without_a_common_inner_point_give_nothing()
    {
        var bounds = new Box((-3, -3), (3, 3));
        Assert.Empty(HalfPlanes.Intersect([new(1, 0, 0), new(-1, 0, -1)], bounds));
        Assert.Empty(HalfPlanes.Intersect([new(1, 0, 1), new(-1, 0, -1)], bounds));
        Assert.Equal(36, Polygon.Area(HalfPlanes.Intersect([], bounds)));
        Assert.Equal(18, Polygon.Area(HalfPlanes.Intersect([HalfPlane.LeftOf((0, 0), (1, 1))], bounds)));
        Assert.Throws<ArgumentException>("planes", () => HalfPlanes.Intersect([new(0, 0, 1)], bounds));
        Assert.Throws<ArgumentException>("bounds", () => HalfPlanes.Intersect([], new Box((0, 0), (0, 1))));
    }
}
