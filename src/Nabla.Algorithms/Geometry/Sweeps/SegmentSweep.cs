using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Sweeps;

/// <summary>A point that several segments share.</summary>
/// <param name="Point">The point; rounded when it is a crossing, otherwise bit for bit an end of a segment.</param>
/// <param name="Segments">Numbers of all segments through it, increasing; at least two.</param>
[Export("algorithms.geometry.sweeps.SharedPoint")]
public sealed record SharedPoint(Point2 Point, IReadOnlyList<int> Segments);

/// <summary>All intersections of many segments.</summary>
/// <remarks>
/// Bentley and Ottmann (1979), in the form of Mehlhorn and Näher: vertical, overlapping, concurrent and single-point
/// segments need no special care. O((n + k) log n). The order of events and segments is decided exactly (doubles with
/// error bounds, integers of arbitrary size when those cannot tell), so nothing is missed or invented.
/// </remarks>
public static class SegmentSweep
{
    /// <summary>Every point shared by at least two segments, from left to right, then upwards.</summary>
    /// <param name="segments">The segments. Where some overlap, the ends of the overlap are reported.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.sweeps.segment_sweep.intersections")]
    public static IReadOnlyList<SharedPoint> Intersections(ReadOnlySpan<Segment> segments)
    {
        var found = new List<SharedPoint>();
        Run(segments, (point, through) =>
        {
            int[] numbers = [.. through];
            Array.Sort(numbers);
            found.Add(new(point, numbers));
            return true;
        });
        return found;
    }

    /// <summary>Whether any two segments share a point; stops at the first.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.sweeps.segment_sweep.any")]
    public static bool Any(ReadOnlySpan<Segment> segments)
    {
        bool any = false;
        Run(segments, (_, _) => !(any = true));
        return any;
    }

    /// <summary>Calls <paramref name="visit"/> for every shared point until it returns false.</summary>
    internal static void Run(ReadOnlySpan<Segment> segments, Func<Point2, List<int>, bool> visit)
    {
        for (int i = 0; i < segments.Length; i++)
            Guard.Finite([segments[i].A, segments[i].B], nameof(segments));
        new Sweep(new ExactSegments(segments)).Run(visit);
    }

    private readonly struct Below(SweepPoint point) : ISegmentTest
    {
        public bool Invoke(int segment) => point.SideOf(segment) > 0;
    }

    private readonly struct BelowOrThrough(SweepPoint point) : ISegmentTest
    {
        public bool Invoke(int segment) => point.SideOf(segment) >= 0;
    }

    private sealed class Sweep(ExactSegments segments)
    {
        private readonly SweepStatus _status = new(segments.Count);
        private readonly PriorityQueue<SweepPoint, SweepPoint> _crossings =
            new(Comparer<SweepPoint>.Create((a, b) => a.CompareTo(b)));

        public void Run(Func<Point2, List<int>, bool> visit)
        {
            var ends = new (Point2 Point, int Segment, bool Starts)[2 * segments.Count];
            for (int i = 0; i < segments.Count; i++)
            {
                ends[2 * i] = (segments[i].A, i, true);
                ends[(2 * i) + 1] = (segments[i].B, i, false);
            }

            ends.AsSpan().Sort((a, b) => a.Point.CompareTo(b.Point));
            var through = new List<int>();
            var after = new List<int>();
            int next = 0;
            while (next < ends.Length || _crossings.Count > 0)
            {
                SweepPoint point = NextEvent(next < ends.Length ? ends[next].Point : null);
                after.Clear();
                through.Clear();
                for (; next < ends.Length && point.First < 0 && ends[next].Point == point.Approximate; next++)
                    if (ends[next].Starts)
                        after.Add(ends[next].Segment);
                if (!Pass(point, after, through, visit))
                    return;
            }
        }

        /// <summary>The smaller of the next end and the next crossing; equal crossings are used up.</summary>
        private SweepPoint NextEvent(Point2? end)
        {
            SweepPoint? best = end is Point2 p ? new SweepPoint(segments, p) : null;
            if (_crossings.TryPeek(out SweepPoint? crossing, out _) && (best is null || crossing.CompareTo(best) < 0))
                best = crossing;
            while (_crossings.TryPeek(out crossing, out _) && crossing.CompareTo(best!) == 0)
                _crossings.Dequeue();
            return best!;
        }

        private bool Pass(SweepPoint point, List<int> starting, List<int> through, Func<Point2, List<int>, bool> visit)
        {
            _status.Split(_status.Root, new Below(point), out int low, out int rest);
            _status.Split(rest, new BelowOrThrough(point), out int middle, out int high);
            _status.Collect(middle, through);
            int old = through.Count;
            through.AddRange(starting);
            if (through.Count > 1 && !visit(Rounded(point), through))
                return false;

            // Segments that end here leave; those that go on or start are put back in the order behind the point.
            bool isEnd = point.First < 0;
            for (int i = old - 1; i >= 0; i--)
                if (isEnd && segments[through[i]].B == point.Approximate)
                    through.RemoveAt(i);
            through.RemoveAll(s => segments[s].A == segments[s].B);
            through.Sort(BySlope);
            int tree = SweepStatus.Empty;
            foreach (int segment in through)
                tree = _status.Join(tree, _status.Single(segment));

            if (low != SweepStatus.Empty && (tree != SweepStatus.Empty || high != SweepStatus.Empty))
                Check(_status.Last(low), tree != SweepStatus.Empty ? through[0] : _status.First(high), point);
            if (tree != SweepStatus.Empty && high != SweepStatus.Empty)
                Check(through[^1], _status.First(high), point);
            _status.Root = _status.Join(_status.Join(low, tree), high);
            return true;
        }

        private Point2 Rounded(SweepPoint point) => point.First < 0
            ? point.Approximate
            : Intersect.Crossing(segments[point.First], segments[point.Second]);

        private int BySlope(int s, int t)
        {
            Segment a = segments[s], b = segments[t];
            int turn = Exact.Cross(a.A, a.B, b.A, b.B);
            return turn != 0 ? -turn : s.CompareTo(t);
        }

        /// <summary>Queues the proper crossing of two neighbours if it lies ahead. Ends are events anyway.</summary>
        private void Check(int s, int t, SweepPoint now)
        {
            Segment a = segments[s], b = segments[t];
            if (!a.Bounds.Overlaps(b.Bounds) ||
                Exact.Orientation(a.A, a.B, b.A) * Exact.Orientation(a.A, a.B, b.B) >= 0 ||
                Exact.Orientation(b.A, b.B, a.A) * Exact.Orientation(b.A, b.B, a.B) >= 0)
                return;
            var crossing = new SweepPoint(segments, s, t);
            if (crossing.CompareTo(now) > 0)
                _crossings.Enqueue(crossing, crossing);
        }
    }
}
