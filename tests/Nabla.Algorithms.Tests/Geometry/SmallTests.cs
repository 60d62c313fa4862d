using System.Xml.Linq;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Drawing;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Measures;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Simplification;

namespace Nabla.Algorithms.Tests.Geometry;

public class SmallTests
{
    [Fact]
    public void Vectors_turn_and_measure()
    {
        var v = new Vec2(3, 4);
        Assert.Equal(5, v.Length);
        Assert.Equal(new Vec2(-4, 3), v.Perpendicular);
        Assert.Equal(Math.PI / 2, v.AngleTo(v.Perpendicular), 14);
        Assert.Equal(0, (v.Rotate(Math.PI / 2) - v.Perpendicular).Length, 14);
        Assert.Equal(1, v.Normalize().Length, 14);
        Assert.Throws<InvalidOperationException>(() => default(Vec2).Normalize());
        Assert.Equal(new Vec3(0, 0, 1), new Vec3(1, 0, 0).Cross(new(0, 1, 0)));
        Assert.Equal("(1.5, -2)", new Point2(1.5, -2).ToString());
        Assert.Equal(2, Line.FromEquation(0, 1, 2).SignedDistance((5, 0)));
        Assert.Throws<ArgumentException>("b", () => Line.Through((1, 1), (1, 1)));
    }

    [Fact]
    public void Results_that_do_not_fit_into_a_span_are_refused()
    {
        Point2[] square = [(0, 0), (1, 0), (1, 1), (0, 1)];
        Box box = new((0, 0), (1, 1));
        Assert.Throws<ArgumentException>("hull", () => ConvexHull.Of(square, new Point2[3]));
        Assert.Throws<ArgumentException>("corners", () => HalfPlanes.Intersect([], box, new Point2[3]));
        Assert.Throws<ArgumentException>("triangles", () => EarClipping.Triangulate(square, new int[5]));
        Assert.Throws<ArgumentException>("sum", () => Minkowski.ConvexSum(square, square, new Point2[3]));
        var corners = new Point2[4];
        Assert.Equal(4, HalfPlanes.Intersect([new(1, 1, 100)], box, corners));
        Assert.Equal(HalfPlanes.Intersect([new(1, 1, 100)], box), corners);
        Assert.Equal(0, HalfPlanes.Intersect([new(1, 0, -1)], box, corners));
        Assert.Equal(4, Minkowski.ConvexSum(square, square, corners));
        Assert.Equal(Minkowski.ConvexSum(square, square), corners);
        var triangles = new int[6];
        Assert.Equal(6, EarClipping.Triangulate(square, triangles));
        Assert.Equal(EarClipping.Triangulate(square), triangles);
    }

    [Fact]
    public void Hull_of_a_cube_with_inner_edge_and_face_points()
    {
        var points = new List<Point3>();
        for (int i = 0; i < 27; i++)
            points.Add(new(i % 3, i / 3 % 3, i / 9));
        points.AddRange(points.ToArray());
        ConvexHull3 hull = ConvexHull3.Of(points.ToArray());
        Assert.Equal(8, hull.Volume, 12);
        Assert.Equal(24, hull.Area, 12);
        Assert.Equal(8, hull.Vertices.Select(i => hull.Points[i]).Distinct().Count());
        Assert.Equal(8, hull.Vertices.Length);
        Assert.Throws<ArgumentException>("points", () => ConvexHull3.Of([(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)]));
    }

    [Fact]
    public void Hull_in_space_has_every_point_behind_every_face()
    {
        var inputs = new Inputs(91);
        for (int round = 0; round < 30; round++)
        {
            Point3[] points = new Point3[60];
            foreach (ref Point3 p in points.AsSpan())
                p = round % 2 == 0 ? new(inputs.Unit(), inputs.Unit(), inputs.Unit()) : new(inputs.Int(4), inputs.Int(4), inputs.Int(4));
            ConvexHull3 hull = ConvexHull3.Of(points);
            for (int i = 0; i < hull.Triangles.Length; i += 3)
                Assert.All(points, p => Assert.True(Algorithms.Geometry.Predicates.Exact.Orientation(
                    points[hull.Triangles[i]], points[hull.Triangles[i + 1]], points[hull.Triangles[i + 2]], p) <= 0));
            // Euler: a closed surface of F triangles has F/2 + 2 vertices.
            Assert.Equal((hull.Triangles.Length / 6) + 2, hull.Triangles.Distinct().Count());
        }
    }

