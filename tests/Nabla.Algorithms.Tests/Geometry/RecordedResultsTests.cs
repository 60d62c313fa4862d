using System.Globalization;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Boxes;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Measures;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Proximity;
using Nabla.Algorithms.Geometry.Simplification;

namespace Nabla.Algorithms.Tests.Geometry;

/// <summary>More than 10,000 inputs on which shapely and scipy.spatial were recorded by tests/golden/geometry/make_geometry.py.</summary>
public class RecordedResultsTests
{
    private const double Relative = 1e-10;

    [Fact]
    public void Hulls_and_boxes() => Check("hull", 2000, (row, inputs) =>
    {
        double scale = row.Kind switch { 3 => Math.ScaleB(1, -330), 4 => Math.ScaleB(1, 330), _ => 1 };
        Point2[] points = inputs.Points(row.Kind, row.Count);
        Point2[] hull = ConvexHull.Of(points);
        // Qhull joins nearly collinear edges of the far-away cluster; area and perimeter still have to agree.
        double relative = row.Kind == 6 ? 1e-6 : Relative;
        if (row.Kind != 6)
            Assert.Equal(row.Values[0], hull.Length < 3 ? 0 : hull.Length);
        Near(row.Values[1], Polygon.Area(hull) * scale * scale, relative);
        Near(row.Values[2], hull.Length == 1 ? 0 : Polygon.Perimeter(hull) * scale, relative);
        if (row.Values[3] > 0)
            Near(row.Values[3], Calipers.SmallestAreaBox(points).Area * scale * scale, relative);
    });

    [Fact]
    public void Segments() => Check("segments", 4200, (row, inputs) =>
    {
        Point2[] p = inputs.Points(row.Kind, 4);
        Segment s = new(p[0], p[1]), t = new(p[2], p[3]);
        SegmentIntersection common = Intersect.Segments(s, t);
        Assert.Equal(row.Text, common.Kind.ToString());
        Near(row.Values[1], Distance.Between(s, t), row.Kind == 6 ? 1e-5 : Relative);
        Near(row.Values[2], common.First.DistanceTo(common.Second), Relative);
    });

    [Fact]
    public void Polygons() => Check("polygon", 600, (row, inputs) =>
    {
        Point2[] ring = row.Kind == 0 ? inputs.Star(row.Count) : inputs.Columns((row.Count - 2) / 2);
        Near(row.Values[0], Polygon.Area(ring), Relative);
        Near(row.Values[1], Polygon.Perimeter(ring), Relative);
        Point2 c = Polygon.Centroid(ring);
        Assert.Equal(row.Values[2], c.X, 9);
        Assert.Equal(row.Values[3], c.Y, 9);
        int inside = 0;
        for (int i = 0; i < 8; i++)
            inside = (inside * 3) + (int)Polygon.Locate(ring, inputs.Point(row.Kind));
        Assert.Equal((int)row.Values[4], inside);
    });

    [Fact]
    public void Boolean_operations() => Check("boolean", 800, (row, inputs) =>
    {
        int seed = row.Seed - 4000;
        Point2[] a = row.Kind == 0 ? inputs.Star(5 + (seed % 25)) : inputs.Columns(1 + (seed % 7));
        Point2[] b = row.Kind == 0 ? inputs.Star(5 + (seed % 20)) : inputs.Columns(1 + (seed % 6));
        Region union = PolygonBoolean.Union([a], [b]), both = PolygonBoolean.Intersection([a], [b]);
        Assert.Equal(row.Values[0], union.Area, 10);
        Assert.Equal(row.Values[1], both.Area, 10);
        Assert.Equal(row.Values[2], PolygonBoolean.Difference([a], [b]).Area, 10);
        Assert.Equal(row.Values[3], PolygonBoolean.Xor([a], [b]).Area, 10);
        Assert.Equal(row.Values[4], union.Perimeter, 9);
        Assert.Equal(row.Values[5] > 0, both.IsEmpty && Intersect.Outlines(a, b).Length == 0);
    });

    [Fact]
    public void Delaunay_triangulations() => Check("delaunay", 300, (row, inputs) =>
    {
        Point2[] points = inputs.Points(row.Kind, row.Count);
        Triangulation mesh = Delaunay.Triangulate(points);
        Assert.Equal(row.Values[0], mesh.Count);
        Assert.Equal(row.Values[1], mesh.Edges().Count());
        Near(row.Values[2], mesh.Edges().Sum(e => points[e.From].DistanceTo(points[e.To])), Relative);
    });

