using System.Buffers;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>Intersection of half-planes.</summary>
public static class HalfPlanes
{
    /// <summary>The part of <paramref name="bounds"/> inside every half-plane, as a counter-clockwise convex polygon.</summary>
    /// <param name="planes">Any number of half-planes with finite coefficients and a normal that is not zero.</param>
    /// <param name="bounds">A box of positive area; it makes the result bounded.</param>
    /// <returns>The corners, or none when the intersection has no inner point.</returns>
    /// <exception cref="ArgumentException">A half-plane has no normal or is not finite, or the box is empty.</exception>
    /// <remarks>
    /// Sort by angle, then a deque. O(n log n). Which borders matter is decided exactly from the coefficients (the sign
    /// of a 3×3 determinant), so nearly parallel and concurrent borders do no harm; corners are rounded.
    /// </remarks>
    [Export("algorithms.geometry.hulls.half_planes.intersect")]
    public static Point2[] Intersect(ReadOnlySpan<HalfPlane> planes, Box bounds)
    {
        Point2[] room = ArrayPool<Point2>.Shared.Rent(planes.Length + 4);
        Point2[] corners = room[..Intersect(planes, bounds, room)];
        ArrayPool<Point2>.Shared.Return(room);
        return corners;
    }

    /// <summary>Writes the part of <paramref name="bounds"/> inside every half-plane into a span; allocates nothing that is not pooled.</summary>
    /// <param name="planes">Any number of half-planes with finite coefficients and a normal that is not zero.</param>
    /// <param name="bounds">A box of positive area; it makes the result bounded.</param>
    /// <param name="corners">Receives the corners, counter-clockwise; 4 slots more than there are half-planes are always enough.</param>
    /// <returns>How many corners there are; 0 when the intersection has no inner point.</returns>
    /// <exception cref="ArgumentException">A half-plane has no normal or is not finite, the box is empty, or <paramref name="corners"/> is too short.</exception>
    public static int Intersect(ReadOnlySpan<HalfPlane> planes, Box bounds, Span<Point2> corners)
    {
        Guard.Finite(bounds.Min);
        Guard.Finite(bounds.Max);
        if (!(bounds.Width > 0) || !(bounds.Height > 0))
            throw new ArgumentException($"The box from {bounds.Min} to {bounds.Max} has no inner point.", nameof(bounds));
        foreach (HalfPlane plane in planes)
        {
            if (plane.Normal == default || !double.IsFinite(plane.A) || !double.IsFinite(plane.B) || !double.IsFinite(plane.C))
                throw new ArgumentException($"{plane} is not a half-plane.", nameof(planes));
        }

        int total = planes.Length + 4;
        HalfPlane[] sorted = ArrayPool<HalfPlane>.Shared.Rent(total), deque = ArrayPool<HalfPlane>.Shared.Rent(total);
        Point2[] found = ArrayPool<Point2>.Shared.Rent(total);
        planes.CopyTo(sorted);
        sorted[total - 4] = new(1, 0, bounds.Max.X);
        sorted[total - 3] = new(0, 1, bounds.Max.Y);
        sorted[total - 2] = new(-1, 0, -bounds.Min.X);
        sorted[total - 1] = new(0, -1, -bounds.Min.Y);
        int count = Corners(sorted.AsSpan(0, total), deque, found);
        bool fits = count <= corners.Length;
        if (fits)
            found.AsSpan(0, count).CopyTo(corners);
        ArrayPool<Point2>.Shared.Return(found);
        ArrayPool<HalfPlane>.Shared.Return(deque);
        ArrayPool<HalfPlane>.Shared.Return(sorted);
        return fits ? count : throw new ArgumentException($"The intersection has {count} corners; there is room for {corners.Length}.", nameof(corners));
    }

    /// <summary>Sorts the borders, drops those that do not matter and joins the others.</summary>
    private static int Corners(Span<HalfPlane> sorted, Span<HalfPlane> deque, Span<Point2> corners)
    {
        sorted.Sort(ByAngle);
        int first = 0, count = 0;
        foreach (HalfPlane plane in sorted)
        {
            // Of parallel ones only the tightest, which ByAngle puts first, matters.
            if (count > 0 && Turn(deque[first + count - 1], plane) == 0 && SameSide(deque[first + count - 1], plane))
                continue;
            while (count > 1 && !Keeps(deque[first + count - 2], deque[first + count - 1], plane))
                count--;
            while (count > 1 && !Keeps(deque[first], deque[first + 1], plane))
            {
                first++;
                count--;
            }

            if (count > 0 && Turn(deque[first + count - 1], plane) <= 0)
                return 0;
            deque[first + count++] = plane;
        }

        while (count > 2 && !Keeps(deque[first + count - 2], deque[first + count - 1], deque[first]))
            count--;
        while (count > 2 && !Keeps(deque[first], deque[first + 1], deque[first + count - 1]))
        {
            first++;
            count--;
        }

        if (count < 3)
            return 0;
        int written = 0;
        for (int i = 0; i < count; i++)
        {
            Point2 corner = Corner(deque[first + ((i + count - 1) % count)], deque[first + i]);
            if (written == 0 || (corner != corners[written - 1] && corner != corners[0]))
                corners[written++] = corner;
        }

        return written < 3 ? 0 : written;
    }

    private static int ByAngle(HalfPlane p, HalfPlane q)
    {
        bool pLower = p.B < 0 || (p.B == 0 && p.A < 0), qLower = q.B < 0 || (q.B == 0 && q.A < 0);
        if (pLower != qLower)
            return pLower ? 1 : -1;
        int turn = Turn(p, q);
        if (turn != 0)
            return -turn;
        // Same direction: p is tighter when c/|n| is smaller, compared through the larger normal component, exactly.
        return Math.Abs(p.A) >= Math.Abs(p.B) ? Ratio(p.C, p.A, q.C, q.A) : Ratio(p.C, p.B, q.C, q.B);
    }

    /// <summary>Sign of c/|n| - d/|m| for n and m of the same sign.</summary>
    private static int Ratio(double c, double n, double d, double m) =>
        Exact.Cross(default, new(Math.Abs(m), Math.Abs(n)), default, new(d, c));

    private static int Turn(HalfPlane p, HalfPlane q) => Exact.Cross(default, new(p.A, p.B), default, new(q.A, q.B));

    private static bool SameSide(HalfPlane p, HalfPlane q) => (p.A * q.A) + (p.B * q.B) > 0;

    /// <summary>Whether the corner of p and q lies strictly inside r, where the normal turns left from p to q.</summary>
    private static bool Keeps(HalfPlane p, HalfPlane q, HalfPlane r) =>
        Exact.Determinant(new(p.A, p.B, p.C), new(q.A, q.B, q.C), new(r.A, r.B, r.C)) > 0;

    private static Point2 Corner(HalfPlane p, HalfPlane q)
    {
        double det = (p.A * q.B) - (p.B * q.A);
        return new(((p.C * q.B) - (p.B * q.C)) / det, ((p.A * q.C) - (p.C * q.A)) / det);
    }
}
