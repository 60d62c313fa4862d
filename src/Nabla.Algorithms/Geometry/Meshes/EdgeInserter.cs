using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>Forces edges into a triangle mesh by flips.</summary>
internal sealed class EdgeInserter
{
    private readonly TriangleMesh _mesh;
    private readonly Point2[] _points;
    private readonly int[] _outgoing;
    private readonly Dictionary<(int, int), int> _constrained = [];

    /// <summary>Prepares a finished mesh.</summary>
    public EdgeInserter(TriangleMesh mesh, Point2[] points)
    {
        _mesh = mesh;
        _points = points;
        _outgoing = new int[points.Length];
        for (int h = 0; h < mesh.HalfEdges; h++)
            Note(h);
    }

    /// <summary>Whether an edge was inserted an odd number of times.</summary>
    public bool IsOdd(int a, int b) => _constrained.TryGetValue(Key(a, b), out int times) && times % 2 != 0;

    /// <summary>Inserts the edge between two vertices, in pieces where it passes through others.</summary>
    /// <returns>Null, or the edge inserted before that it crosses, in which case its last piece is missing.</returns>
    public Segment? Insert(int a, int b)
    {
        while (a != b)
        {
            int reached = Advance(a, b, out List<(int U, int V)> crossed);
            if (reached < 0)
                return new(_points[crossed[^1].U], _points[crossed[^1].V]);
            (int, int) key = Key(a, reached);
            _constrained[key] = _constrained.GetValueOrDefault(key) + 1;
            if (crossed.Count > 0)
                FlipAway(a, reached, crossed);
            a = reached;
        }

        return null;
    }

    /// <summary>Walks from a towards b up to the first vertex on the way, -1 at a constrained edge; lists the edges crossed.</summary>
    private int Advance(int a, int b, out List<(int U, int V)> crossed)
    {
        crossed = [];
        Point2 pa = _points[a], pb = _points[b];
        int h = _outgoing[a];
        while (true)
        {
            // Triangle (a, u, v): does a → b leave through u or between u and v?
            int u = _mesh.Vertex(TriangleMesh.Next(h)), v = _mesh.Vertex(TriangleMesh.Previous(h));
            if (u != TriangleMesh.Ghost && IsAhead(pa, pb, u))
                return u;
            if (u >= 0 && v >= 0 && Exact.Orientation(pa, pb, _points[u]) < 0 && Exact.Orientation(pa, pb, _points[v]) > 0)
                break;
            h = _mesh.Twin(TriangleMesh.Previous(h));
        }

        int edge = TriangleMesh.Next(h);
        while (true)
        {
            int u = _mesh.Vertex(edge), twin = _mesh.Twin(edge), v = _mesh.Vertex(twin);
            crossed.Add((u, v));
            if (_constrained.ContainsKey(Key(u, v)))
                return -1;
            int apex = _mesh.Vertex(TriangleMesh.Previous(twin));
            int side = Exact.Orientation(pa, pb, _points[apex]);
            if (side == 0)
                return apex;
            edge = side < 0 ? TriangleMesh.Previous(twin) : TriangleMesh.Next(twin);
        }
    }

    private void FlipAway(int a, int b, List<(int U, int V)> crossed)
    {
        Point2 pa = _points[a], pb = _points[b];
        var waiting = new Queue<(int U, int V)>(crossed);
        var made = new List<(int U, int V)>();
        while (waiting.TryDequeue(out (int U, int V) edge))
        {
            int h = Find(edge.U, edge.V), p = _mesh.Vertex(TriangleMesh.Previous(h));
            int d = _mesh.Vertex(TriangleMesh.Previous(_mesh.Twin(h)));
            if (Exact.Orientation(_points[p], _points[d], _points[edge.V]) * Exact.Orientation(_points[p], _points[d], _points[edge.U]) >= 0)
            {
                waiting.Enqueue(edge);
                continue;
            }

            Flip(h);
            bool crosses = p != a && p != b && d != a && d != b &&
                Exact.Orientation(pa, pb, _points[p]) * Exact.Orientation(pa, pb, _points[d]) < 0;
            if (crosses)
                waiting.Enqueue((p, d));
            else if (Key(p, d) != Key(a, b))
                made.Add((p, d));
        }

        Restore(made);
    }

    private void Restore(List<(int U, int V)> edges)
    {
        var waiting = new Stack<(int U, int V)>(edges);
        while (waiting.TryPop(out (int U, int V) edge))
        {
            int h = Find(edge.U, edge.V);
            if (h < 0 || _constrained.ContainsKey(Key(edge.U, edge.V)))
                continue;
            int u = edge.U, v = edge.V, p = _mesh.Vertex(TriangleMesh.Previous(h)), d = _mesh.Vertex(TriangleMesh.Previous(_mesh.Twin(h)));
            if (p < 0 || d < 0 || Exact.InCircle(_points[u], _points[v], _points[p], _points[d]) <= 0)
                continue;
            Flip(h);
            foreach ((int, int) side in ((int, int)[])[(u, d), (d, v), (v, p), (p, u)])
                waiting.Push(side);
        }
    }

    private bool IsAhead(Point2 a, Point2 b, int u)
    {
        Point2 p = _points[u];
        return Exact.Orientation(a, b, p) == 0 && (a < b ? a < p : p < a);
    }

    /// <summary>Half-edge from u to v, or -1.</summary>
    private int Find(int u, int v)
    {
        int start = _outgoing[u], h = start;
        do
        {
            if (_mesh.Vertex(TriangleMesh.Next(h)) == v)
                return h;
            h = _mesh.Twin(TriangleMesh.Previous(h));
        }
        while (h != start);
        return -1;
    }

    private void Flip(int h)
    {
        int t = h / 3 * 3, s = _mesh.Twin(h) / 3 * 3;
        _mesh.Flip(h);
        for (int i = 0; i < 3; i++)
        {
            Note(t + i);
            Note(s + i);
        }
    }

    private void Note(int h)
    {
        if (_mesh.Vertex(h) >= 0)
            _outgoing[_mesh.Vertex(h)] = h;
    }

    private static (int, int) Key(int a, int b) => a < b ? (a, b) : (b, a);
}
