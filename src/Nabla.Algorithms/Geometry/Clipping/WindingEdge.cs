namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>A piece of outline with A &lt; B, and by how much each operand's winding number is greater above (left of) it.</summary>
/// <param name="A">Lexicographically smaller end.</param>
/// <param name="B">Larger end.</param>
/// <param name="First">Change of the first operand's winding number.</param>
/// <param name="Second">Change of the second operand's winding number.</param>
internal readonly record struct WindingEdge(Point2 A, Point2 B, int First, int Second)
{
    /// <summary>Appends the edge from <paramref name="from"/> to <paramref name="to"/>; nothing when they coincide.</summary>
    public static void Add(List<WindingEdge> edges, Point2 from, Point2 to, int first, int second)
    {
        if (from < to)
            edges.Add(new(from, to, first, second));
        else if (to < from)
            edges.Add(new(to, from, -first, -second));
    }

    /// <summary>Sorts by position and merges equal edges; those whose changes cancel disappear.</summary>
    public static List<WindingEdge> Merge(List<WindingEdge> edges)
    {
        edges.Sort((e, f) =>
        {
            int byA = e.A.CompareTo(f.A);
            return byA != 0 ? byA : e.B.CompareTo(f.B);
        });
        var merged = new List<WindingEdge>(edges.Count);
        for (int i = 0; i < edges.Count;)
        {
            WindingEdge e = edges[i];
            int first = 0, second = 0;
            for (; i < edges.Count && edges[i].A == e.A && edges[i].B == e.B; i++)
                (first, second) = (first + edges[i].First, second + edges[i].Second);
            if (first != 0 || second != 0)
                merged.Add(new(e.A, e.B, first, second));
        }

        return merged;
    }
}
