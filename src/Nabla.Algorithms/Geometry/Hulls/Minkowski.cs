using System.Buffers;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>Minkowski sums A ⊕ B = { a + b }.</summary>
public static class Minkowski
{
    /// <summary>Sum of two convex polygons, counter-clockwise, without collinear corners. O(n + m) after the hulls.</summary>
    /// <param name="first">Points whose convex hull is the first summand; at least 1.</param>
    /// <param name="second">Points whose convex hull is the second summand; at least 1.</param>
    /// <exception cref="ArgumentException">A span is empty or a coordinate is not finite.</exception>
    /// <remarks>Both outlines are merged by the direction of their edges, compared exactly.</remarks>
    [Export("algorithms.geometry.hulls.minkowski.convex_sum")]
    public static Point2[] ConvexSum(ReadOnlySpan<Point2> first, ReadOnlySpan<Point2> second)
    {
        Point2[] room = ArrayPool<Point2>.Shared.Rent(first.Length + second.Length);
        Point2[] sum = room[..ConvexSum(first, second, room)];
        ArrayPool<Point2>.Shared.Return(room);
        return sum;
    }

    /// <summary>Writes the sum of two convex polygons into a span; allocates nothing that is not pooled.</summary>
    /// <param name="first">Points whose convex hull is the first summand; at least 1.</param>
    /// <param name="second">Points whose convex hull is the second summand; at least 1.</param>
    /// <param name="sum">Receives the corners, counter-clockwise; as many slots as there are points in both spans are always enough.</param>
    /// <returns>How many corners there are.</returns>
    /// <exception cref="ArgumentException">A span is empty, a coordinate is not finite, or <paramref name="sum"/> is too short.</exception>
    public static int ConvexSum(ReadOnlySpan<Point2> first, ReadOnlySpan<Point2> second, Span<Point2> sum)
    {
        Guard.Count(first.Length, 1, nameof(first));
        Guard.Count(second.Length, 1, nameof(second));
        int most = first.Length + second.Length;
        Point2[] hulls = ArrayPool<Point2>.Shared.Rent(most), corners = ArrayPool<Point2>.Shared.Rent(most);
        Span<Point2> a = hulls.AsSpan(0, ConvexHull.Of(first, hulls)), b = hulls.AsSpan(a.Length);
        b = b[..ConvexHull.Of(second, b)];
        // Rounding of the sums may bend a corner the wrong way by an ulp; the hull of the sums is convex again.
        int count = ConvexHull.Of(corners.AsSpan(0, MergeEdges(a, b, corners)), hulls);
        bool fits = count <= sum.Length;
        if (fits)
            hulls.AsSpan(0, count).CopyTo(sum);
        ArrayPool<Point2>.Shared.Return(corners);
        ArrayPool<Point2>.Shared.Return(hulls);
        return fits ? count : throw new ArgumentException($"The sum has {count} corners; there is room for {sum.Length}.", nameof(sum));
    }

    /// <summary>Sum of two simple polygons, convex or not, holes included where the sum has them.</summary>
    /// <param name="first">At least 3 vertices of a simple polygon, in either direction.</param>
    /// <param name="second">At least 3 vertices of a simple polygon, in either direction.</param>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, no area, or a coordinate is not finite.</exception>
    /// <remarks>The union of the sums of the triangles of both: O(n·m) triangles' sums and one boolean union.</remarks>
    [Export("algorithms.geometry.hulls.minkowski.sum")]
    public static Region Sum(ReadOnlySpan<Point2> first, ReadOnlySpan<Point2> second)
    {
        int[] a = Meshes.EarClipping.Triangulate(first), b = Meshes.EarClipping.Triangulate(second);
        var rings = new List<Point2[]>();
        for (int i = 0; i < a.Length; i += 3)
            for (int j = 0; j < b.Length; j += 3)
                rings.Add(ConvexSum(
                    [first[a[i]], first[a[i + 1]], first[a[i + 2]]], [second[b[j]], second[b[j + 1]], second[b[j + 2]]]));
        return Clipping.PolygonBoolean.Union(rings, []);
    }

    /// <summary>Positive when edge a → b comes before edge c → d going counter-clockwise from direction 0.</summary>
    private static int CompareDirections(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        bool lowerA = b.Y < a.Y || (b.Y == a.Y && b.X < a.X), lowerC = d.Y < c.Y || (d.Y == c.Y && d.X < c.X);
        return lowerA != lowerC ? (lowerA ? -1 : 1) : Exact.Cross(a, b, c, d);
    }

    /// <summary>The sums of corners met when the edges of both hulls are taken in the order of their directions.</summary>
    private static int MergeEdges(ReadOnlySpan<Point2> a, ReadOnlySpan<Point2> b, Span<Point2> sum)
    {
        int firstOfA = Lowest(a), firstOfB = Lowest(b), count = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            Point2 p = a[(firstOfA + i) % a.Length], q = b[(firstOfB + j) % b.Length];
            sum[count++] = new(p.X + q.X, p.Y + q.Y);
            int turn = i == a.Length || a.Length == 1 ? -1
                : j == b.Length || b.Length == 1 ? 1
                : CompareDirections(p, a[(firstOfA + i + 1) % a.Length], q, b[(firstOfB + j + 1) % b.Length]);
            if (turn >= 0)
                i++;
            if (turn <= 0)
                j++;
        }

        return count;
    }

    private static int Lowest(ReadOnlySpan<Point2> hull)
    {
        int lowest = 0;
        for (int i = 1; i < hull.Length; i++)
            if (hull[i].Y < hull[lowest].Y || (hull[i].Y == hull[lowest].Y && hull[i].X < hull[lowest].X))
                lowest = i;
        return lowest;
    }
}
