using System.Runtime.InteropServices;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Proximity;
using Nabla.Algorithms.Geometry.Sweeps;

namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Hulls, triangulations, neighbours, sweeps and polygons; peers get the very same points in a file.</summary>
internal static class GeometryCases
{
    private static readonly int[] Usual = [1000, 100_000];
    private static readonly int[] Full = [1000, 10_000, 100_000, 1_000_000];

    public static IEnumerable<BenchCase> All()
    {
        yield return Points("hull", "ConvexHull.Of", Full, 1, points => ConvexHull.Of(points));
        yield return Points("delaunay", "Delaunay.Triangulate", Full, 1, points => Delaunay.Triangulate(points));
        yield return Points("closest-pair", "ClosestPair.Find", Full, 1, points => ClosestPair.Find(points));
        yield return Points("kd-build", "KdTree", Full, 0, points => _ = new KdTree(points));
        yield return Points("kd-query8", null, Full, 0, points =>
        {
            var tree = new KdTree(points);
            double[] distances = new double[8];
            int[] indices = new int[8];
            foreach (Point2 p in points) tree.Nearest([p.X, p.Y], indices, distances);
        });
        yield return Points("sweep", "SegmentSweep", [1000, 10_000, 100_000], 0, points =>
        {
            double length = 0.5 / Math.Sqrt(points.Length);
            Segment[] segments = [.. points.Select((p, i) => new Segment(p, p + (Vec2.FromAngle(i) * length)))];
            SegmentSweep.Intersections(segments);
        });
        yield return Points("union", null, [1000, 10_000], 0, points =>
        {
            Point2[] star = [.. points.OrderBy(p => (p - (0.5, 0.5)).Angle)];
            PolygonBoolean.Union([star], [[.. star.Select(p => new Point2(1 - p.Y, p.X))]]);
        });
    }

    private static BenchCase Points(string name, string? label, int[] full, double goal, Action<Point2[]> work)
        => new(name, "computational-geometry", label, full.Length > 2 ? Usual : full, full, (n, peers) =>
        {
            var random = new Random(n);
            var points = new Point2[n];
            foreach (ref Point2 p in points.AsSpan()) p = new(random.NextDouble(), random.NextDouble());
            double ours = Stopclock.Median(() => work(points), Stopclock.Batch(n * 20));
            string file = Path.Combine(Path.GetTempPath(), $"nabla-points-{Environment.ProcessId}-{n}.bin");
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(points.AsSpan()));
            try
            {
                return new BenchRow($"{label ?? name} of random points", n, ours, [.. peers.Measure(name, n, file, _ => goal)]);
            }
            finally
            {
                File.Delete(file);
            }
        });
}
