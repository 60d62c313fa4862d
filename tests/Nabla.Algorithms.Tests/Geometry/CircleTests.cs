using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Circles;
using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Measures;
using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Tests.Geometry;

public class CircleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Enclosing_circle_equals_brute_force_over_pairs_and_triples(int kind)
    {
        var inputs = new Inputs(81);
        for (int round = 0; round < 30; round++)
        {
            Point2[] points = inputs.Points(kind, 1 + inputs.Int(12));
            Circle circle = EnclosingCircle.Of(points);
            double unit = points.Max(p => p.DistanceTo(points[0]));
            double slack = (1e-9 * unit) + (4e-16 * points.Max(p => Math.Abs(p.X) + Math.Abs(p.Y)));
            Assert.All(points, p => Assert.True(p.DistanceTo(circle.Center) <= circle.Radius + slack));
            double best = unit == 0 ? 0 : double.PositiveInfinity;
            void Try(Circle c)
            {
                if (points.All(p => p.DistanceTo(c.Center) <= c.Radius + slack))
                    best = Math.Min(best, c.Radius);
            }

            for (int i = 0; i < points.Length; i++)
                for (int j = 0; j < i; j++)
                {
                    Try(new(points[i].Midpoint(points[j]), points[i].DistanceTo(points[j]) / 2));
                    for (int k = 0; k < j; k++)
                        if (Algorithms.Geometry.Predicates.Exact.Orientation(points[i], points[j], points[k]) != 0 && kind is not 3 and not 4)
                            Try(Circle.Through(points[i], points[j], points[k]));
                }

            if (kind is not 3 and not 4)
                Assert.Equal(best, circle.Radius, 10 * slack);
        }

        Assert.Throws<ArgumentException>("points", () => EnclosingCircle.Of([]));
    }

    [Fact]
    public void Tangents_touch_at_right_angles()
    {
        var inputs = new Inputs(82);
        for (int round = 0; round < 200; round++)
        {
            var a = new Circle(inputs.Point(0), 0.1 + Math.Abs(inputs.Unit()));
            var b = new Circle(inputs.Point(0), 0.1 + Math.Abs(inputs.Unit()));
            Segment[] tangents = Tangents.Circles(a, b);
            int expected = Intersect.Relate(a, b) switch { CircleRelation.Apart => 4, CircleRelation.Crossing => 2, _ => 0 };
            Assert.Equal(expected, tangents.Length);
            Assert.All(tangents, t =>
            {
                Assert.Equal(a.Radius, Distance.Between(a.Center, t.ToLine()), 9);
                Assert.Equal(b.Radius, Distance.Between(b.Center, t.ToLine()), 9);
                Assert.Equal(a.Radius, a.Center.DistanceTo(t.A), 9);
            });
            Point2 p = inputs.Point(0);
            PointPair touch = Tangents.PointCircle(p, a);
            Assert.Equal(a.Center.DistanceTo(p) > a.Radius ? 2 : 0, touch.Count);
            if (touch.Count == 2)
            {
                Assert.Equal(0, (touch.First - p).Dot(touch.First - a.Center), 9);
                Assert.True((touch.First - p).Cross(touch.Second - p) > 0);
            }
        }

        Assert.Equal(3, Tangents.Circles(new((0, 0), 1), new((3, 0), 2)).Length);
        Assert.Equal([new Segment((2, 0), (2, 0))], Tangents.Circles(new((0, 0), 2), new((1, 0), 1)));
        Assert.Equal(1, Tangents.PointCircle((2, 0), new((0, 0), 2)).Count);
    }

    [Fact]
    public void Tangents_to_a_polygon_leave_it_on_one_side()
    {
        var inputs = new Inputs(83);
        for (int round = 0; round < 200; round++)
        {
            Point2[] points = inputs.Points(round % 2, 10);
            Point2 p = (inputs.Unit() * 5, inputs.Unit() * 5);
            if (Tangents.PointPolygon(p, points) is not (Point2 right, Point2 left))
                continue;
            Assert.All(points, q => Assert.True(Algorithms.Geometry.Predicates.Exact.Orientation(p, right, q) >= 0));
            Assert.All(points, q => Assert.True(Algorithms.Geometry.Predicates.Exact.Orientation(p, left, q) <= 0));
        }

        Assert.Null(Tangents.PointPolygon((1, 1), [(0, 0), (3, 0), (0, 3)]));
        Assert.Equal((new Point2(1, 0), new Point2(1, 0)), Tangents.PointPolygon((0, 0), [(1, 0), (2, 0)]));
    }

    [Fact]
    public void Disc_and_polygon_share_the_area_that_integration_finds()
    {
        var inputs = new Inputs(84);
        for (int round = 0; round < 20; round++)
        {
            var circle = new Circle(inputs.Point(0), 0.3 + Math.Abs(inputs.Unit()));
            Point2[] star = inputs.Star(7);
            double brute = Grid(circle, p => Polygon.Locate(star, p) == Location.Inside);
            Assert.Equal(brute, DiscArea.Intersection(circle, star), 0.02);
        }

        Point2[] square = [(-1, -1), (1, -1), (1, 1), (-1, 1)];
        Assert.Equal(4, DiscArea.Intersection(new Circle((0, 0), 2), square), 12);
        Assert.Equal(Math.PI / 4, DiscArea.Intersection(new Circle((0, 0), 0.5), square), 12);
        Assert.Equal(Math.PI / 4, DiscArea.Intersection(new Circle((1, 1), 1), square), 12);
        Assert.Equal(0, DiscArea.Intersection(new Circle((3, 0), 1), square), 12);
    }

    [Fact]
    public void Union_of_two_discs_is_their_sum_without_the_lens()
    {
        Circle a = new((0, 0), 2), b = new((1, 1), 1.5);
        Assert.Equal(a.Area + b.Area - DiscArea.Intersection(a, b), DiscArea.Union([a, b, new((0, 0), 1), a]).Area, 12);
        Assert.Equal(2 * Math.PI, DiscArea.Union([new((0, 0), 1), new((9, 0), 1)]).Area, 12);
        Assert.Equal(4 * Math.PI, DiscArea.Union([new((0, 0), 1), new((2, 0), 1)]).Perimeter, 12);
        Assert.Equal(0, DiscArea.Intersection(a, new Circle((9, 9), 1)));
        Assert.Equal(Math.PI, DiscArea.Intersection(a, new Circle((0.5, 0), 1)), 12);
        Assert.Equal((0, 0), DiscArea.Union([]));
        Assert.Throws<ArgumentOutOfRangeException>("circles", () => DiscArea.Union([new((0, 0), -1)]));
    }

    [Fact]
    public void Union_of_many_discs_equals_integration()
    {
        var inputs = new Inputs(85);
        for (int round = 0; round < 10; round++)
        {
            Circle[] circles = [.. Enumerable.Range(0, 8).Select(_ => new Circle(inputs.Point(0), 0.1 + (0.5 * Math.Abs(inputs.Unit()))))];
            double brute = Grid(new((0, 0), 2.5), p => circles.Any(c => c.Contains(p)));
            Assert.Equal(brute, DiscArea.Union(circles).Area, 0.03);
        }
    }

    [Fact]
    public void Circle_through_three_points()
    {
        Circle c = Circle.Through((0, 0), (2, 0), (0, 2));
        Assert.Equal((1, 1), c.Center);
        Assert.Equal(Math.Sqrt(2), c.Radius, 14);
        Assert.Throws<ArgumentException>("c", () => Circle.Through((0, 0), (1, 1), (2, 2)));
    }

    /// <summary>Area of the part of a disc where a condition holds, by counting cells.</summary>
    private static double Grid(Circle circle, Func<Point2, bool> inside)
    {
        const int Cells = 240;
        double h = 2 * circle.Radius / Cells;
        int count = 0;
        for (int i = 0; i < Cells; i++)
            for (int j = 0; j < Cells; j++)
            {
                Point2 p = (circle.Center.X - circle.Radius + ((i + 0.5) * h), circle.Center.Y - circle.Radius + ((j + 0.5) * h));
                if (circle.Contains(p) && inside(p))
                    count++;
            }

        return count * h * h;
    }
}
