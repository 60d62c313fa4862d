using Nabla.Algorithms.Geometry.Clipping;

namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>One edge of a Voronoi diagram: the points as near to one site as to the other, and no nearer to any third.</summary>
/// <param name="Left">A site.</param>
/// <param name="Right">The site on the other side.</param>
/// <param name="Start">Number of the Voronoi vertex where the edge starts.</param>
/// <param name="End">Number of the vertex where it ends, or -1 for an edge without end.</param>
/// <param name="Direction">From start to end; for an edge without end the direction it takes, not normalised.</param>
[Export("algorithms.geometry.meshes.VoronoiEdge")]
public readonly record struct VoronoiEdge(int Left, int Right, int Start, int End, Vec2 Direction);

/// <summary>Voronoi diagram: for every site the points that are nearest to it. The dual of the Delaunay triangulation.</summary>
[Export("algorithms.geometry.meshes.Voronoi")]
public sealed class Voronoi
{
    private readonly Triangulation _delaunay;
    private readonly int[] _firstNeighbour, _neighbours;

    /// <summary>Builds the diagram of the points of a Delaunay triangulation. O(n).</summary>
    /// <param name="delaunay">Result of <see cref="Delaunay.Triangulate"/>.</param>
    /// <exception cref="ArgumentException">All points are collinear, so there are no triangles.</exception>
    public Voronoi(Triangulation delaunay)
    {
        ArgumentNullException.ThrowIfNull(delaunay);
        if (delaunay.Count == 0)
            throw new ArgumentException("All points are collinear: their diagram has no vertices.", nameof(delaunay));
        _delaunay = delaunay;
        int[] corner = delaunay.Triangles;
        Vertices = new Point2[delaunay.Count];
        for (int t = 0; t < Vertices.Length; t++)
            Vertices[t] = Circle.Circumcenter(
                delaunay.Points[corner[3 * t]], delaunay.Points[corner[(3 * t) + 1]], delaunay.Points[corner[(3 * t) + 2]]);
        _firstNeighbour = new int[delaunay.Points.Length + 1];
        foreach ((int a, int b) in delaunay.Edges())
        {
            _firstNeighbour[a + 1]++;
            _firstNeighbour[b + 1]++;
        }

        for (int i = 0; i < delaunay.Points.Length; i++)
            _firstNeighbour[i + 1] += _firstNeighbour[i];
        _neighbours = new int[_firstNeighbour[^1]];
        int[] next = _firstNeighbour[..^1];
        foreach ((int a, int b) in delaunay.Edges())
        {
            _neighbours[next[a]++] = b;
            _neighbours[next[b]++] = a;
        }
    }

    /// <summary>The vertices: centres of the triangles' circles, in their order (cocircular sites repeat one).</summary>
    public Point2[] Vertices { get; }

    /// <summary>The sites: the points of the triangulation.</summary>
    public Point2[] Sites => _delaunay.Points;

    /// <summary>Sites whose cells share an edge (or, for cocircular sites, perhaps only a vertex) with that of <paramref name="site"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such site.</exception>
    public ReadOnlySpan<int> Neighbours(int site)
    {
        CheckSite(site);
        return _neighbours.AsSpan(_firstNeighbour[site].._firstNeighbour[site + 1]);
    }

    /// <summary>All edges, those of length 0 between cocircular sites included.</summary>
    public IEnumerable<VoronoiEdge> Edges()
    {
        for (int h = 0; h < _delaunay.Triangles.Length; h++)
        {
            int twin = _delaunay.HalfEdges[h];
            if (twin > h)
                continue;
            int left = _delaunay.Triangles[h], right = _delaunay.Triangles[TriangleMesh.Next(h)];
            // The edge crosses from the triangle of h to the one on its right.
            Vec2 direction = twin >= 0 ? Vertices[twin / 3] - Vertices[h / 3] : -(Sites[right] - Sites[left]).Perpendicular;
            yield return new(left, right, h / 3, twin >= 0 ? twin / 3 : -1, direction);
        }
    }

    /// <summary>The part of a site's cell inside a box, counter-clockwise; empty when the cell lies outside the box.</summary>
    /// <param name="site">Number of the site. Of equal sites only the one in the triangulation has a cell of its own.</param>
    /// <param name="bounds">The window.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such site.</exception>
    /// <exception cref="ArgumentException">The site repeats another one and has no cell.</exception>
    /// <remarks>The box cut by the bisector with every neighbour: O(d²) for d neighbours, 6 on average.</remarks>
    public Point2[] Cell(int site, Box bounds)
    {
        if (Neighbours(site).IsEmpty)
            throw new ArgumentException($"Site {site} repeats another one and has no cell of its own.", nameof(site));
        Point2[] cell = bounds.Corners();
        foreach (int other in Neighbours(site))
            cell = ConvexClip.Cut(cell, HalfPlane.CloserTo(Sites[site], Sites[other]));
        return cell;
    }

    private void CheckSite(int site)
    {
        if ((uint)site >= (uint)Sites.Length)
            throw new ArgumentOutOfRangeException(nameof(site), site, $"Sites are numbered 0..{Sites.Length - 1}.");
    }
}
