using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Tests.Geometry;

public class PolygonBooleanTests
{
    private static readonly Point2[] Square = [(0, 0), (4, 0), (4, 4), (0, 4)];

    [Fact]
    public void Overlapping_squares()
    {
        Point2[] other = [(2, 2), (6, 2), (6, 6), (2, 6)];
        Assert.Equal(28, PolygonBoolean.Union([Square], [other]).Area);
        Assert.Equal(4, PolygonBoolean.Intersection([Square], [other]).Area);
        Assert.Equal(12, PolygonBoolean.Difference([Square], [other]).Area);
        Region xor = PolygonBoolean.Xor([Square], [other]);
        Assert.Equal(24, xor.Area);
        Assert.Equal(2, xor.Parts.Count);
        Assert.Equal([(2, 2), (4, 2), (4, 4), (2, 4)], PolygonBoolean.Intersection([Square], [other]).Parts[0].Shell);
    }

    [Fact]
    public void A_hole_a_touching_corner_and_shared_edges()
    {
        Region holed = PolygonBoolean.Difference([Square], [[(1, 1), (2, 1), (2, 2), (1, 2)]]);
        RegionPart part = Assert.Single(holed.Parts);
        Assert.Single(part.Holes);
        Assert.Equal(15, holed.Area);
        Assert.Equal(Location.Outside, holed.Locate((1.5, 1.5)));
        Assert.Equal(Location.Boundary, holed.Locate((1, 1.5)));
        Assert.Equal(Location.Inside, holed.Locate((3, 3)));

        Region corner = PolygonBoolean.Union([Square], [[(4, 4), (5, 4), (5, 5), (4, 5)]]);
        Assert.Equal(2, corner.Parts.Count);
        Region joined = PolygonBoolean.Union([Square], [[(4, 0), (8, 0), (8, 4), (4, 4)]]);
        Assert.Equal([(0, 0), (8, 0), (8, 4), (0, 4)], Assert.Single(joined.Parts).Shell);
        Assert.True(PolygonBoolean.Intersection([Square], [[(4, 0), (8, 0), (8, 4), (4, 4)]]).IsEmpty);
        Assert.True(PolygonBoolean.Difference([Square], [Square]).IsEmpty);
        Assert.Equal(16, PolygonBoolean.Union([Square], [Square]).Area);
    }

    [Fact]
    public void A_hole_that_touches_its_shell_stays_a_hole()
    {
        Region region = PolygonBoolean.Difference([Square], [[(0, 2), (1, 1), (2, 2), (1, 3)]]);
        RegionPart part = Assert.Single(region.Parts);
        Assert.Single(part.Holes);
        Assert.Equal(14, region.Area);
    }

    [Fact]
    public void Fill_rules_differ_for_self_intersecting_outlines()
    {
        Point2[] twice = [(0, 0), (3, 0), (3, 3), (0, 3), (0, 0), (3, 0), (3, 3), (0, 3)];
        Assert.Equal(9, PolygonBoolean.Union([twice], []).Area);
        Assert.True(PolygonBoolean.Union([twice], [], FillRule.EvenOdd).IsEmpty);
        Point2[] pentagram = [.. Enumerable.Range(0, 5).Select(i => new Circle(default, 1).At(i * 4 * Math.PI / 5))];
        double whole = PolygonBoolean.Union([pentagram], []).Area, tips = PolygonBoolean.Union([pentagram], [], FillRule.EvenOdd).Area;
        // Ten triangles (centre, tip, notch); the notches lie at cos 72° / cos 36°.
        double notch = Math.Cos(2 * Math.PI / 5) / Math.Cos(Math.PI / 5);
        Assert.Equal(5 * notch * Math.Sin(Math.PI / 5), whole, 12);
        Assert.Equal(5, PolygonBoolean.Union([pentagram], [], FillRule.EvenOdd).Parts.Count);
        Assert.True(tips < whole);
        Assert.Throws<ArgumentOutOfRangeException>("rule", () => PolygonBoolean.Union([pentagram], [], (FillRule)7));
        Assert.Throws<ArgumentException>("clip", () => PolygonBoolean.Union([], [[(0, double.NaN), (1, 1), (2, 0)]]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Results_partition_the_plane_for_any_outlines(int kind)
    {
        var inputs = new Inputs(41);
        for (int round = 0; round < 25; round++)
        {
            // Random outlines: self-intersecting, with repeated and collinear vertices.
            Point2[][] a = [inputs.Points(kind, 3 + inputs.Int(12)), inputs.Points(kind, 4)], b = [inputs.Points(kind, 3 + inputs.Int(12))];
            Region union = PolygonBoolean.Union(a, b), both = PolygonBoolean.Intersection(a, b);
            Region left = PolygonBoolean.Difference(a, b), right = PolygonBoolean.Difference(b, a), xor = PolygonBoolean.Xor(a, b);
            double unit = Math.Max(union.Area, double.Epsilon);
            Assert.Equal(1, (both.Area + left.Area + right.Area) / unit, 9);
            Assert.Equal(xor.Area / unit, (left.Area + right.Area) / unit, 9);
            for (int i = 0; i < 10; i++)
            {
                Point2 p = inputs.Point(kind == 5 ? 1 : kind).Lerp(inputs.Point(kind), 0.37);
                int first = a.Sum(r => Polygon.WindingNumber(r, p)), second = b.Sum(r => Polygon.WindingNumber(r, p));
                if (a.Concat(b).Any(r => Algorithms.Geometry.Measures.Distance.ToBoundary(p, r) < 1e-9 * Math.Max(Math.Abs(p.X), Math.Abs(p.Y))))
                    continue;
                Assert.Equal(first != 0 || second != 0, union.Locate(p) == Location.Inside);
                Assert.Equal(first != 0 && second != 0, both.Locate(p) == Location.Inside);
                Assert.Equal(first != 0 && second == 0, left.Locate(p) == Location.Inside);
            }
        }
    }

    [Fact]
    public void Nearly_equal_outlines_do_no_harm()
    {
        var inputs = new Inputs(43);
        for (int round = 0; round < 30; round++)
        {
            Point2[] star = inputs.Star(30);
            // Turned by less than rounding can resolve: every edge meets its own image at a tiny angle, many times.
            Point2[] turned = [.. star.Select(p => p.Rotate(round * 1e-17).Rotate(1e-15 * round))];
            double area = Polygon.Area(star);
            Assert.Equal(area, PolygonBoolean.Union([star], [turned]).Area, 1e-11);
            Assert.Equal(area, PolygonBoolean.Intersection([star], [turned]).Area, 1e-11);
            Assert.True(PolygonBoolean.Xor([star], [turned]).Area < 1e-11);
        }
    }
}
