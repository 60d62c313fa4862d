using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Circles;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Drawing;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Sweeps;

namespace Nabla.Algorithms.Tests.Geometry;

/// <summary>
/// The pictures of docs/notes/computational-geometry.md are what the library draws today. To draw them anew, run with
/// NABLA_UPDATE_PICTURES=1 in the environment.
/// </summary>
public class NotePicturesTests
{
    private const string Blue = "#2563eb", Red = "#dc2626", Green = "#16a34a", Grey = "#94a3b8";

    [Fact]
    public void Hull_and_calipers()
    {
        Point2[] points = new Inputs(2026).Points(0, 60);
        OrientedBox box = Calipers.SmallestAreaBox(points);
        Verify("hull.svg", new SvgCanvas(420)
            .Draw(EnclosingCircle.Of(points), new(Grey, Dash: "3 4"))
            .Polygon(box.Corners(), new(Green, Dash: "6 4"))
            .Polygon(ConvexHull.Of(points), new(Blue, "#dbeafe", 2))
            .Draw(Calipers.Diameter(points), new(Red, Width: 2))
            .Dots(points));
    }

    [Fact]
    public void Delaunay_and_voronoi()
    {
        Point2[] sites = new Inputs(39).Points(0, 40);
        Triangulation mesh = Delaunay.Triangulate(sites);
        Verify("delaunay.svg", new SvgCanvas(420)
            .Draw(new Voronoi(mesh), new Box((-1.1, -1.1), (1.1, 1.1)), new(Blue, "#eff6ff"))
            .Draw(mesh, new(Grey, Width: 0.8))
            .Dots(sites, Red));
    }

    [Fact]
    public void Boolean_operations()
    {
        Point2[] star = [.. Enumerable.Range(0, 10).Select(i => new Circle((0, 0), i % 2 == 0 ? 1 : 0.45).At((i * Math.PI / 5) + (Math.PI / 2)))];
        Point2[] square = [(-0.2, -0.9), (1, -0.9), (1, 0.3), (-0.2, 0.3)];
        var canvas = new SvgCanvas(640);
        Region[] results =
        [
            PolygonBoolean.Union([star], [square]), PolygonBoolean.Intersection([star], [square]),
            PolygonBoolean.Difference([star], [square]), PolygonBoolean.Xor([star], [square]),
        ];
        string[] names = ["union", "intersection", "difference", "xor"];
        for (int i = 0; i < results.Length; i++)
        {
            var shift = new Vec2(2.3 * i, 0);
            Point2[] Move(Point2[] ring) => [.. ring.Select(p => p + shift)];
            canvas.Draw(new Region([.. results[i].Parts.Select(p => new RegionPart(Move(p.Shell), [.. p.Holes.Select(Move)]))]), SvgStyle.Solid("#93c5fd"))
                .Polygon(Move(star), new(Blue)).Polygon(Move(square), new(Red))
                .Label((-0.5 + shift.X, -1.2), names[i]);
        }

        Verify("boolean.svg", canvas);
    }

    [Fact]
    public void Sweep_crossings()
    {
        Segment[] segments = new Inputs(5).Segments(0, 14);
        var canvas = new SvgCanvas(420);
        foreach (Segment s in segments)
            canvas.Draw(s);
        Verify("sweep.svg", canvas.Dots([.. SegmentSweep.Intersections(segments).Select(x => x.Point)], Red, 3.5));
    }

    private static void Verify(string name, SvgCanvas canvas)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Nabla.slnx")))
            root = root.Parent;
        string path = Path.Combine(root!.FullName, "docs", "notes", "computational-geometry", name);
        if (Environment.GetEnvironmentVariable("NABLA_UPDATE_PICTURES") == "1")
            canvas.Save(path);
        Assert.Equal(File.ReadAllText(path), canvas.ToString());
    }
}
