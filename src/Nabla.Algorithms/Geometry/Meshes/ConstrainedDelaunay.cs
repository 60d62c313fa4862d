using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>Delaunay triangulation that contains given edges, and with it the triangulation of polygons with holes.</summary>
public static class ConstrainedDelaunay
{
    /// <summary>Triangulates points so that the given edges appear, as Delaunay as they allow.</summary>
    /// <param name="points">Finite points; equal ones count once.</param>
    /// <param name="edges">Pairs of point numbers. An edge through other points is split there.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite, or two edges cross.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An edge names a point that does not exist.</exception>
    /// <remarks>Sloan (1993): flips away what crosses an edge, then restores the Delaunay property beside it.</remarks>
    [Export("algorithms.geometry.meshes.constrained_delaunay.triangulate")]
    public static Triangulation Triangulate(ReadOnlySpan<Point2> points, ReadOnlySpan<(int From, int To)> edges)
    {
        Point2[] copy = points.ToArray();
        TriangleMesh? mesh = Build(copy, edges, nameof(edges), out int[] order, out _);
        return mesh is null ? new Triangulation(copy, [], [], []) : Triangulation.From(copy, mesh, order);
    }

    /// <summary>Triangles that fill a polygon with holes (even-odd rule).</summary>
    /// <param name="rings">Outlines that may touch but not cross; their direction does not matter.</param>
    /// <returns>All vertices, ring after ring, and three numbers a triangle, counter-clockwise.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite, or outlines cross.</exception>
    [Export("algorithms.geometry.meshes.constrained_delaunay.fill")]
    public static (Point2[] Points, int[] Triangles) Fill(IReadOnlyList<Point2[]> rings)
    {
        ArgumentNullException.ThrowIfNull(rings);
        var points = new List<Point2>();
        var edges = new List<(int, int)>();
        foreach (Point2[] ring in rings)
        {
            Guard.Finite(ring, nameof(rings));
            for (int i = 0; i < ring.Length; i++)
                edges.Add((points.Count + i, points.Count + Polygon.Next(i, ring.Length)));
            points.AddRange(ring);
        }

        Point2[] all = [.. points];
        TriangleMesh? mesh = Build(all, edges.ToArray(), nameof(rings), out int[] order, out EdgeInserter? inserter);
        return (all, mesh is null ? [] : Inside(mesh, inserter!, order));
    }

    private static TriangleMesh? Build(
        Point2[] points, ReadOnlySpan<(int From, int To)> edges, string name, out int[] order, out EdgeInserter? inserter)
    {
        foreach ((int from, int to) in edges)
            if ((uint)from >= (uint)points.Length || (uint)to >= (uint)points.Length)
                throw new ArgumentOutOfRangeException(
                    nameof(edges), (from, to), $"Edges must name points 0..{points.Length - 1}.");
        TriangleMesh? mesh = Delaunay.Build(points, out order, out int[] vertices);
        inserter = null;
        if (mesh is null)
            return null;
        Point2[] sorted = [.. order.Select(i => points[i])];
        inserter = new EdgeInserter(mesh, sorted);
        foreach ((int from, int to) in edges)
            if (inserter.Insert(vertices[from], vertices[to]) is Segment other)
                throw new ArgumentException($"The edges {points[from]} - {points[to]} and {other.A} - {other.B} cross.", name);
        return mesh;
    }

    /// <summary>Floods from infinity; every constrained edge crossed an odd number of times toggles inside and outside.</summary>
    private static int[] Inside(TriangleMesh mesh, EdgeInserter inserter, int[] order)
    {
        int count = mesh.HalfEdges / 3;
        var state = new sbyte[count];
        var queue = new Queue<int>();
        for (int t = 0; t < count; t++)
            if (mesh.IsGhost(t))
            {
                state[t] = -1;
                queue.Enqueue(t);
            }

        while (queue.TryDequeue(out int t))
            for (int h = 3 * t; h < (3 * t) + 3; h++)
            {
                int twin = mesh.Twin(h), neighbour = twin / 3;
                if (state[neighbour] != 0)
                    continue;
                bool toggles = inserter.IsOdd(mesh.Vertex(h), mesh.Vertex(twin));
                state[neighbour] = toggles ? (sbyte)-state[t] : state[t];
                queue.Enqueue(neighbour);
            }

        var triangles = new List<int>();
        for (int h = 0; h < mesh.HalfEdges; h++)
            if (state[h / 3] > 0)
                triangles.Add(order[mesh.Vertex(h)]);
        return [.. triangles];
    }
}
