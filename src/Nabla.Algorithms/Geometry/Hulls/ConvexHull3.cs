using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>Convex hull of points in space, as triangles.</summary>
[Export("algorithms.geometry.hulls.ConvexHull3")]
public sealed class ConvexHull3
{
    private ConvexHull3(Point3[] points, int[] triangles, int[] vertices)
    {
        Points = points;
        Triangles = triangles;
        Vertices = vertices;
    }

    /// <summary>The points, in the order given.</summary>
    public Point3[] Points { get; }

    /// <summary>Three point numbers a triangle, counter-clockwise from outside. Flat facets with more corners are cut up.</summary>
    public int[] Triangles { get; }

    /// <summary>Numbers of the corners, increasing: points on edges or in facets are not corners. Of equal points one.</summary>
    public int[] Vertices { get; }

    /// <summary>Total area of the triangles.</summary>
    public double Area
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Triangles.Length; i += 3)
                sum += Normal(i).Length;
            return sum / 2;
        }
    }

    /// <summary>Volume inside.</summary>
    public double Volume
    {
        get
        {
            double sum = 0;
            Point3 origin = Points[Triangles[0]];
            for (int i = 0; i < Triangles.Length; i += 3)
                sum += (Points[Triangles[i]] - origin).Dot(Normal(i));
            return sum / 6;
        }
    }

    /// <summary>Builds the hull.</summary>
    /// <param name="points">Finite points that are not all in one plane.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite, or all points lie in one plane (exact test).</exception>
    /// <remarks>
    /// Quickhull (Barber, Dobkin, Huhdanpaa 1996) with exact visibility: O(n log n) expected, robust for repeated,
    /// collinear and coplanar points.
    /// </remarks>
    [Export("algorithms.geometry.hulls.convex_hull3.of")]
    public static ConvexHull3 Of(ReadOnlySpan<Point3> points)
    {
        Guard.Finite(points);
        Point3[] copy = points.ToArray();
        List<HullFace> faces = new Hull3Builder(copy).Build();
        int[] triangles = [.. faces.SelectMany(f => (int[])[f[0], f[1], f[2]])];
        return new(copy, triangles, Corners(copy, faces));
    }

    /// <summary>A corner has at least three edges where its triangles bend.</summary>
    private static int[] Corners(Point3[] points, List<HullFace> faces)
    {
        var bends = new int[points.Length];
        foreach (HullFace face in faces)
            for (int i = 0; i < 3; i++)
            {
                int apex = face.Neighbours[i]!.Opposite(face);
                if (Exact.Orientation(points[face[0]], points[face[1]], points[face[2]], points[apex]) != 0)
                    bends[face[i]]++;
            }

        return [.. Enumerable.Range(0, points.Length).Where(i => bends[i] >= 3)];
    }

    private Vec3 Normal(int i)
    {
        Point3 a = Points[Triangles[i]];
        return (Points[Triangles[i + 1]] - a).Cross(Points[Triangles[i + 2]] - a);
    }
}
