using System.Buffers;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>Triangulation of a simple polygon by cutting off ears.</summary>
public static class EarClipping
{
    /// <summary>n - 2 counter-clockwise triangles that fill the polygon, as vertex numbers, three a triangle.</summary>
    /// <param name="polygon">At least 3 vertices of a simple polygon in either direction; collinear vertices are allowed.</param>
    /// <exception cref="ArgumentException">
    /// Fewer than 3 vertices, a coordinate is not finite, the polygon has no area or it crosses itself so that no ear is left.
    /// </exception>
    /// <remarks>
    /// Meisters (1975). O(n·r) for r vertices that are not convex; exact decisions. For large polygons or holes use
    /// <see cref="ConstrainedDelaunay"/>.
    /// </remarks>
    [Export("algorithms.geometry.meshes.ear_clipping.triangulate")]
    public static int[] Triangulate(ReadOnlySpan<Point2> polygon)
    {
        Guard.Count(polygon.Length, 3, nameof(polygon));
        var triangles = new int[3 * (polygon.Length - 2)];
        Triangulate(polygon, triangles);
        return triangles;
    }

    /// <summary>Writes the triangles into a span; allocates nothing that is not pooled.</summary>
    /// <param name="polygon">At least 3 vertices of a simple polygon in either direction; collinear vertices are allowed.</param>
    /// <param name="triangles">Receives 3 (n - 2) vertex numbers, three a triangle.</param>
    /// <returns>How many numbers were written.</returns>
    /// <exception cref="ArgumentException">
    /// Fewer than 3 vertices, a coordinate is not finite, the polygon has no area or it crosses itself so that no ear is left, or <paramref name="triangles"/> is too short.
    /// </exception>
    public static int Triangulate(ReadOnlySpan<Point2> polygon, Span<int> triangles)
    {
        int n = polygon.Length, needed = 3 * (n - 2);
        Guard.Count(n, 3, nameof(polygon));
        Guard.Finite(polygon);
        if (triangles.Length < needed)
            throw new ArgumentException($"{needed} numbers are needed, there is room for {triangles.Length}.", nameof(triangles));
        int[] links = ArrayPool<int>.Shared.Rent(2 * n);
        bool[] blocks = ArrayPool<bool>.Shared.Rent(n);
        bool complete = CutAll(polygon, links.AsSpan(0, n), links.AsSpan(n, n), blocks, triangles);
        ArrayPool<bool>.Shared.Return(blocks);
        ArrayPool<int>.Shared.Return(links);
        return complete ? needed : throw new ArgumentException("The polygon has no area or crosses itself: no ear is left to cut off.", nameof(polygon));
    }

    private static bool CutAll(ReadOnlySpan<Point2> polygon, Span<int> before, Span<int> after, Span<bool> blocks, Span<int> triangles)
    {
        int n = polygon.Length;
        bool clockwise = Polygon.SignedArea(polygon) < 0;
        for (int i = 0; i < n; i++)
        {
            int previous = Polygon.Previous(i, n), next = Polygon.Next(i, n);
            (before[i], after[i]) = clockwise ? (next, previous) : (previous, next);
            blocks[i] = Exact.Orientation(polygon[before[i]], polygon[i], polygon[after[i]]) <= 0;
        }

        int current = 0, left = n, misses = 0, written = 0;
        while (left > 3 && misses < left)
        {
            int a = before[current], c = after[current];
            if (!IsEar(polygon, after, blocks, a, current, c))
            {
                current = c;
                misses++;
                continue;
            }

            (triangles[written], triangles[written + 1], triangles[written + 2]) = (a, current, c);
            written += 3;
            (after[a], before[c]) = (c, a);
            blocks[current] = false;
            left--;
            misses = 0;
            blocks[a] = blocks[a] && Exact.Orientation(polygon[before[a]], polygon[a], polygon[c]) <= 0;
            blocks[c] = blocks[c] && Exact.Orientation(polygon[a], polygon[c], polygon[after[c]]) <= 0;
            // Skipping a vertex gives fatter triangles than a fan around one vertex.
            current = after[c];
        }

        if (left > 3 || Exact.Orientation(polygon[before[current]], polygon[current], polygon[after[current]]) <= 0)
            return false;
        (triangles[written], triangles[written + 1], triangles[written + 2]) = (before[current], current, after[current]);
        return true;
    }

    private static bool IsEar(ReadOnlySpan<Point2> polygon, ReadOnlySpan<int> after, ReadOnlySpan<bool> blocks, int a, int b, int c)
    {
        Point2 p = polygon[a], q = polygon[b], r = polygon[c];
        if (blocks[b] || Exact.Orientation(p, q, r) <= 0)
            return false;
        double x0 = Math.Min(p.X, Math.Min(q.X, r.X)), x1 = Math.Max(p.X, Math.Max(q.X, r.X));
        double y0 = Math.Min(p.Y, Math.Min(q.Y, r.Y)), y1 = Math.Max(p.Y, Math.Max(q.Y, r.Y));
        for (int i = after[c]; i != a; i = after[i])
        {
            Point2 v = polygon[i];
            if (!blocks[i] || v.X < x0 || v.X > x1 || v.Y < y0 || v.Y > y1 || v == p || v == q || v == r)
                continue;
            if (Exact.Orientation(p, q, v) >= 0 && Exact.Orientation(q, r, v) >= 0 && Exact.Orientation(r, p, v) >= 0)
                return false;
        }

        return true;
    }
}
