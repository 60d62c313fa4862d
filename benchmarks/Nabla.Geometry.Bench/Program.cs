using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Proximity;
using Nabla.Algorithms.Geometry.Sweeps;

// Nabla.Geometry.Bench [largest n] [peer command...]
// Prints milliseconds (best of several) for n = 10³, 10⁴ ... A peer command (geometry_scipy.py or geometry_cgal.cpp of
// benchmarks/peers) is run on the very same points: it receives the file of points and prints "name n milliseconds" lines.
int largest = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var rows = new Dictionary<(string Name, int N), double>();
var peers = new Dictionary<(string Name, int N), double>();
string file = Path.Combine(Path.GetTempPath(), $"nabla-geometry-{Environment.ProcessId}.bin");
for (int n = 1000; n <= largest; n *= 10)
{
    var random = new Random(n);
    var points = new Point2[n];
    foreach (ref Point2 p in points.AsSpan())
        p = new(random.NextDouble(), random.NextDouble());
    Time("hull", n, () => ConvexHull.Of(points).Length);
    Time("delaunay", n, () => Delaunay.Triangulate(points).Count);
    Time("closest-pair", n, () => ClosestPair.Find(points).First);
    Time("kd-build", n, () => new KdTree(points).Count);
    var tree = new KdTree(points);
    var distances = new double[8];
    var indices = new int[8];
    Time("kd-query8", n, () =>
    {
        foreach (Point2 p in points)
            tree.Nearest([p.X, p.Y], indices, distances);
        return indices[0];
    });
    var segments = new Segment[n];
    for (int i = 0; i < n; i++)
        segments[i] = new(points[i], points[i] + (Vec2.FromAngle(i) * (0.5 / Math.Sqrt(n))));
    Time("sweep", n, () => SegmentSweep.Intersections(segments).Count);
    Point2[] star = [.. points.OrderBy(p => (p - (0.5, 0.5)).Angle)], other = [.. star.Select(p => new Point2(1 - p.Y, p.X))];
    if (n <= 10_000)
        Time("union", n, () => PolygonBoolean.Union([star], [other]).Parts.Count);
    if (args.Length <= 1)
        continue;
    File.WriteAllBytes(file, MemoryMarshal.AsBytes(points.AsSpan()));
    var start = new ProcessStartInfo(args[1]) { RedirectStandardOutput = true };
    foreach (string argument in args[2..])
        start.ArgumentList.Add(argument);
    start.ArgumentList.Add(file);
    using Process peer = Process.Start(start)!;
    while (peer.StandardOutput.ReadLine() is string line)
    {
        string[] parts = line.Split(' ');
        peers[(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture))] = double.Parse(parts[2], CultureInfo.InvariantCulture);
    }

    peer.WaitForExit();
    File.Delete(file);
}

Console.WriteLine("| work | n | ms | peer ms | peer / ours |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
foreach (((string name, int n), double ms) in rows.OrderBy(r => r.Key))
    Console.WriteLine(peers.TryGetValue((name, n), out double peerMs)
        ? string.Create(CultureInfo.InvariantCulture, $"| {name} | {n} | {ms:0.000} | {peerMs:0.000} | {peerMs / ms:0.00} |")
        : string.Create(CultureInfo.InvariantCulture, $"| {name} | {n} | {ms:0.000} | | |"));

void Time(string name, int n, Func<int> work)
{
    double best = double.PositiveInfinity;
    var total = Stopwatch.StartNew();
    // At least three runs, then as many as fit into 0.8 s: the first ones compile.
    for (int run = 0; run < 3 || (total.ElapsedMilliseconds < 800 && run < 20_000); run++)
    {
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(work());
        best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
    }

    rows[(name, n)] = best;
}