    [Fact]
    public void Voronoi_cells() => Check("voronoi", 100, (row, inputs) =>
    {
        Point2[] sites = inputs.Points(0, row.Count);
        Triangulation mesh = Delaunay.Triangulate(sites);
        var voronoi = new Voronoi(mesh);
        var box = new Box((-1000, -1000), (1000, 1000));
        double area = 0;
        int cells = 0;
        foreach (int site in Enumerable.Range(0, sites.Length).Except(mesh.Hull))
        {
            Point2[] cell = voronoi.Cell(site, box);
            if (cell.Any(p => Math.Max(Math.Abs(p.X), Math.Abs(p.Y)) >= 100))
                continue;
            cells++;
            area += Polygon.SignedArea(cell);
        }

        Assert.Equal(row.Values[0], cells);
        Near(row.Values[1], area, 1e-8);
    });

    [Fact]
    public void Nearest_neighbours() => Check("neighbours", 1000, (row, inputs) =>
    {
        Point2[] points = inputs.Points(row.Kind, row.Count);
        Point2 query = inputs.Point(row.Kind);
        var tree = new KdTree(points);
        var indices = new int[5];
        var distances = new double[5];
        tree.Nearest([query.X, query.Y], indices, distances);
        for (int i = 0; i < 5; i++)
            Near(row.Values[i], distances[i], Relative);
        Near(row.Values[5], ClosestPair.Find(points).Distance, Relative);
        Assert.Equal(row.Values[6], tree.Within([query.X, query.Y], row.Values[3] * 1.5001).Length);
    });

    [Fact]
    public void Hulls_in_space() => Check("solid", 300, (row, inputs) =>
    {
        var points = new Point3[row.Count];
        foreach (ref Point3 p in points.AsSpan())
            p = row.Kind == 0 ? new(inputs.Unit(), inputs.Unit(), inputs.Unit()) : new(inputs.Int(4), inputs.Int(4), inputs.Int(4));
        ConvexHull3 hull = ConvexHull3.Of(points);
        Near(row.Values[0], hull.Volume, Relative);
        Near(row.Values[1], hull.Area, Relative);
        if (row.Values[2] >= 0)
            Assert.Equal(row.Values[2], hull.Vertices.Length);
    });

    [Fact]
    public void Simplified_lines() => Check("simplify", 600, (row, inputs) =>
    {
        Point2[] line = [.. Enumerable.Range(0, row.Count).Select(i => new Point2(0.1 * i, inputs.Unit()))];
        Assert.Equal(row.Values[1], Simplify.DouglasPeucker(line, row.Values[0]).Length);
    });

    [Fact]
    public void Rotated_boxes() => Check("rotated", 800, (row, inputs) =>
    {
        RotatedBox a = inputs.RotatedBox(row.Kind), b = inputs.RotatedBox(row.Kind);
        Assert.Equal(row.Values[0], RotatedOverlap.SharedArea(a, b), 9);
        Assert.Equal(row.Values[0], RotatedOverlap.SharedArea(b, a), 9);
        Assert.Equal(row.Values[1], BoxOverlap.Ratio<RotatedBox, RotatedOverlap>(a, b), 9);
    });

    private static void Near(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected) + 1e-14, $"expected {expected:R}, got {actual:R}");

    private static void Check(string suite, int atLeast, Action<Row, Inputs> verify)
    {
        int rows = 0;
        foreach (string line in File.ReadLines(Path.Combine(Golden(), "geometry.csv")))
        {
            string[] parts = line.Split(',');
            if (parts[0] != suite)
                continue;
            double[] values = [.. parts[4..].Select(p => double.TryParse(p, CultureInfo.InvariantCulture, out double v) ? v : double.NaN)];
            int[] head = [.. parts[1..4].Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
            var row = new Row(head[0], head[1], head[2], parts[4], values);
            try
            {
                verify(row, new Inputs((ulong)row.Seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{line}: {e.Message}", e);
            }

            rows++;
        }

        Assert.True(rows >= atLeast, $"Only {rows} recorded rows of {suite}.");
    }

    private static string Golden()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Nabla.slnx")))
                return Path.Combine(at.FullName, "tests", "golden", "geometry");
        throw new DirectoryNotFoundException("The repository root was not found above the test's folder.");
    }

    private sealed record Row(int Kind, int Seed, int Count, string Text, double[] Values);
}
