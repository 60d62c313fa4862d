using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Meshes;

/// <summary>
/// A triangulated sphere: the triangles of the plane plus "ghosts" that join every hull edge to one vertex at infinity.
/// Triangle t has half-edges 3t, 3t+1, 3t+2; half-edge h starts at <c>Vertex[h]</c> and its twin is <c>Twin[h]</c>.
/// </summary>
internal sealed class TriangleMesh
{
    /// <summary>The vertex at infinity.</summary>
    public const int Ghost = -1;

    private readonly Point2[] _points;
    private readonly int[] _vertex, _twin;
    private int[] _stack = new int[256];
    private int _depth, _triangles, _recent;

    /// <summary>A first triangle (counter-clockwise) and its three ghosts; room for all the points.</summary>
    public TriangleMesh(Point2[] points, int a, int b, int c)
    {
        _points = points;
        int capacity = 6 * Math.Max(points.Length, 4);
        // Written before they are read, triangle by triangle.
        _vertex = GC.AllocateUninitializedArray<int>(capacity);
        _twin = GC.AllocateUninitializedArray<int>(capacity);
        int inner = Add(a, b, c), ab = Add(b, a, Ghost), bc = Add(c, b, Ghost), ca = Add(a, c, Ghost);
        Link(inner, ab);
        Link(inner + 1, bc);
        Link(inner + 2, ca);
        Link(ab + 1, ca + 2);
        Link(bc + 1, ab + 2);
        Link(ca + 1, bc + 2);
    }

    /// <summary>Number of half-edges, ghosts included.</summary>
    public int HalfEdges => 3 * _triangles;

    /// <summary>Start of a half-edge.</summary>
    public int Vertex(int h) => _vertex[h];

    /// <summary>The same edge in the triangle on its other side.</summary>
    public int Twin(int h) => _twin[h];

    /// <summary>Next half-edge of the same triangle, counter-clockwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(int h) => h % 3 == 2 ? h - 2 : h + 1;

    /// <summary>Previous half-edge of the same triangle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Previous(int h) => h % 3 == 0 ? h + 2 : h - 1;

    /// <summary>Whether one vertex of triangle t is at infinity.</summary>
    public bool IsGhost(int t) => _vertex[3 * t] == Ghost || _vertex[(3 * t) + 1] == Ghost || _vertex[(3 * t) + 2] == Ghost;

    /// <summary>Adds a point and restores the Delaunay property by flips (Lawson 1977).</summary>
    /// <returns>The vertex that was there before, or <paramref name="p"/> itself when the place was free.</returns>
    public int Insert(int p)
    {
        int t = Locate(_points[p], out int same);
        if (same >= 0)
            return same;
        int h = 3 * t, a = _vertex[h], b = _vertex[h + 1], c = _vertex[h + 2], bcTwin = _twin[h + 1], caTwin = _twin[h + 2];
        // t becomes (a, b, p), two new ones (b, c, p) and (c, a, p): p always sits at index 2, opposite half-edge 0.
        _vertex[h + 2] = p;
        int bc = Add(b, c, p), ca = Add(c, a, p);
        Link(bc, bcTwin);
        Link(ca, caTwin);
        Link(h + 1, bc + 2);
        Link(bc + 1, ca + 2);
        Link(ca + 1, h + 2);
        _recent = t;
        Push(h);
        Push(bc);
        Push(ca);
        Legalize(p);
        return p;
    }

    /// <summary>
    /// Replaces the edge u → v, between apexes p (left) and d (right), by the edge between p and d. The triangle of the
    /// half-edge becomes (u, d, p), the other one (d, v, p).
    /// </summary>
    public void Flip(int h)
    {
        int g = _twin[h], t = h / 3 * 3, s = g / 3 * 3;
        int u = _vertex[h], v = _vertex[g], p = _vertex[Previous(h)], d = _vertex[Previous(g)];
        int vp = _twin[Next(h)], pu = _twin[Previous(h)], ud = _twin[Next(g)], dv = _twin[Previous(g)];
        (_vertex[t], _vertex[t + 1], _vertex[t + 2]) = (u, d, p);
        (_vertex[s], _vertex[s + 1], _vertex[s + 2]) = (d, v, p);
        Link(t, ud);
        Link(t + 2, pu);
        Link(s, dv);
        Link(s + 1, vp);
        Link(t + 1, s + 2);
    }

