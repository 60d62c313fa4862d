using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>
/// Convex hulls in the plane. Every method returns the corners counter-clockwise from the lexicographically least one,
/// without collinear or repeated points; fewer than 3 corners when the points are collinear. All decisions are exact,
/// so the three methods agree bit for bit.
/// </summary>
public static class ConvexHull
{
    /// <summary>The hull by the fastest method here (<see cref="QuickHull"/>).</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.hulls.convex_hull.of")]
    public static Point2[] Of(ReadOnlySpan<Point2> points) => QuickHull(points);

    /// <summary>Andrew's monotone chain (1979): sort by x, build the lower and the upper chain. O(n log n).</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.hulls.convex_hull.andrew")]
    public static Point2[] Andrew(ReadOnlySpan<Point2> points)
    {
        Guard.Finite(points);
        Point2[] sorted = points.ToArray();
        return Chain(sorted);
    }

    /// <summary>Graham's scan (1972): sort by angle around the least point, drop right turns. O(n log n).</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.hulls.convex_hull.graham")]
    public static Point2[] Graham(ReadOnlySpan<Point2> points)
    {
        Guard.Finite(points);
        if (points.IsEmpty)
            return [];
        Point2 pivot = points[0];
        foreach (Point2 p in points)
            if (p < pivot)
                pivot = p;
        Point2[] sorted = points.ToArray();
        // All others are lexicographically greater than the pivot, so along one ray that order is the distance order.
        sorted.AsSpan().Sort((a, b) =>
        {
            if (a == pivot || b == pivot)
                return a == b ? 0 : a == pivot ? -1 : 1;
            int turn = Exact.Orientation(pivot, a, b);
            return turn != 0 ? -turn : a.CompareTo(b);
        });
        int size = 0;
        foreach (Point2 p in sorted)
        {
            if (size > 0 && p == sorted[size - 1])
                continue;
            while (size > 1 && Exact.Orientation(sorted[size - 2], sorted[size - 1], p) <= 0)
                size--;
            sorted[size++] = p;
        }

        return sorted[..size];
    }

    /// <summary>Quickhull: throw away what lies inside, recurse outside. O(n log n) expected, O(n²) at worst.</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <remarks>
    /// Eddy (1977), Bykat (1978). "Farthest" is judged in doubles, "outside" exactly: no corner is ever lost, and
    /// candidates that are not corners fall to a last exact monotone chain over the few that remain.
    /// </remarks>
    [Export("algorithms.geometry.hulls.convex_hull.quick_hull")]
    public static Point2[] QuickHull(ReadOnlySpan<Point2> points)
    {
        Guard.Finite(points);
        if (points.Length < 16)
            return Chain(points.ToArray());
        Point2 least = points[0], greatest = points[0];
        double reach = 0;
        foreach (Point2 p in points)
        {
            if (p < least)
                least = p;
            if (p > greatest)
                greatest = p;
            reach = Math.Max(reach, Math.Abs(p.Y - points[0].Y));
        }

        reach = (2 * reach) + (greatest.X - least.X);
        var corners = new List<Point2> { least, greatest };
        Point2[] work = GC.AllocateUninitializedArray<Point2>(points.Length);
        int below = Outside(points, work, least, greatest, reach, out int lowest);
        Grow(work.AsSpan(0, below), least, greatest, lowest, reach, corners);
        int above = Outside(points, work, greatest, least, reach, out int highest);
        Grow(work.AsSpan(0, above), greatest, least, highest, reach, corners);
        return Chain([.. corners]);
    }

    /// <summary>
    /// Gathers the points strictly right of a → b at the front of <paramref name="to"/>, returns their number and the
    /// farthest one's index. When both spans are the same, the other points are kept behind them.
    /// </summary>
    private static int Outside(ReadOnlySpan<Point2> from, Span<Point2> to, Point2 a, Point2 b, double reach, out int farthest)
    {
        int count = 0;
        double best = double.NegativeInfinity;
        farthest = 0;
        Vec2 d = b - a;
        bool inPlace = from == to;
        // No two points are farther apart than reach, so this bounds the rounding error of every cross product below.
        double clearlyLeft = (-1e-15 * (Math.Abs(d.X) + Math.Abs(d.Y)) * reach) - 1e-280;
        for (int i = 0; i < from.Length; i++)
        {
            Point2 p = from[i];
            double cross = (d.Y * (p.X - a.X)) - (d.X * (p.Y - a.Y));
            if (cross < clearlyLeft || Exact.Orientation(a, b, p) >= 0)
                continue;
            if (!(cross <= best))
            {
                best = cross;
                farthest = count;
            }

            if (inPlace)
                to[i] = to[count];
            to[count++] = p;
        }

        return count;
    }

    private static void Grow(Span<Point2> outside, Point2 a, Point2 b, int farthest, double reach, List<Point2> corners)
    {
        // Explicit stack instead of recursion: hostile inputs can peel one point at a time.
        var ranges = new Stack<(int Start, int Count, Point2 A, Point2 B, int Farthest)>();
        if (outside.Length > 0)
            ranges.Push((0, outside.Length, a, b, farthest));
        while (ranges.TryPop(out (int Start, int Count, Point2 A, Point2 B, int Farthest) r))
        {
            Span<Point2> part = outside.Slice(r.Start, r.Count);
            Point2 top = part[r.Farthest];
            corners.Add(top);
            int first = Outside(part, part, r.A, top, reach, out int firstFarthest);
            int second = Outside(part[first..], part[first..], top, r.B, reach, out int secondFarthest);
            if (first > 0)
                ranges.Push((r.Start, first, r.A, top, firstFarthest));
            if (second > 0)
                ranges.Push((r.Start + first, second, top, r.B, secondFarthest));
        }
    }

    /// <summary>Monotone chain; reorders its argument.</summary>
    private static Point2[] Chain(Point2[] points)
    {
        points.AsSpan().Sort();
        int n = 0;
        foreach (Point2 p in points)
            if (n == 0 || p != points[n - 1])
                points[n++] = p;
        if (n < 3)
            return points[..n];
        var hull = new Point2[n + 1];
        int size = 0;
        for (int i = 0; i < n; i++)
            Push(hull, ref size, 2, points[i]);
        int floor = size + 1;
        for (int i = n - 2; i >= 0; i--)
            Push(hull, ref size, floor, points[i]);
        return hull[..(size - 1)];
    }

    private static void Push(Point2[] hull, ref int size, int floor, Point2 p)
    {
        while (size >= floor && Exact.Orientation(hull[size - 2], hull[size - 1], p) <= 0)
            size--;
        hull[size++] = p;
    }
}
