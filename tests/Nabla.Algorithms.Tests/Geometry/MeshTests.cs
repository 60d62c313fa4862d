using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Tests.Geometry;

public class MeshTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void No_point_lies_in_the_circle_of_a_delaunay_triangle(int kind)
    {
        var inputs = new Inputs(61);
        for (int round = 0; round < 30; round++)
        {
            Point2[] points = inputs.Points(kind, inputs.Int(60));
            Triangulation mesh = Delaunay.Triangulate(points);
            Point2[] hull = ConvexHull.Of(points);
            if (hull.Length < 3)
            {
                Assert.Equal(0, mesh.Count);
                continue;
            }

            int distinct = points.Distinct().Count();
            Assert.Equal((2 * distinct) - 2 - mesh.Hull.Length, mesh.Count);
            Assert.Equal(Polygon.SignedArea(hull), SumOfAreas(points, mesh.Triangles), 1e-12 * Polygon.Area(hull));
            Assert.Equal(hull, ConvexHull.Of([.. mesh.Hull.Select(i => points[i])]));
            for (int t = 0; t < mesh.Triangles.Length; t += 3)
            {
                Point2 a = points[mesh.Triangles[t]], b = points[mesh.Triangles[t + 1]], c = points[mesh.Triangles[t + 2]];
                Assert.Equal(1, Exact.Orientation(a, b, c));
                Assert.All(points, p => Assert.True(Exact.InCircle(a, b, c, p) <= 0));
            }

            for (int h = 0; h < mesh.HalfEdges.Length; h++)
                if (mesh.HalfEdges[h] >= 0)
                    Assert.Equal(h, mesh.HalfEdges[mesh.HalfEdges[h]]);
        }
    }

    [Fact]
    public void Voronoi_cells_tile_the_box_and_hold_what_is_nearest()
    {
        var inputs = new Inputs(62);
        for (int round = 0; round < 30; round++)
        {
            Point2[] sites = [.. inputs.Points(round % 2, 25).Distinct()];
            var voronoi = new Voronoi(Delaunay.Triangulate(sites));
            var box = new Box((-5, -5), (5, 5));
            double total = 0;
            for (int i = 0; i < sites.Length; i++)
            {
                Point2[] cell = voronoi.Cell(i, box);
                total += Polygon.SignedArea(cell);
                Point2 inside = Polygon.Centroid(cell);
                Assert.Equal(sites.Min(s => s.DistanceTo(inside)), sites[i].DistanceTo(inside), 10);
            }

            Assert.Equal(100, total, 8);
            foreach (VoronoiEdge edge in voronoi.Edges())
            {
                Point2 start = voronoi.Vertices[edge.Start];
                Assert.Equal(start.DistanceTo(sites[edge.Left]), start.DistanceTo(sites[edge.Right]), 6);
                if (edge.End < 0)
                {
                    // Far out on a ray the two sites are still the nearest.
                    Point2 far = start + (edge.Direction.Normalize() * 1000);
                    Assert.Equal(sites.Min(s => s.DistanceTo(far)), sites[edge.Left].DistanceTo(far), 6);
                }
            }
        }

        Assert.Throws<ArgumentException>("delaunay", () => new Voronoi(Delaunay.Triangulate([(0, 0), (1, 1)])));
    }

    [Fact]
    public void Constrained_edges_appear()
    {
        var inputs = new Inputs(63);
        for (int round = 0; round < 60; round++)
        {
            Point2[] star = inputs.Star(20), extra = inputs.Points(0, 20);
            Point2[] all = [.. star, .. extra];
            (int, int)[] edges = [.. Enumerable.Range(0, 20).Select(i => (i, (i + 1) % 20))];
            Triangulation mesh = ConstrainedDelaunay.Triangulate(all, edges);
            HashSet<(int, int)> present = [.. mesh.Edges(), .. mesh.Edges().Select(e => (e.To, e.From))];
            Assert.All(edges, e => Assert.Contains(e, present));
            Assert.Equal(Polygon.Area(ConvexHull.Of(all)), SumOfAreas(all, mesh.Triangles), 12);
            // Locally Delaunay wherever the edge is free.
            HashSet<(int, int)> forced = [.. edges, .. edges.Select(e => (e.Item2, e.Item1))];
            for (int h = 0; h < mesh.HalfEdges.Length; h++)
            {
                int t = h / 3 * 3, twin = mesh.HalfEdges[h];
                if (twin < 0 || forced.Contains((mesh.Triangles[h], mesh.Triangles[twin])))
                    continue;
                Point2 apex = all[mesh.Triangles[(twin / 3 * 3) + ((twin + 2) % 3)]];
                Assert.True(Exact.InCircle(all[mesh.Triangles[t]], all[mesh.Triangles[t + 1]], all[mesh.Triangles[t + 2]], apex) <= 0);
            }
        }
    }

    [Fact]
    public void Edges_pass_through_points_but_not_through_edges()
    {
        Point2[] points = [(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (1, 3)];
        Triangulation mesh = ConstrainedDelaunay.Triangulate(points, [(0, 2)]);
        Assert.Contains(mesh.Edges(), e => e is (0, 4) or (4, 0));
        Assert.Contains(mesh.Edges(), e => e is (2, 4) or (4, 2));
        Assert.Throws<ArgumentException>("edges", () => ConstrainedDelaunay.Triangulate([(0, 0), (4, 4), (0, 4), (4, 0)], [(0, 1), (2, 3)]));
        Assert.Throws<ArgumentOutOfRangeException>("edges", () => ConstrainedDelaunay.Triangulate(points, [(0, 6)]));
        Assert.Throws<ArgumentException>("rings", () => ConstrainedDelaunay.Fill([[(0, 0), (2, 2), (2, 0), (0, 2)]]));
    }

    [Fact]
    public void Polygons_are_filled_by_ears_and_by_constrained_delaunay()
    {
        var inputs = new Inputs(64);
        for (int round = 0; round < 100; round++)
        {
            Point2[] polygon = round % 2 == 0 ? inputs.Star(3 + inputs.Int(30)) : inputs.Columns(1 + inputs.Int(8));
            if (round % 2 == 0 && Polygon.Winding(polygon) < 0)
                continue;
            if (round % 3 == 0)
                Array.Reverse(polygon);
            polygon = [.. polygon.Where((p, i) => p != polygon[(i + 1) % polygon.Length])];
            double area = Polygon.Area(polygon);
            int[] ears = EarClipping.Triangulate(polygon);
            Assert.Equal(3 * (polygon.Length - 2), ears.Length);
            Assert.Equal(area, SumOfAreas(polygon, ears), 12);
            (Point2[] points, int[] triangles) = ConstrainedDelaunay.Fill([polygon]);
            Assert.Equal(ears.Length, triangles.Length);
            Assert.Equal(area, SumOfAreas(points, triangles), 12);
        }

        Assert.Throws<ArgumentException>("polygon", () => EarClipping.Triangulate([(0, 0), (1, 1), (2, 2)]));
        Assert.Throws<ArgumentException>("polygon", () => EarClipping.Triangulate([(0, 0), (1, 1)]));
    }

    [Fact]
    public void Regions_with_holes_are_filled()
    {
        var inputs = new Inputs(65);
        for (int round = 0; round < 60; round++)
        {
            Region region = PolygonBoolean.Xor([inputs.Columns(6)], [inputs.Columns(6)]);
            (Point2[] points, int[] triangles) = ConstrainedDelaunay.Fill(region.Rings);
            Assert.Equal(region.Area, SumOfAreas(points, triangles), 12);
        }
    }

    [Fact]
    public void Minkowski_sums()
    {
        var inputs = new Inputs(66);
        for (int round = 0; round < 60; round++)
        {
            Point2[] a = inputs.Points(round % 2, 8), b = inputs.Points(round % 2, 8);
            Point2[] brute = ConvexHull.Of([.. from p in a from q in b select new Point2(p.X + q.X, p.Y + q.Y)]);
            Point2[] sum = Minkowski.ConvexSum(a, b);
            if (brute.Length < 3)
                Assert.Equal(brute, sum);
            else
                Assert.Equal(Polygon.Area(brute), Polygon.Area(sum), 12);
        }

        Point2[] ell = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)];
        Assert.Equal(8, Minkowski.Sum(ell, [(0, 0), (1, 0), (1, 1), (0, 1)]).Area);
        // A ring that is almost closed and a square that fits inside it: the sum has a hole.
        Point2[] ring = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 5), (1, 5), (1, 8), (8, 8), (8, 1), (1, 1), (1, 4.5), (0, 4.5)];
        Region swollen = Minkowski.Sum(ring, [(0, 0), (1, 0), (1, 1), (0, 1)]);
        Assert.Single(Assert.Single(swollen.Parts).Holes);
        Assert.Equal(64, swollen.Area);
    }

    private static double SumOfAreas(Point2[] points, int[] triangles)
    {
        double sum = 0;
        for (int t = 0; t < triangles.Length; t += 3)
        {
            double area = Polygon.SignedArea([points[triangles[t]], points[triangles[t + 1]], points[triangles[t + 2]]]);
            Assert.True(area >= 0);
            sum += area;
        }

        return sum;
    }
}
