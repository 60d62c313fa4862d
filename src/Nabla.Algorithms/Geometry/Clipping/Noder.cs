using Nabla.Algorithms.Geometry.Sweeps;

namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>Cuts edges at every shared point until they meet at common ends only, which is verified exactly.</summary>
internal static class Noder
{
    private const int RoundsPerGrid = 10;

    /// <summary>The cut edges, sorted, without duplicates.</summary>
    /// <remarks>
    /// A cut at a rounded crossing moves its edge a little and may, rarely, make a new crossing, so the sweep is
    /// repeated until it finds none. Should inputs built for the purpose keep it busy, everything is rounded to a grid,
    /// 2⁻⁴⁴ of the largest coordinate at first and coarser if need be.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Not even a grid of 2⁻²⁰ of the largest coordinate helps.</exception>
    public static List<WindingEdge> Cut(List<WindingEdge> edges)
    {
        edges = WindingEdge.Merge(edges);
        if (TryCut(ref edges, 0))
            return edges;
        double largest = edges.Max(e => Math.Max(
            Math.Max(Math.Abs(e.A.X), Math.Abs(e.A.Y)), Math.Max(Math.Abs(e.B.X), Math.Abs(e.B.Y))));
        for (int bits = 44; bits >= 20; bits -= 6)
        {
            double grid = Math.ScaleB(1, Math.ILogB(largest) - bits);
            var snapped = new List<WindingEdge>(edges.Count);
            foreach (WindingEdge e in edges)
                WindingEdge.Add(snapped, Snap(e.A, grid), Snap(e.B, grid), e.First, e.Second);
            edges = WindingEdge.Merge(snapped);
            if (TryCut(ref edges, grid))
                return edges;
        }

        throw new InvalidOperationException("The outlines could not be cut into edges that meet at common ends only.");
    }

    private static bool TryCut(ref List<WindingEdge> edges, double grid)
    {
        for (int round = 0; round < RoundsPerGrid; round++)
        {
            List<(int Edge, Point2 Point)> cuts = FindCuts(edges, grid);
            if (cuts.Count == 0)
                return true;
            edges = WindingEdge.Merge(Apply(edges, cuts));
        }

        return false;
    }

    private static List<(int Edge, Point2 Point)> FindCuts(List<WindingEdge> edges, double grid)
    {
        var segments = new Segment[edges.Count];
        for (int i = 0; i < segments.Length; i++)
            segments[i] = new(edges[i].A, edges[i].B);
        var cuts = new List<(int Edge, Point2 Point)>();
        SegmentSweep.Run(segments, (point, through) =>
        {
            Point2 p = Snap(point, grid);
            foreach (int i in through)
                if (p != segments[i].A && p != segments[i].B)
                    cuts.Add((i, p));
            return true;
        });
        return cuts;
    }

    private static List<WindingEdge> Apply(List<WindingEdge> edges, List<(int Edge, Point2 Point)> cuts)
    {
        cuts.Sort((a, b) =>
        {
            if (a.Edge != b.Edge)
                return a.Edge.CompareTo(b.Edge);
            WindingEdge e = edges[a.Edge];
            return (a.Point - e.A).Dot(e.B - e.A).CompareTo((b.Point - e.A).Dot(e.B - e.A));
        });
        var result = new List<WindingEdge>(edges.Count + cuts.Count);
        int next = 0;
        for (int i = 0; i < edges.Count; i++)
        {
            WindingEdge e = edges[i];
            Point2 from = e.A;
            for (; next < cuts.Count && cuts[next].Edge == i; next++)
            {
                WindingEdge.Add(result, from, cuts[next].Point, e.First, e.Second);
                from = cuts[next].Point;
            }

            WindingEdge.Add(result, from, e.B, e.First, e.Second);
        }

        return result;
    }

    private static Point2 Snap(Point2 p, double grid) =>
        grid == 0 ? p : new(Math.Round(p.X / grid) * grid, Math.Round(p.Y / grid) * grid);
}