    /// <summary>Triangle around a point; a ghost when the point is outside the hull.</summary>
    private int Locate(Point2 p, out int same)
    {
        same = -1;
        int t = _recent, from = -1;
        if (IsGhost(t))
        {
            int h = 3 * t;
            while (_vertex[h] == Ghost || _vertex[Next(h)] == Ghost)
                h++;
            t = _twin[h] / 3;
        }

        ref int vertex = ref MemoryMarshal.GetArrayDataReference(_vertex);
        ref int twin = ref MemoryMarshal.GetArrayDataReference(_twin);
        ref Point2 points = ref MemoryMarshal.GetArrayDataReference(_points);
        while (true)
        {
            int h = 3 * t, a = Unsafe.Add(ref vertex, h), b = Unsafe.Add(ref vertex, h + 1), c = Unsafe.Add(ref vertex, h + 2);
            if ((a | b | c) < 0)
                return t;
            Point2 pa = Unsafe.Add(ref points, a), pb = Unsafe.Add(ref points, b), pc = Unsafe.Add(ref points, c);
            // The edge we came through has the point on its inner side already.
            int ab = from == h ? 1 : Exact.Orientation(pa, pb, p);
            if (ab < 0)
            {
                from = Unsafe.Add(ref twin, h);
                t = from / 3;
                continue;
            }

            int bc = from == h + 1 ? 1 : Exact.Orientation(pb, pc, p);
            if (bc < 0)
            {
                from = Unsafe.Add(ref twin, h + 1);
                t = from / 3;
                continue;
            }

            int ca = from == h + 2 ? 1 : Exact.Orientation(pc, pa, p);
            if (ca < 0)
            {
                from = Unsafe.Add(ref twin, h + 2);
                t = from / 3;
                continue;
            }

            if (ab == 0 || bc == 0 || ca == 0)
                same = p == pa ? a : p == pb ? b : p == pc ? c : -1;
            return t;
        }
    }

    /// <summary>Flips the waiting edges that are in conflict with the new point p, and those that the flips bring up.</summary>
    /// <remarks>
    /// A waiting half-edge is always the first of a triangle whose third vertex is p, so a flip needs no search for corners.
    /// References instead of indices: the numbers are the mesh's own, and this is where insertion spends its time.
    /// </remarks>
    private void Legalize(int p)
    {
        ref int vertex = ref MemoryMarshal.GetArrayDataReference(_vertex);
        ref int twin = ref MemoryMarshal.GetArrayDataReference(_twin);
        ref Point2 points = ref MemoryMarshal.GetArrayDataReference(_points);
        Point2 added = Unsafe.Add(ref points, p);
        while (_depth > 0)
        {
            int t = _stack[--_depth], g = Unsafe.Add(ref twin, t), s = g / 3 * 3;
            int next = g == s + 2 ? s : g + 1, previous = g == s ? s + 2 : g - 1;
            int v = Unsafe.Add(ref vertex, g), u = Unsafe.Add(ref vertex, next), d = Unsafe.Add(ref vertex, previous);
            bool conflict = (v | u | d) >= 0
                ? Exact.InCircle(Unsafe.Add(ref points, v), Unsafe.Add(ref points, u), Unsafe.Add(ref points, d), added) > 0
                : BeyondHull(v, u, d, added);
            if (!conflict) continue;
            int vp = Unsafe.Add(ref twin, t + 1), ud = Unsafe.Add(ref twin, next), dv = Unsafe.Add(ref twin, previous);
            Unsafe.Add(ref vertex, t + 1) = d;
            Unsafe.Add(ref vertex, s) = d;
            Unsafe.Add(ref vertex, s + 1) = v;
            Unsafe.Add(ref vertex, s + 2) = p;
            Link(t, ud);
            Link(s, dv);
            Link(s + 1, vp);
            Link(t + 1, s + 2);
            Push(t);
            Push(s);
        }
    }

    /// <summary>Whether the point lies beyond the hull edge of a ghost.</summary>
    /// <remarks>A ghost (a, b, ∞) stands for the open half-plane left of a → b, with the inner points of the edge itself.</remarks>
    private bool BeyondHull(int v, int u, int d, Point2 p)
    {
        Point2 a = _points[d < 0 ? v : u < 0 ? d : u], b = _points[d < 0 ? u : u < 0 ? v : d];
        int side = Exact.Orientation(a, b, p);
        return side > 0 || (side == 0 && ((a < p && p < b) || (b < p && p < a)));
    }

    private int Add(int a, int b, int c)
    {
        int h = 3 * _triangles++;
        (_vertex[h], _vertex[h + 1], _vertex[h + 2]) = (a, b, c);
        return h;
    }

    private void Link(int h, int g)
    {
        ref int twin = ref MemoryMarshal.GetArrayDataReference(_twin);
        Unsafe.Add(ref twin, h) = g;
        Unsafe.Add(ref twin, g) = h;
    }

    private void Push(int h)
    {
        if (_depth == _stack.Length)
            Array.Resize(ref _stack, 2 * _depth);
        _stack[_depth++] = h;
    }
}
