using FsCheck;
using FsCheck.Fluent;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Tests.Geometry;

public class ConvexHullTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Three_methods_agree_and_hold_all_points(int kind)
    {
        var inputs = new Inputs((ulong)kind);
        for (int round = 0; round < 60; round++)
        {
            Point2[] points = inputs.Points(kind, inputs.Int(80));
            Point2[] hull = ConvexHull.Andrew(points);
            Assert.Equal(hull, ConvexHull.Graham(points));
            Assert.Equal(hull, ConvexHull.QuickHull(points));
            Assert.Equal(hull, ConvexHull.Of(hull));
            if (hull.Length < 3)
                continue;
            Assert.All(points, p => Assert.NotEqual(Location.Outside, Polygon.LocateInConvex(hull, p)));
            for (int i = 0; i < hull.Length; i++)
                Assert.Equal(1, Exact.Orientation(hull[i], hull[(i + 1) % hull.Length], hull[(i + 2) % hull.Length]));
        }
    }

    [Fact]
    public void Turning_the_points_turns_the_hull()
    {
        var inputs = new Inputs(8);
        for (int round = 0; round < 50; round++)
        {
            Point2[] points = inputs.Points(0, 40);
            // A quarter turn is exact; any other one moves points by rounding only.
            Point2[] turned = [.. points.Select(p => new Point2(-p.Y, p.X))];
            Assert.Equal(
                ConvexHull.Of(points).Select(p => new Point2(-p.Y, p.X)).Order(), ConvexHull.Of(turned).Order());
            Point2[] rotated = [.. points.Select(p => p.Rotate(0.7, (1, 2)))];
            Assert.Equal(Polygon.Area(ConvexHull.Of(points)), Polygon.Area(ConvexHull.Of(rotated)), 12);
        }
    }

    [Fact]
    public void Hull_of_integer_points_is_idempotent_for_any_input() =>
        Prop.ForAll<(int, int)[]>(pairs =>
        {
            Point2[] points = [.. pairs.Select(p => new Point2(p.Item1, p.Item2))];
            Point2[] hull = ConvexHull.Of(points);
            return hull.SequenceEqual(ConvexHull.Of(hull)) && hull.All(points.Contains) &&
                hull.SequenceEqual(ConvexHull.Andrew([.. points.Reverse()]));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Large_inputs_lose_no_corner_and_spans_get_the_same_hull(int kind)
    {
        var inputs = new Inputs((ulong)kind + 90);
        for (int round = 0; round < 20; round++)
        {
            Point2[] points = inputs.Points(kind, 500 + inputs.Int(1500)), room = new Point2[points.Length];
            Point2[] hull = ConvexHull.Andrew(points);
            Assert.Equal(hull, ConvexHull.QuickHull(points));
            Assert.Equal(hull.Length, ConvexHull.Of(points, room));
            Assert.Equal(hull, room[..hull.Length]);
            Assert.Throws<ArgumentException>("hull", () => ConvexHull.Of(points, room.AsSpan(0, hull.Length - 1)));
        }
    }

    [Fact]
    public void Few_points()
    {
        Assert.Empty(ConvexHull.Of([]));
        Assert.Equal([new Point2(1, 2)], ConvexHull.Of([(1, 2), (1, 2)]));
        Assert.Equal([new Point2(0, 0), new Point2(2, 2)], ConvexHull.Graham([(1, 1), (2, 2), (0, 0)]));
        Assert.Throws<ArgumentException>("points", () => ConvexHull.Of([(0, 0), (double.NaN, 1)]));
    }
}
