using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Polygons;

/// <summary>
/// Measures and classifies polygons given as spans of vertices, without repeating the first one at the end.
/// Counter-clockwise polygons have positive area.
/// </summary>
public static partial class Polygon
{
    /// <summary>Signed area (shoelace formula), positive when counter-clockwise; 0 for fewer than 3 vertices.</summary>
    /// <remarks>½ Σ (pᵢ - p₀) × (pᵢ₊₁ - p₀): measured from a vertex, so that far-away polygons keep their digits.</remarks>
    [Export("algorithms.geometry.polygons.polygon.signed_area")]
    public static double SignedArea(ReadOnlySpan<Point2> polygon)
    {
        double twice = 0;
        for (int i = 1; i + 1 < polygon.Length; i++)
            twice += (polygon[i] - polygon[0]).Cross(polygon[i + 1] - polygon[0]);
        return twice / 2;
    }

    /// <summary>Absolute value of <see cref="SignedArea"/>.</summary>
    [Export("algorithms.geometry.polygons.polygon.area")]
    public static double Area(ReadOnlySpan<Point2> polygon) => Math.Abs(SignedArea(polygon));

    /// <summary>Length of the closed outline.</summary>
    [Export("algorithms.geometry.polygons.polygon.perimeter")]
    public static double Perimeter(ReadOnlySpan<Point2> polygon)
    {
        double sum = 0;
        for (int i = 0; i < polygon.Length; i++)
            sum += polygon[i].DistanceTo(polygon[Next(i, polygon.Length)]);
        return sum;
    }

    /// <summary>
    /// Centre of mass of the filled polygon. A polygon of zero area gives the centre of mass of its outline; one whose
    /// vertices coincide gives that point.
    /// </summary>
    /// <exception cref="ArgumentException">There are no vertices.</exception>
    [Export("algorithms.geometry.polygons.polygon.centroid")]
    public static Point2 Centroid(ReadOnlySpan<Point2> polygon)
    {
        Guard.Count(polygon.Length, 1, nameof(polygon));
        Point2 origin = polygon[0];
        double twice = 0;
        Vec2 moment = default;
        for (int i = 1; i + 1 < polygon.Length; i++)
        {
            Vec2 u = polygon[i] - origin, v = polygon[i + 1] - origin;
            double cross = u.Cross(v);
            twice += cross;
            moment += (u + v) * cross;
        }

        return twice != 0 ? origin + (moment / (3 * twice)) : OutlineCentroid(polygon);
    }

    /// <summary>+1 when counter-clockwise, -1 when clockwise, 0 when degenerate. Exact for simple polygons.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <remarks>Turn at the lexicographically least vertex, between its nearest different neighbours: O(n).</remarks>
    [Export("algorithms.geometry.polygons.polygon.winding")]
    public static int Winding(ReadOnlySpan<Point2> polygon)
    {
        Guard.Finite(polygon);
        if (polygon.Length < 3)
            return 0;
        int least = 0;
        for (int i = 1; i < polygon.Length; i++)
            if (polygon[i] < polygon[least])
                least = i;
        int before = least, after = least;
        do
            before = Previous(before, polygon.Length);
        while (before != least && polygon[before] == polygon[least]);
        do
            after = Next(after, polygon.Length);
        while (after != least && polygon[after] == polygon[least]);
        return before == least ? 0 : Exact.Orientation(polygon[before], polygon[least], polygon[after]);
    }

    /// <summary>Whether the vertices turn one way only and once around; collinear vertices are allowed.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.polygons.polygon.is_convex")]
    public static bool IsConvex(ReadOnlySpan<Point2> polygon)
    {
        Guard.Finite(polygon);
        int n = polygon.Length, sign = 0, descents = 0;
        if (n < 3)
            return false;
        for (int i = 0; i < n; i++)
        {
            Point2 a = polygon[i], b = polygon[Next(i, n)], c = polygon[Next(Next(i, n), n)];
            int turn = Exact.Orientation(a, b, c);
            if (turn != 0 && sign != 0 && turn != sign)
                return false;
            if (turn == 0 && a != b && b != c && (b - a).Dot(c - b) < 0)
                return false;
            sign = sign != 0 ? sign : turn;
            // Going once around, the lexicographic order reverses from rising to falling exactly once.
            if (a < b && c < b)
                descents++;
        }

        return sign != 0 && descents <= 1;
    }

    /// <summary>How often the outline goes counter-clockwise around the point; meaningless on the outline itself.</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.polygons.polygon.winding_number")]
    public static int WindingNumber(ReadOnlySpan<Point2> polygon, Point2 point) => Wind(polygon, point, out _);

    /// <summary>Where a point lies, by the non-zero winding rule. Exact; O(n).</summary>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, or a coordinate is not finite.</exception>
    [Export("algorithms.geometry.polygons.polygon.locate")]
    public static Location Locate(ReadOnlySpan<Point2> polygon, Point2 point)
    {
        Guard.Count(polygon.Length, 3, nameof(polygon));
        int winding = Wind(polygon, point, out bool onEdge);
        return onEdge ? Location.Boundary : winding != 0 ? Location.Inside : Location.Outside;
    }

