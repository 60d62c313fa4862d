using System.Buffers;
using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>Clipping to convex windows.</summary>
public static class ConvexClip
{
    /// <summary>Sutherland and Hodgman (1974): the part of a polygon inside a convex window. O(n·m).</summary>
    /// <param name="polygon">Vertices of any polygon.</param>
    /// <param name="window">Counter-clockwise convex polygon, at least 3 vertices.</param>
    /// <returns>
    /// One outline. Where a polygon that is not convex falls into several pieces they are joined by edges along the
    /// window's border; area and filling are right (use <see cref="PolygonBoolean"/> for separate pieces).
    /// </returns>
    /// <exception cref="ArgumentException">The window is not convex and counter-clockwise, or a coordinate is not finite.</exception>
    [Export("algorithms.geometry.clipping.convex_clip.sutherland_hodgman")]
    public static Point2[] SutherlandHodgman(ReadOnlySpan<Point2> polygon, ReadOnlySpan<Point2> window)
    {
        Point2[] clipped = Clip(polygon, window, out int count), result = clipped[..count];
        ArrayPool<Point2>.Shared.Return(clipped);
        return result;
    }

    /// <summary>Sutherland and Hodgman into a span; allocates nothing that is not pooled.</summary>
    /// <param name="polygon">Vertices of any polygon.</param>
    /// <param name="window">Counter-clockwise convex polygon, at least 3 vertices.</param>
    /// <param name="clipped">Receives the outline; for a convex polygon the vertices of both together are always enough room.</param>
    /// <returns>How many vertices the outline has.</returns>
    /// <exception cref="ArgumentException">
    /// The window is not convex and counter-clockwise, a coordinate is not finite, or <paramref name="clipped"/> is too short.
    /// </exception>
    public static int SutherlandHodgman(ReadOnlySpan<Point2> polygon, ReadOnlySpan<Point2> window, Span<Point2> clipped)
    {
        Point2[] rented = Clip(polygon, window, out int count);
        bool fits = count <= clipped.Length;
        if (fits)
            rented.AsSpan(0, count).CopyTo(clipped);
        ArrayPool<Point2>.Shared.Return(rented);
        return fits ? count : throw new ArgumentException($"The outline has {count} vertices; there is room for {clipped.Length}.", nameof(clipped));
    }

    /// <summary>The clipped outline in a rented array.</summary>
    private static Point2[] Clip(ReadOnlySpan<Point2> polygon, ReadOnlySpan<Point2> window, out int count)
    {
        Guard.Finite(polygon);
        if (!Polygon.IsConvex(window) || Polygon.Winding(window) < 0)
            throw new ArgumentException("The window must be a convex counter-clockwise polygon.", nameof(window));
        Point2[] current = ArrayPool<Point2>.Shared.Rent(polygon.Length);
        polygon.CopyTo(current);
        count = polygon.Length;
        for (int i = 0; i < window.Length && count > 0; i++)
        {
            Point2 a = window[i], b = window[Polygon.Next(i, window.Length)];
            if (a == b)
                continue;
            // Every vertex is followed by at most one crossing.
            Point2[] next = ArrayPool<Point2>.Shared.Rent(2 * count);
            int kept = 0;
            Point2 from = current[count - 1];
            int fromSide = Exact.Orientation(a, b, from);
            foreach (Point2 to in current.AsSpan(0, count))
            {
                int side = Exact.Orientation(a, b, to);
                if (side * fromSide < 0)
                    next[kept++] = Cut(from, to, a, b);
                if (side >= 0)
                    next[kept++] = to;
                (from, fromSide) = (to, side);
            }

            ArrayPool<Point2>.Shared.Return(current);
            (current, count) = (next, kept);
        }

        return current;
    }

    /// <summary>The part of a convex polygon in a half-plane.</summary>
    /// <param name="polygon">Vertices of a convex polygon.</param>
    /// <param name="plane">The half-plane to keep.</param>
    /// <remarks>Sides are judged in doubles.</remarks>
    [Export("algorithms.geometry.clipping.convex_clip.cut")]
    public static Point2[] Cut(ReadOnlySpan<Point2> polygon, HalfPlane plane)
    {
        var kept = new List<Point2>(polygon.Length + 1);
        for (int i = 0; i < polygon.Length; i++)
        {
            Point2 p = polygon[i], q = polygon[Polygon.Next(i, polygon.Length)];
            double here = plane.Evaluate(p), there = plane.Evaluate(q);
            if (here <= 0)
                kept.Add(p);
            if ((here < 0 && there > 0) || (here > 0 && there < 0))
                kept.Add(p.Lerp(q, here / (here - there)));
        }

        return [.. kept];
    }

    /// <summary>Liang and Barsky (1984): the part of a segment inside a box, or null.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public static Segment? Cut(Segment segment, Box box)
    {
        Guard.Finite([segment.A, segment.B], nameof(segment));
        double from = 0, to = 1;
        Vec2 d = segment.Direction;
        bool Narrow(double speed, double distance)
        {
            // Inside while speed·t ≤ distance.
            if (speed == 0)
                return distance >= 0;
            double t = distance / speed;
            if (speed > 0)
                to = Math.Min(to, t);
            else
                from = Math.Max(from, t);
            return from <= to;
        }

        bool any = Narrow(-d.X, segment.A.X - box.Min.X) && Narrow(d.X, box.Max.X - segment.A.X) &&
            Narrow(-d.Y, segment.A.Y - box.Min.Y) && Narrow(d.Y, box.Max.Y - segment.A.Y);
        if (!any)
            return null;
        return new(from == 0 ? segment.A : segment.At(from), to == 1 ? segment.B : segment.At(to));
    }

    /// <summary>Where p → q, whose ends lie strictly on different sides, meets the line through a and b.</summary>
    private static Point2 Cut(Point2 p, Point2 q, Point2 a, Point2 b)
    {
        Vec2 d = b - a;
        double left = d.Cross(p - a), right = d.Cross(q - a), along = left / (left - right);
        if (double.IsFinite(along))
            return p.Lerp(q, Math.Clamp(along, 0, 1));
        return Intersect.Lines(Line.Through(a, b), Line.Through(p, q)) ?? p;
    }
}
