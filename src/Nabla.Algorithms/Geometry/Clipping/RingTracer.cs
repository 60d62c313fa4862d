using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>Joins directed outline edges (region on the left) into closed rings that do not touch themselves.</summary>
internal static class RingTracer
{
    /// <summary>The rings, without exactly collinear vertices.</summary>
    public static List<Point2[]> Trace(List<Segment> outline)
    {
        // Sorting makes the result independent of the order in which the sweep found the edges.
        outline.Sort((s, t) =>
        {
            int byA = s.A.CompareTo(t.A);
            return byA != 0 ? byA : s.B.CompareTo(t.B);
        });
        var start = new Dictionary<Point2, int>(outline.Count);
        for (int i = outline.Count - 1; i >= 0; i--)
            start[outline[i].A] = i;
        var used = new bool[outline.Count];
        var rings = new List<Point2[]>();
        for (int i = 0; i < outline.Count; i++)
            if (!used[i])
                Follow(outline, start, used, i, rings);
        return rings;
    }

    private static void Follow(List<Segment> outline, Dictionary<Point2, int> start, bool[] used, int first, List<Point2[]> rings)
    {
        var path = new List<Point2>();
        var position = new Dictionary<Point2, int>();
        int edge = first;
        do
        {
            used[edge] = true;
            Point2 from = outline[edge].A;
            path.Add(from);
            position[from] = path.Count - 1;
            Point2 to = outline[edge].B;
            if (position.TryGetValue(to, out int back))
            {
                // Back at a vertex of the path: what lies between is a ring of its own.
                Emit(path[back..], rings);
                for (int i = path.Count - 1; i >= back; i--)
                    position.Remove(path[i]);
                path.RemoveRange(back, path.Count - back);
            }

            edge = NextEdge(outline, start, used, from, to);
        }
        while (edge >= 0);
    }

    /// <summary>The unused edge out of <paramref name="at"/> that comes first turning clockwise from where we came.</summary>
    private static int NextEdge(List<Segment> outline, Dictionary<Point2, int> start, bool[] used, Point2 from, Point2 at)
    {
        int best = -1;
        for (int i = start[at]; i < outline.Count && outline[i].A == at; i++)
            if (!used[i] && (best < 0 || IsBefore(at, from, outline[i].B, outline[best].B)))
                best = i;
        return best;
    }

    private static bool IsBefore(Point2 at, Point2 from, Point2 p, Point2 q)
    {
        int quarterP = ClockwiseClass(at, from, p), quarterQ = ClockwiseClass(at, from, q);
        return quarterP != quarterQ ? quarterP < quarterQ : Exact.Orientation(at, p, q) < 0;
    }

    /// <summary>0 right of the way back, 1 straight on, 2 left of it, 3 exactly back.</summary>
    private static int ClockwiseClass(Point2 at, Point2 from, Point2 p)
    {
        int side = Exact.Orientation(at, from, p);
        if (side != 0)
            return side < 0 ? 0 : 2;
        bool sameWay = (p < at) == (from < at);
        return sameWay ? 3 : 1;
    }

    private static void Emit(List<Point2> ring, List<Point2[]> rings)
    {
        var kept = new List<Point2>(ring.Count);
        for (int i = 0; i < ring.Count; i++)
        {
            Point2 before = kept.Count > 0 ? kept[^1] : ring[^1];
            if (Exact.Orientation(before, ring[i], ring[(i + 1) % ring.Count]) != 0)
                kept.Add(ring[i]);
        }

        if (kept.Count > 2)
            rings.Add([.. kept]);
    }
}
