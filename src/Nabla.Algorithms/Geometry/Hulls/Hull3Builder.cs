using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>A triangle of a growing hull and the points waiting outside it.</summary>
internal sealed class HullFace(int a, int b, int c)
{
    /// <summary>Corner i.</summary>
    public int this[int i] => i == 0 ? a : i == 1 ? b : c;

    /// <summary>Neighbour i shares the edge from corner i to the next one.</summary>
    public HullFace?[] Neighbours { get; } = new HullFace?[3];

    /// <summary>Points strictly outside that are kept here.</summary>
    public List<int> Outside { get; set; } = [];

    /// <summary>Replaced by others.</summary>
    public bool IsGone { get; set; }

    /// <summary>The corner not shared with a neighbour.</summary>
    public int Opposite(HullFace neighbour) => this[(IndexOf(neighbour) + 2) % 3];

    /// <summary>Which edge is shared with a neighbour.</summary>
    public int IndexOf(HullFace neighbour) => Array.IndexOf(Neighbours, neighbour);
}

/// <summary>Quickhull in space.</summary>
internal sealed class Hull3Builder(Point3[] points)
{
    /// <summary>All faces of the hull.</summary>
    /// <exception cref="ArgumentException">All points lie in one plane.</exception>
    public List<HullFace> Build()
    {
        List<HullFace> faces = Simplex();
        Assign(Enumerable.Range(0, points.Length), faces);
        var waiting = new Stack<HullFace>(faces);
        while (waiting.TryPop(out HullFace? face))
        {
            if (face.IsGone || face.Outside.Count == 0)
                continue;
            int p = Farthest(face);
            List<(HullFace Face, int Edge)> horizon = Horizon(face, p, out List<HullFace> visible);
            List<HullFace> cone = Cone(horizon, p);
            Assign(visible.SelectMany(f => f.Outside).Where(i => i != p), cone);
            foreach (HullFace made in cone)
            {
                waiting.Push(made);
                faces.Add(made);
            }

            foreach (HullFace gone in visible)
                gone.Outside = [];
        }

        faces.RemoveAll(f => f.IsGone);
        return faces;
    }

    private List<HullFace> Simplex()
    {
        int a = 0, b, c, d;
        for (int i = 1; i < points.Length; i++)
            if (points[i].X < points[a].X)
                a = i;
        b = Best(i => (points[i] - points[a]).Length, i => points[i] != points[a]);
        c = b < 0 ? -1 : Best(i => (points[b] - points[a]).Cross(points[i] - points[a]).Length, i => !Collinear(a, b, i));
        d = c < 0
            ? -1
            : Best(
                i => Math.Abs((points[b] - points[a]).Cross(points[c] - points[a]).Dot(points[i] - points[a])),
                i => Exact.Orientation(points[a], points[b], points[c], points[i]) != 0);
        if (d < 0)
            throw new ArgumentException("All points lie in one plane; a hull in space needs four that do not.", nameof(points));
        if (Exact.Orientation(points[a], points[b], points[c], points[d]) > 0)
            (b, c) = (c, b);
        HullFace[] f = [new(a, b, c), new(b, a, d), new(c, b, d), new(a, c, d)];
        for (int i = 1; i < 4; i++)
        {
            (f[0].Neighbours[i - 1], f[i].Neighbours[0]) = (f[i], f[0]);
            int previous = i == 1 ? 3 : i - 1, next = i == 3 ? 1 : i + 1;
            (f[i].Neighbours[1], f[i].Neighbours[2]) = (f[previous], f[next]);
        }

        return [.. f];
    }

    /// <summary>The greatest by a rounded measure among those that pass an exact test; -1 when none does.</summary>
    private int Best(Func<int, double> measure, Func<int, bool> passes)
    {
        int best = -1;
        double most = double.NegativeInfinity;
        for (int i = 0; i < points.Length; i++)
        {
            double value = measure(i);
            if ((best < 0 || value > most) && passes(i))
                (best, most) = (i, value);
        }

        return best;
    }

    private bool Collinear(int a, int b, int c)
    {
        Point3 p = points[a], q = points[b], r = points[c];
        return Exact.Orientation(new Point2(p.X, p.Y), new(q.X, q.Y), new(r.X, r.Y)) == 0 &&
            Exact.Orientation(new Point2(p.Y, p.Z), new(q.Y, q.Z), new(r.Y, r.Z)) == 0 &&
            Exact.Orientation(new Point2(p.Z, p.X), new(q.Z, q.X), new(r.Z, r.X)) == 0;
    }

    private bool Sees(int p, HullFace face) =>
        Exact.Orientation(points[face[0]], points[face[1]], points[face[2]], points[p]) > 0;

    private void Assign(IEnumerable<int> indices, List<HullFace> faces)
    {
        foreach (int i in indices)
            foreach (HullFace face in faces)
                if (Sees(i, face))
                {
                    face.Outside.Add(i);
                    break;
                }
    }

    private int Farthest(HullFace face)
    {
        Point3 a = points[face[0]];
        Vec3 normal = (points[face[1]] - a).Cross(points[face[2]] - a);
        return face.Outside.MaxBy(i => (points[i] - a).Dot(normal));
    }

    /// <summary>Marks what p sees, starting from a face it sees; returns the edges (of faces not seen) around it.</summary>
    private List<(HullFace Face, int Edge)> Horizon(HullFace first, int p, out List<HullFace> visible)
    {
        visible = [first];
        first.IsGone = true;
        var horizon = new List<(HullFace, int)>();
        for (int at = 0; at < visible.Count; at++)
            foreach (HullFace? neighbour in visible[at].Neighbours)
            {
                if (neighbour!.IsGone)
                    continue;
                if (Sees(p, neighbour))
                {
                    neighbour.IsGone = true;
                    visible.Add(neighbour);
                }
                else
                    horizon.Add((neighbour, neighbour.IndexOf(visible[at])));
            }

        return horizon;
    }

    private static List<HullFace> Cone(List<(HullFace Face, int Edge)> horizon, int p)
    {
        var byStart = new Dictionary<int, HullFace>(horizon.Count);
        var cone = new List<HullFace>(horizon.Count);
        foreach ((HullFace face, int edge) in horizon)
        {
            // The face beyond runs from u to v; the new one from v to u, then to p.
            int u = face[edge], v = face[(edge + 1) % 3];
            var made = new HullFace(v, u, p);
            made.Neighbours[0] = face;
            face.Neighbours[edge] = made;
            byStart[v] = made;
            cone.Add(made);
        }

        foreach (HullFace made in cone)
        {
            HullFace next = byStart[made[1]];
            made.Neighbours[1] = next;
            next.Neighbours[2] = made;
        }

        return cone;
    }
}
