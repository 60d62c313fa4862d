namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>Triangles over a set of points.</summary>
/// <remarks>
/// Triangle t has half-edges 3t, 3t+1, 3t+2. Half-edge h runs from point <c>Triangles[h]</c> to the next corner of its
/// triangle; <c>HalfEdges[h]</c> is the opposite half-edge in the neighbouring triangle, or -1 on the hull.
/// </remarks>
[Export("algorithms.geometry.meshes.Triangulation")]
public sealed class Triangulation
{
    internal Triangulation(Point2[] points, int[] triangles, int[] halfEdges, int[] hull)
    {
        Points = points;
        Triangles = triangles;
        HalfEdges = halfEdges;
        Hull = hull;
    }

    /// <summary>The points, in the order given.</summary>
    public Point2[] Points { get; }

    /// <summary>Three point numbers a triangle, counter-clockwise. Of equal points only one appears.</summary>
    public int[] Triangles { get; }

    /// <summary>Opposite half-edge of every half-edge, or -1.</summary>
    public int[] HalfEdges { get; }

    /// <summary>Points on the outline, counter-clockwise, those inside its edges included. Empty when all points are collinear.</summary>
    public int[] Hull { get; }

    /// <summary>Number of triangles.</summary>
    public int Count => Triangles.Length / 3;

    /// <summary>Every edge once, as pairs of point numbers.</summary>
    public IEnumerable<(int From, int To)> Edges()
    {
        for (int h = 0; h < Triangles.Length; h++)
            if (h > HalfEdges[h])
                yield return (Triangles[h], Triangles[TriangleMesh.Next(h)]);
    }

    /// <summary>Reads the real triangles out of a mesh over points that were reordered by <paramref name="order"/>.</summary>
    internal static Triangulation From(Point2[] points, TriangleMesh mesh, int[] order)
    {
        var number = new int[mesh.HalfEdges / 3];
        int count = 0;
        for (int t = 0; t < number.Length; t++)
            number[t] = mesh.IsGhost(t) ? -1 : count++;
        var triangles = new int[3 * count];
        var halfEdges = new int[3 * count];
        int outside = -1, own = 0;
        for (int t = 0; t < number.Length; t++)
        {
            if (number[t] < 0)
                continue;
            for (int h = 3 * t; h < (3 * t) + 3; h++, own++)
            {
                int twin = mesh.Twin(h), other = twin / 3, neighbour = number[other];
                triangles[own] = order[mesh.Vertex(h)];
                halfEdges[own] = neighbour < 0 ? -1 : (3 * neighbour) + (twin - (3 * other));
                if (neighbour < 0)
                    outside = twin;
            }
        }

        return new(points, triangles, halfEdges, Outline(points, mesh, order, outside));
    }

    /// <summary>Walks around the hull from ghost to ghost, counter-clockwise from the least point.</summary>
    /// <param name="points">The points.</param>
    /// <param name="mesh">The mesh over them.</param>
    /// <param name="order">Mesh vertex -> point.</param>
    /// <param name="outside">The outer half-edge of a hull edge.</param>
    private static int[] Outline(Point2[] points, TriangleMesh mesh, int[] order, int outside)
    {
        int count = 0, first = outside, h = outside;
        do
        {
            if (points[order[End(h)]] < points[order[End(first)]])
                first = h;
            count++;
            h = After(h);
        }
        while (h != outside);
        var hull = new int[count];
        h = first;
        for (int i = 0; i < hull.Length; i++, h = After(h))
            hull[i] = order[End(h)];
        return hull;

        // An outer half-edge runs clockwise, so it ends where the hull's edge begins. The ghost behind it shares the edge that comes from infinity.
        int End(int outer) => mesh.Vertex(TriangleMesh.Next(outer));

        int After(int outer) => TriangleMesh.Previous(mesh.Twin(TriangleMesh.Previous(outer)));
    }
}