    [Fact]
    public void Simpson_integrates()
    {
        Assert.Equal(4, Quadrature.Simpson(x => x * x * x, 0, 2, 2), 14);
        Assert.Equal(2, Quadrature.Adaptive(Math.Sin, 0, Math.PI), 9);
        Assert.Equal(-2, Quadrature.Adaptive(Math.Sin, Math.PI, 0), 9);
        Assert.Equal(Math.PI, Quadrature.Adaptive(x => 2 * Math.Sqrt(Math.Max(0, 1 - (x * x))), -1, 1, 1e-9), 8);
        Assert.Equal(0.1 * Math.Sqrt(Math.PI), Quadrature.Adaptive(x => Math.Exp(-100 * x * x), -20, 21, 1e-11), 9);
        Assert.Throws<ArgumentOutOfRangeException>("intervals", () => Quadrature.Simpson(Math.Sin, 0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>("tolerance", () => Quadrature.Adaptive(Math.Sin, 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("to", () => Quadrature.Adaptive(Math.Sin, 0, double.PositiveInfinity));
        Assert.Throws<ArithmeticException>(() => Quadrature.Adaptive(x => 1 / x, 0, 1));
    }

    [Fact]
    public void Simplified_lines_stay_within_the_tolerance()
    {
        var inputs = new Inputs(92);
        Point2[] line = [.. Enumerable.Range(0, 200).Select(i => new Point2(i * 0.1, inputs.Unit()))];
        foreach (double tolerance in (double[])[0, 0.1, 0.5, 2])
        {
            int[] kept = Simplify.DouglasPeucker(line, tolerance);
            Assert.Equal(0, kept[0]);
            Assert.Equal(199, kept[^1]);
            for (int i = 0; i + 1 < kept.Length; i++)
                for (int j = kept[i]; j <= kept[i + 1]; j++)
                    Assert.True(Distance.Between(line[j], new Segment(line[kept[i]], line[kept[i + 1]])) <= tolerance);
        }

        Assert.Equal(2, Simplify.DouglasPeucker(line, 5).Length);
        Assert.Equal([0, 1, 3], Simplify.Visvalingam([(0, 0), (1, 2), (2, 1.1), (3, 0)], 0.2));
        Assert.Equal(17, Simplify.VisvalingamTo(line, 17).Length);
        Assert.Equal(200, Simplify.Visvalingam(line, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>("tolerance", () => Simplify.DouglasPeucker(line, -1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => Simplify.VisvalingamTo(line, 1));
    }

    [Fact]
    public void Drawings_are_well_formed_and_fit()
    {
        Point2[] sites = new Inputs(93).Points(0, 12);
        Triangulation mesh = Delaunay.Triangulate(sites);
        string svg = new SvgCanvas(200)
            .Draw(mesh).Draw(new Voronoi(mesh), new Box((-1, -1), (1, 1)), SvgStyle.Solid("#eee"))
            .Draw(new Circle((0, 0), 1)).Draw(Line.Through((0, 0), (1, 1))).Draw(new Segment((0, 0), (1, 0)))
            .Draw(PolygonBoolean.Union([[(0, 0), (1, 0), (0, 1)]], [])).Draw(new Box((0, 0), (1, 1)))
            .Dots(sites).Label((0, 0), "a < b & c").ToString();
        XElement root = XDocument.Parse(svg).Root!;
        Assert.Equal("0 0 200 200", root.Attribute("viewBox")!.Value);
        Assert.Equal(12 + 1, root.Elements().Count(e => e.Name.LocalName == "circle"));
        Assert.Equal("a < b & c", root.Elements().Single(e => e.Name.LocalName == "text").Value);
        XElement dot = root.Elements().First(e => e.Attribute("r")?.Value == "3");
        Assert.Equal(((sites[0].X + 1) * 84) + 16, double.Parse(dot.Attribute("cx")!.Value), 1);
        Assert.Equal(((1 - sites[0].Y) * 84) + 16, double.Parse(dot.Attribute("cy")!.Value), 1);
        Assert.NotNull(XDocument.Parse(new SvgCanvas().ToString()).Root);
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new SvgCanvas(10));
        Assert.Throws<ArgumentException>("p", () => new SvgCanvas().Dot((double.NaN, 0)));
    }
}
