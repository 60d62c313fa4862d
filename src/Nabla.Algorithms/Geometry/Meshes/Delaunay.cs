using Nabla.Algorithms.Geometry.Predicates;
using Nabla.Algorithms.Geometry.Proximity;

namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>Delaunay triangulation: no point lies inside the circle of any triangle.</summary>
public static class Delaunay
{
    /// <summary>Triangulates the points.</summary>
    /// <param name="points">Any number of finite points; equal ones count once, collinear ones give no triangles.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <remarks>
    /// Incremental insertion in rounds along Hilbert's curve with Lawson's flips: O(n log n) in practice, O(n²) at worst. All
    /// decisions are exact, so no input breaks it; of several possible triangulations of cocircular points one is taken.
    /// </remarks>
    [Export("algorithms.geometry.meshes.delaunay.triangulate")]
    public static Triangulation Triangulate(ReadOnlySpan<Point2> points)
    {
        Point2[] copy = points.ToArray();
        TriangleMesh? mesh = Build(copy, out int[] order, out _);
        return mesh is null ? new Triangulation(copy, [], [], []) : Triangulation.From(copy, mesh, order);
    }

    /// <summary>Builds the mesh over the points in Hilbert order.</summary>
    /// <param name="points">The points.</param>
    /// <param name="order">Mesh vertex -> point.</param>
    /// <param name="vertices">Point -> mesh vertex, the same for equal points.</param>
    /// <returns>The mesh, or null when the points are collinear.</returns>
    internal static TriangleMesh? Build(Point2[] points, out int[] order, out int[] vertices)
    {
        order = HilbertOrder.Rounds(points);
        vertices = GC.AllocateUninitializedArray<int>(points.Length);
        Point2[] sorted = GC.AllocateUninitializedArray<Point2>(points.Length);
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = points[order[i]];
        int b = 1, c;
        while (b < sorted.Length && sorted[b] == sorted[0])
            b++;
        for (c = b + 1; c < sorted.Length; c++)
        {
            int turn = Exact.Orientation(sorted[0], sorted[b], sorted[c]);
            if (turn == 0)
                continue;
            TriangleMesh mesh = turn > 0 ? new(sorted, 0, b, c) : new(sorted, 0, c, b);
            for (int i = 0; i < sorted.Length; i++)
                vertices[order[i]] = i == 0 || i == b || i == c ? i : mesh.Insert(i);
            return mesh;
        }

        return null;
    }
}
