using Nabla.Algorithms.Geometry.Predicates;
using Nabla.Algorithms.Geometry.Sweeps;

namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>Winding numbers on both sides of edges that meet at common ends only.</summary>
internal static class WindingSweep
{
    /// <summary>The edges with the wanted region on exactly one side, directed so that it is on the left.</summary>
    /// <param name="edges">Cut edges, sorted by their smaller end.</param>
    /// <param name="inside">Whether points with these winding numbers belong to the region.</param>
    public static List<Segment> Outline(List<WindingEdge> edges, Func<int, int, bool> inside)
    {
        var outline = new List<Segment>();
        var status = new SweepStatus(edges.Count);
        var above = new (int First, int Second)[edges.Count];
        var starting = new List<int>();
        int nextStart = 0, nextEnd = 0;
        int[] byEnd = [.. Enumerable.Range(0, edges.Count)];
        byEnd.AsSpan().Sort((i, j) => edges[i].B.CompareTo(edges[j].B));
        while (nextEnd < byEnd.Length)
        {
            Point2 end = edges[byEnd[nextEnd]].B;
            Point2 point = nextStart < edges.Count && edges[nextStart].A < end ? edges[nextStart].A : end;
            starting.Clear();
            for (; nextStart < edges.Count && edges[nextStart].A == point; nextStart++)
                starting.Add(nextStart);
            while (nextEnd < byEnd.Length && edges[byEnd[nextEnd]].B == point)
                nextEnd++;

            status.Split(status.Root, new Below(edges, point), out int low, out int rest);
            status.Split(rest, new Ends(edges, point), out _, out int high);
            starting.Sort((i, j) => -Exact.Orientation(point, edges[i].B, edges[j].B));
            (int First, int Second) current = low == SweepStatus.Empty ? default : above[status.Last(low)];
            foreach (int i in starting)
            {
                bool below = inside(current.First, current.Second);
                current = (current.First + edges[i].First, current.Second + edges[i].Second);
                above[i] = current;
                bool here = inside(current.First, current.Second);
                if (here != below)
                    outline.Add(here ? new(edges[i].A, edges[i].B) : new(edges[i].B, edges[i].A));
                low = status.Join(low, status.Single(i));
            }

            status.Root = status.Join(low, high);
        }

        return outline;
    }

    private readonly struct Below(List<WindingEdge> edges, Point2 point) : ISegmentTest
    {
        public bool Invoke(int segment) =>
            edges[segment].B != point && Exact.Orientation(edges[segment].A, edges[segment].B, point) > 0;
    }

    private readonly struct Ends(List<WindingEdge> edges, Point2 point) : ISegmentTest
    {
        public bool Invoke(int segment) => edges[segment].B == point;
    }
}
