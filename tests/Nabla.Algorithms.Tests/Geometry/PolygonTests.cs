using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Tests.Geometry;

public class PolygonTests
{
    private static readonly Point2[] Pentagon = [(3, 4), (5, 11), (12, 8), (9, 5), (5, 6)];

    [Fact]
    public void Area_of_the_worked_example_is_minus_30()
    {
        Assert.Equal(-30, Polygon.SignedArea(Pentagon));
        Assert.Equal(30, Polygon.Area(Pentagon));
        Assert.Equal(-1, Polygon.Winding(Pentagon));
        Assert.False(Polygon.IsConvex(Pentagon));
    }

    [Fact]
    public void Pick_relates_area_to_lattice_points()
    {
        (long interior, long boundary) = Polygon.Pick(Pentagon);
        int inside = 0, on = 0;
        for (int x = 0; x < 15; x++)
            for (int y = 0; y < 15; y++)
                switch (Polygon.Locate(Pentagon, (x, y)))
                {
                    case Location.Inside:
                        inside++;
                        break;
                    case Location.Boundary:
                        on++;
                        break;
                }

        Assert.Equal((inside, on), (interior, boundary));
        Assert.Equal(30, interior + (boundary / 2.0) - 1);
        Assert.Throws<ArgumentException>("polygon", () => Polygon.Pick([(0, 0), (1.5, 0), (0, 1)]));
    }

    [Fact]
    public void Centroid_and_perimeter_of_simple_shapes()
    {
        Point2[] ell = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)];
        Assert.Equal(3, Polygon.SignedArea(ell));
        Assert.Equal(8, Polygon.Perimeter(ell));
        Point2 c = Polygon.Centroid(ell);
        Assert.Equal(5.0 / 6, c.X, 14);
        Assert.Equal(5.0 / 6, c.Y, 14);
        Assert.Equal(new Point2(1, 0), Polygon.Centroid([(0, 0), (2, 0)]));
        Assert.Equal(new Point2(3, 4), Polygon.Centroid([(3, 4), (3, 4), (3, 4)]));
        Assert.Throws<ArgumentException>("polygon", () => Polygon.Centroid([]));
    }

    [Fact]
    public void Winding_number_counts_turns()
    {
        Point2[] twice = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0), (4, 0), (4, 4), (0, 4)];
        Assert.Equal(2, Polygon.WindingNumber(twice, (1, 1)));
        Assert.Equal(0, Polygon.WindingNumber(twice, (5, 1)));
        Array.Reverse(twice);
        Assert.Equal(-2, Polygon.WindingNumber(twice, (1, 1)));
    }

    [Fact]
    public void Convex_location_equals_the_general_one()
    {
        var inputs = new Inputs(3);
        for (int round = 0; round < 200; round++)
        {
            Point2[] hull = Algorithms.Geometry.Hulls.ConvexHull.Of(inputs.Points(round % 2, 12));
            if (hull.Length < 3)
                continue;
            for (int i = 0; i < 30; i++)
            {
                Point2 p = i % 3 == 0 ? hull[i % hull.Length] : inputs.Point(1);
                Assert.Equal(Polygon.Locate(hull, p), Polygon.LocateInConvex(hull, p));
                p = inputs.Point(0);
                Assert.Equal(Polygon.Locate(hull, p), Polygon.LocateInConvex(hull, p));
            }
        }
    }

    [Fact]
    public void Convexity_needs_one_turn_around()
    {
        Assert.True(Polygon.IsConvex([(0, 0), (1, 0), (2, 0), (2, 2), (0, 2)]));
        Assert.True(Polygon.IsConvex([(0, 2), (2, 2), (2, 0), (0, 0)]));
        Assert.False(Polygon.IsConvex([(0, 0), (2, 0), (1, 0), (2, 2), (0, 2)]));
        Point2[] pentagram = [.. Enumerable.Range(0, 5).Select(i => new Circle(default, 1).At(i * 4 * Math.PI / 5))];
        Assert.False(Polygon.IsConvex(pentagram));
    }

    [Fact]
    public void Area_keeps_its_digits_far_away()
    {
        Point2[] square = [(1e8, 1e8), (1e8 + 1, 1e8), (1e8 + 1, 1e8 + 1), (1e8, 1e8 + 1)];
        Assert.Equal(1, Polygon.SignedArea(square));
        Assert.Equal(new Point2(1e8 + 0.5, 1e8 + 0.5), Polygon.Centroid(square));
    }
}
