using System.Buffers;
using Nabla.Algorithms.Geometry.Measures;

namespace Nabla.Algorithms.Geometry.Simplification;

/// <summary>Fewer vertices for (almost) the same line. Both ends are always kept.</summary>
public static class Simplify
{
    /// <summary>Douglas and Peucker (1973): keeps the farthest vertex while it is farther than the tolerance.</summary>
    /// <param name="line">Vertices of an open line.</param>
    /// <param name="tolerance">Largest distance of a dropped vertex from its new segment; at least 0.</param>
    /// <returns>Increasing indices of the vertices kept.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    /// <remarks>O(n log n) usually, O(n²) at worst; an explicit stack, so long lines are safe.</remarks>
    [Export("algorithms.geometry.simplification.simplify.douglas_peucker")]
    public static int[] DouglasPeucker(ReadOnlySpan<Point2> line, double tolerance)
    {
        int[] kept = ArrayPool<int>.Shared.Rent(line.Length);
        int[] indices = kept[..DouglasPeucker(line, tolerance, kept)];
        ArrayPool<int>.Shared.Return(kept);
        return indices;
    }

    /// <summary>Douglas and Peucker into a span; allocates nothing that is not pooled.</summary>
    /// <param name="line">Vertices of an open line.</param>
    /// <param name="tolerance">Largest distance of a dropped vertex from its new segment; at least 0.</param>
    /// <param name="kept">Receives the increasing indices of the vertices kept; room for all.</param>
    /// <returns>How many vertices are kept.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite, or <paramref name="kept"/> is shorter than the line.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    public static int DouglasPeucker(ReadOnlySpan<Point2> line, double tolerance, Span<int> kept)
    {
        Guard.Finite(line);
        Guard.NotNegative(tolerance);
        if (kept.Length < line.Length)
            throw new ArgumentException($"{line.Length} elements are needed, {kept.Length} were given.", nameof(kept));
        int[] ends = ArrayPool<int>.Shared.Rent(line.Length + 1);
        int count = 0, depth = 0, from = 0;
        if (line.Length > 0)
            kept[count++] = 0;
        if (line.Length > 1)
            ends[depth++] = line.Length - 1;
        // The stack holds the ends of the pieces that follow one another, the next one on top.
        while (depth > 0)
        {
            int to = ends[depth - 1], split = -1;
            var chord = new Segment(line[from], line[to]);
            double farthest = tolerance;
            for (int i = from + 1; i < to; i++)
            {
                double d = Distance.Between(line[i], chord);
                if (d > farthest)
                    (farthest, split) = (d, i);
            }

            if (split >= 0)
            {
                ends[depth++] = split;
                continue;
            }

            kept[count++] = to;
            from = to;
            depth--;
        }

        ArrayPool<int>.Shared.Return(ends);
        return count;
    }

    /// <summary>Visvalingam and Whyatt (1993): drops the vertex with the smallest triangle, again and again.</summary>
    /// <param name="line">Vertices of an open line.</param>
    /// <param name="area">Vertices whose triangle with their neighbours is smaller than this go; at least 0.</param>
    /// <returns>Increasing indices of the vertices kept.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The area is negative or not finite.</exception>
    [Export("algorithms.geometry.simplification.simplify.visvalingam")]
    public static int[] Visvalingam(ReadOnlySpan<Point2> line, double area)
    {
        Guard.NotNegative(area);
        return Visvalingam(line, area, 2);
    }

    /// <summary>Visvalingam and Whyatt down to a number of vertices.</summary>
    /// <param name="line">Vertices of an open line.</param>
    /// <param name="count">Number of vertices to keep, at least 2; all when there are not more.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 2.</exception>
    [Export("algorithms.geometry.simplification.simplify.visvalingam_to")]
    public static int[] VisvalingamTo(ReadOnlySpan<Point2> line, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return Visvalingam(line, double.PositiveInfinity, count);
    }

    private static int[] Visvalingam(ReadOnlySpan<Point2> line, double area, int least)
    {
        Guard.Finite(line);
        int n = line.Length, left = n;
        var keep = new bool[n];
        Array.Fill(keep, true);
        var before = new int[n];
        var after = new int[n];
        var current = new double[n];
        var queue = new PriorityQueue<int, (double Area, int Index)>();
        for (int i = 0; i < n; i++)
        {
            before[i] = i - 1;
            after[i] = i + 1;
            if (i > 0 && i + 1 < n)
                queue.Enqueue(i, (current[i] = Triangle(line, i - 1, i, i + 1), i));
        }

        while (left > least && queue.TryDequeue(out int i, out (double Area, int Index) key))
        {
            // An outdated entry: the vertex is gone or its triangle has changed since.
            if (!keep[i] || key.Area != current[i])
                continue;
            if (key.Area >= area)
                break;
            keep[i] = false;
            left--;
            int p = before[i], q = after[i];
            (after[p], before[q]) = (q, p);
            // A vertex never counts for less than the one dropped before it, so the order of removal stays sensible.
            if (p > 0)
                queue.Enqueue(p, (current[p] = Math.Max(key.Area, Triangle(line, before[p], p, q)), p));
            if (q < n - 1)
                queue.Enqueue(q, (current[q] = Math.Max(key.Area, Triangle(line, p, q, after[q])), q));
        }

        return Kept(keep);
    }

    private static double Triangle(ReadOnlySpan<Point2> line, int a, int b, int c) =>
        Math.Abs((line[b] - line[a]).Cross(line[c] - line[a])) / 2;

    private static int[] Kept(bool[] keep) => [.. Enumerable.Range(0, keep.Length).Where(i => keep[i])];
}