    /// <summary>Where a point lies with respect to a counter-clockwise strictly convex polygon. Exact; O(log n).</summary>
    /// <param name="polygon">At least 3 vertices, as <see cref="Hulls.ConvexHull"/> returns them (not checked).</param>
    /// <param name="point">The point to classify.</param>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, or a coordinate is not finite.</exception>
    /// <remarks>Binary search for the wedge at the first vertex that holds the point.</remarks>
    [Export("algorithms.geometry.polygons.polygon.locate_in_convex")]
    public static Location LocateInConvex(ReadOnlySpan<Point2> polygon, Point2 point)
    {
        Guard.Count(polygon.Length, 3, nameof(polygon));
        Guard.Finite(point);
        int low = 1, high = polygon.Length - 1;
        int first = Exact.Orientation(polygon[0], polygon[low], point), last = Exact.Orientation(polygon[0], polygon[high], point);
        if (first < 0 || last > 0)
            return Location.Outside;
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            if (Exact.Orientation(polygon[0], polygon[middle], point) >= 0)
                low = middle;
            else
                high = middle;
        }

        int edge = Exact.Orientation(polygon[low], polygon[high], point);
        if (edge < 0)
            return Location.Outside;
        if (edge == 0)
            return Exact.OnSegment(polygon[low], polygon[high], point) ? Location.Boundary : Location.Outside;
        if (first == 0)
            return Exact.OnSegment(polygon[0], polygon[1], point) ? Location.Boundary : Location.Outside;
        if (last == 0)
            return Exact.OnSegment(polygon[0], polygon[^1], point) ? Location.Boundary : Location.Outside;
        return Location.Inside;
    }

    /// <summary>Lattice points of a simple polygon with integer vertices, by Pick's theorem A = I + B/2 - 1.</summary>
    /// <param name="polygon">At least 3 integer vertices, each at most 2³⁰ in magnitude.</param>
    /// <returns>Lattice points strictly inside, and on the outline.</returns>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, or a coordinate is not such an integer.</exception>
    [Export("algorithms.geometry.polygons.polygon.pick")]
    public static (long Interior, long Boundary) Pick(ReadOnlySpan<Point2> polygon)
    {
        Guard.Count(polygon.Length, 3, nameof(polygon));
        foreach (Point2 p in polygon)
            if (!(Math.Abs(p.X) <= 1 << 30) || !(Math.Abs(p.Y) <= 1 << 30) || p.X != Math.Truncate(p.X) || p.Y != Math.Truncate(p.Y))
                throw new ArgumentException($"({p.X}, {p.Y}) is not an integer point within ±2^30.", nameof(polygon));
        Int128 twice = 0;
        long boundary = 0;
        for (int i = 0; i < polygon.Length; i++)
        {
            Point2 a = polygon[i], b = polygon[Next(i, polygon.Length)];
            twice += ((Int128)(long)a.X * (long)b.Y) - ((Int128)(long)a.Y * (long)b.X);
            boundary += Gcd(Math.Abs((long)b.X - (long)a.X), Math.Abs((long)b.Y - (long)a.Y));
        }

        return ((long)((Int128.Abs(twice) - boundary + 2) / 2), boundary);
    }

    /// <summary>Index after <paramref name="i"/>, around the end.</summary>
    internal static int Next(int i, int n) => i + 1 == n ? 0 : i + 1;

    /// <summary>Index before <paramref name="i"/>, around the start.</summary>
    internal static int Previous(int i, int n) => i == 0 ? n - 1 : i - 1;

    private static Point2 OutlineCentroid(ReadOnlySpan<Point2> polygon)
    {
        double total = 0;
        Vec2 moment = default;
        for (int i = 0; i < polygon.Length; i++)
        {
            Point2 a = polygon[i], b = polygon[Next(i, polygon.Length)];
            double length = a.DistanceTo(b);
            total += length;
            moment += (a.Midpoint(b) - polygon[0]) * length;
        }

        return total == 0 ? polygon[0] : polygon[0] + (moment / total);
    }

    private static int Wind(ReadOnlySpan<Point2> polygon, Point2 p, out bool onEdge)
    {
        Guard.Finite(p);
        Guard.Finite(polygon);
        int winding = 0;
        onEdge = false;
        for (int i = 0; i < polygon.Length; i++)
        {
            Point2 a = polygon[i], b = polygon[Next(i, polygon.Length)];
            bool up = a.Y <= p.Y && b.Y > p.Y, down = a.Y > p.Y && b.Y <= p.Y;
            if (up || down)
            {
                int side = Exact.Orientation(a, b, p);
                onEdge |= side == 0;
                winding += up && side > 0 ? 1 : down && side < 0 ? -1 : 0;
            }
            else
                onEdge |= p.Y == a.Y && (p == a || (p.Y == b.Y && p.X >= Math.Min(a.X, b.X) && p.X <= Math.Max(a.X, b.X)));
        }

        return winding;
    }

    private static long Gcd(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
