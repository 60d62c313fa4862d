using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Hulls;

namespace Nabla.Algorithms.Tests.Geometry;

public class CalipersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Diameter_equals_brute_force(int kind)
    {
        var inputs = new Inputs(21);
        for (int round = 0; round < 80; round++)
        {
            Point2[] points = inputs.Points(kind, 2 + inputs.Int(40));
            double brute = points.SelectMany(p => points.Select(q => p.DistanceTo(q))).Max();
            Assert.Equal(brute, Calipers.Diameter(points).Length);
        }
    }

    [Fact]
    public void Width_equals_the_least_extent_over_hull_edges()
    {
        var inputs = new Inputs(22);
        for (int round = 0; round < 80; round++)
        {
            Point2[] points = inputs.Points(round % 2, 20);
            Point2[] hull = ConvexHull.Of(points);
            if (hull.Length < 3)
                continue;
            double brute = Enumerable.Range(0, hull.Length)
                .Min(i => points.Max(p => Line.Through(hull[i], hull[(i + 1) % hull.Length]).SignedDistance(p)));
            Assert.Equal(brute, Calipers.Width(points), 12);
        }
    }

    [Fact]
    public void Boxes_hold_all_points_and_no_sampled_direction_is_better()
    {
        var inputs = new Inputs(23);
        for (int round = 0; round < 40; round++)
        {
            Point2[] points = inputs.Points(round % 2, 15);
            OrientedBox area = Calipers.SmallestAreaBox(points), perimeter = Calipers.SmallestPerimeterBox(points);
            Assert.Equal(0, area.Along.Dot(area.Across), 10);
            if (area.Area > 0)
                Assert.All(points, p =>
                {
                    double u = (p - area.Corner).Dot(area.Along.Normalize()), v = (p - area.Corner).Dot(area.Across.Normalize());
                    Assert.InRange(u, -1e-9, area.Along.Length + 1e-9);
                    Assert.InRange(v, -1e-9, area.Across.Length + 1e-9);
                });
            for (int i = 0; i < 90; i++)
            {
                Vec2 u = Vec2.FromAngle(i * Math.PI / 180), v = u.Perpendicular;
                double w = points.Max(p => p.ToVector().Dot(u)) - points.Min(p => p.ToVector().Dot(u));
                double h = points.Max(p => p.ToVector().Dot(v)) - points.Min(p => p.ToVector().Dot(v));
                Assert.True(area.Area <= (w * h) + 1e-9);
                Assert.True(perimeter.Perimeter <= (2 * (w + h)) + 1e-9);
            }
        }
    }

    [Fact]
    public void Collinear_points_have_no_width()
    {
        Point2[] line = [(0, 0), (1, 1), (3, 3)];
        Assert.Equal(0, Calipers.Width(line));
        Assert.Equal(0, Calipers.SmallestAreaBox(line).Area);
        Assert.Equal(Math.Sqrt(18), Calipers.Diameter(line).Length);
        Assert.Throws<ArgumentException>("points", () => Calipers.Diameter([]));
    }
}
