using System.Buffers;
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

    /// <summary>Writes the hull into a span; allocates nothing that is not pooled.</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <param name="hull">Receives the corners; as many slots as there are points are always enough.</param>
    /// <returns>How many corners there are.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite, or <paramref name="hull"/> is too short.</exception>
    public static int Of(ReadOnlySpan<Point2> points, Span<Point2> hull)
    {
        Guard.Finite(points);
        Point2[] work = ArrayPool<Point2>.Shared.Rent(points.Length), corners = ArrayPool<Point2>.Shared.Rent(points.Length + 1);
        int size = Quick(points, work, corners);
        bool fits = size <= hull.Length;
        if (fits)
            corners.AsSpan(0, size).CopyTo(hull);
        ArrayPool<Point2>.Shared.Return(corners);
        ArrayPool<Point2>.Shared.Return(work);
        return fits ? size : throw new ArgumentException($"The hull has {size} corners; there is room for {hull.Length}.", nameof(hull));
    }

    /// <summary>Andrew's monotone chain (1979): sort by x, build the lower and the upper chain. O(n log n).</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.hulls.convex_hull.andrew")]
    public static Point2[] Andrew(ReadOnlySpan<Point2> points)
    {
        Guard.Finite(points);
        Point2[] sorted = points.ToArray();
        var hull = new Point2[points.Length + 1];
        return hull[..Chain(sorted, hull)];
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
        Point2[] work = ArrayPool<Point2>.Shared.Rent(points.Length), corners = ArrayPool<Point2>.Shared.Rent(points.Length + 1);
        Point2[] hull = corners[..Quick(points, work, corners)];
        ArrayPool<Point2>.Shared.Return(corners);
        ArrayPool<Point2>.Shared.Return(work);
        return hull;
    }

    /// <summary>Quickhull into a span with room for one point more than there are; work has room for all.</summary>
    private static int Quick(ReadOnlySpan<Point2> points, Span<Point2> work, Span<Point2> hull)
    {
        work = work[..points.Length];
        if (points.Length < 16)
        {
            points.CopyTo(work);
            return Chain(work, hull);
        }

        work = work[..Candidates(points, work)];
        Point2 least = work[0], greatest = work[0];
        double reach = 0;
        foreach (Point2 p in work)
        {
            if (p < least)
                least = p;
            if (p > greatest)
                greatest = p;
            reach = Math.Max(reach, Math.Abs(p.Y - work[0].Y));
        }

        reach = (2 * reach) + (greatest.X - least.X);
        // The points above go behind those below; corners found meanwhile are collected at the front of the hull.
        int count = 0;
        hull[count++] = least;
        hull[count++] = greatest;
        Point2[] above = ArrayPool<Point2>.Shared.Rent(work.Length);
        int upper = Outside(work, above, greatest, least, reach, out int highest);
        int below = Outside(work, work, least, greatest, reach, out int lowest);
        Grow(work[..below], least, greatest, lowest, reach, hull, ref count);
        Grow(above.AsSpan(0, upper), greatest, least, highest, reach, hull, ref count);
        ArrayPool<Point2>.Shared.Return(above);
        hull[..count].CopyTo(work);
        return Chain(work[..count], hull);
    }

    /// <summary>Copies the points that may be corners to the front of <paramref name="kept"/> and returns their number.</summary>
    /// <remarks>
    /// Akl and Toussaint (1978): of the points farthest along the diagonals one lies in each quadrant around any point of the box between them, so that point lies in
    /// their hull. Only coordinates are compared, so nothing is lost to rounding.
    /// </remarks>
    private static int Candidates(ReadOnlySpan<Point2> points, Span<Point2> kept)
    {
        Point2 southWest = points[0], southEast = southWest, northEast = southWest, northWest = southWest;
        double sum = southWest.X + southWest.Y, difference = southWest.X - southWest.Y;
        double leastSum = sum, greatestSum = sum, leastDifference = difference, greatestDifference = difference;
        foreach (Point2 p in points)
        {
            sum = p.X + p.Y;
            difference = p.X - p.Y;
            if (sum < leastSum)
                (leastSum, southWest) = (sum, p);
            if (sum > greatestSum)
                (greatestSum, northEast) = (sum, p);
            if (difference < leastDifference)
                (leastDifference, northWest) = (difference, p);
            if (difference > greatestDifference)
                (greatestDifference, southEast) = (difference, p);
        }

        double left = Math.Max(southWest.X, northWest.X), right = Math.Min(southEast.X, northEast.X);
        double bottom = Math.Max(southWest.Y, southEast.Y), top = Math.Min(northWest.Y, northEast.Y);
        int count = 0;
        foreach (Point2 p in points)
        {
            // The diagonal points lie on the box or outside it; the others on its outline are lost without harm only inside.
            kept[count] = p;
            bool inside = (p.X > left) & (p.X < right) & (p.Y > bottom) & (p.Y < top);
            count += inside ? 0 : 1;
        }

        return count;
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

    private static void Grow(Span<Point2> outside, Point2 a, Point2 b, int farthest, double reach, Span<Point2> corners, ref int count)
    {
        // Explicit stack instead of recursion: hostile inputs can peel one point at a time. Every range waiting holds a point, so there is room.
        var ranges = ArrayPool<(int Start, int Count, Point2 A, Point2 B, int Farthest)>.Shared.Rent(outside.Length + 1);
        int depth = 0;
        if (outside.Length > 0)
            ranges[depth++] = (0, outside.Length, a, b, farthest);
        while (depth > 0)
        {
            (int Start, int Count, Point2 A, Point2 B, int Farthest) r = ranges[--depth];
            Span<Point2> part = outside.Slice(r.Start, r.Count);
            Point2 top = part[r.Farthest];
            corners[count++] = top;
            int first = Outside(part, part, r.A, top, reach, out int firstFarthest);
            int second = Outside(part[first..], part[first..], top, r.B, reach, out int secondFarthest);
            if (first > 0)
                ranges[depth++] = (r.Start, first, r.A, top, firstFarthest);
            if (second > 0)
                ranges[depth++] = (r.Start + first, second, top, r.B, secondFarthest);
        }

        ArrayPool<(int Start, int Count, Point2 A, Point2 B, int Farthest)>.Shared.Return(ranges);
    }

    /// <summary>Monotone chain into a span with room for one point more than there are; reorders its argument.</summary>
    private static int Chain(Span<Point2> points, Span<Point2> hull)
    {
        points.Sort();
        int n = 0;
        foreach (Point2 p in points)
            if (n == 0 || p != points[n - 1])
                points[n++] = p;
        if (n < 3)
        {
            points[..n].CopyTo(hull);
            return n;
        }

        int size = 0;
        for (int i = 0; i < n; i++)
            Push(hull, ref size, 2, points[i]);
        int floor = size + 1;
        for (int i = n - 2; i >= 0; i--)
            Push(hull, ref size, floor, points[i]);
        return size - 1;
    }

    private static void Push(Span<Point2> hull, ref int size, int floor, Point2 p)
    {
        while (size >= floor && Exact.Orientation(hull[size - 2], hull[size - 1], p) <= 0)
            size--;
        hull[size++] = p;
    }
}
