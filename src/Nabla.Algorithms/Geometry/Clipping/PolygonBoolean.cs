using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>
/// Boolean operations on polygons of any kind: convex or not, with holes, in several pieces, self-intersecting,
/// touching or sharing edges.
/// </summary>
/// <remarks>
/// All edges are cut where they meet, to a fixed point, until an exact sweep finds nothing left to cut; a second sweep
/// gives the winding numbers on both sides of every piece; pieces with the result on one side only are its outline.
/// Crossings are rounded to doubles, everything else is decided exactly: the outcome is the true result for outlines
/// that were moved by rounding alone. Outlines come without repeated or exactly collinear vertices.
/// O((n + k) log n) for n edges with k crossings.
/// </remarks>
public static class PolygonBoolean
{
    private enum Operation
    {
        Union,
        Intersection,
        Difference,
        Xor,
    }

    /// <summary>Points in the subject, the clip or both. An empty clip cleans up the subject (merges, resolves self-intersections).</summary>
    /// <param name="subject">Outlines of the first operand, without repeating the first vertex; fewer than 3 vertices enclose nothing.</param>
    /// <param name="clip">Outlines of the second operand.</param>
    /// <param name="rule">What the outlines of each operand enclose.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.clipping.polygon_boolean.union")]
    public static Region Union(
        IReadOnlyList<Point2[]> subject, IReadOnlyList<Point2[]> clip, FillRule rule = FillRule.NonZero) =>
        Compute(subject, clip, rule, Operation.Union);

    /// <summary>Points in both the subject and the clip.</summary>
    /// <param name="subject">Outlines of the first operand.</param>
    /// <param name="clip">Outlines of the second operand.</param>
    /// <param name="rule">What the outlines of each operand enclose.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.clipping.polygon_boolean.intersection")]
    public static Region Intersection(
        IReadOnlyList<Point2[]> subject, IReadOnlyList<Point2[]> clip, FillRule rule = FillRule.NonZero) =>
        Compute(subject, clip, rule, Operation.Intersection);

    /// <summary>Points in the subject but not in the clip.</summary>
    /// <param name="subject">Outlines of the first operand.</param>
    /// <param name="clip">Outlines of the second operand.</param>
    /// <param name="rule">What the outlines of each operand enclose.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.clipping.polygon_boolean.difference")]
    public static Region Difference(
        IReadOnlyList<Point2[]> subject, IReadOnlyList<Point2[]> clip, FillRule rule = FillRule.NonZero) =>
        Compute(subject, clip, rule, Operation.Difference);

    /// <summary>Points in exactly one of the subject and the clip.</summary>
    /// <param name="subject">Outlines of the first operand.</param>
    /// <param name="clip">Outlines of the second operand.</param>
    /// <param name="rule">What the outlines of each operand enclose.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.clipping.polygon_boolean.xor")]
    public static Region Xor(
        IReadOnlyList<Point2[]> subject, IReadOnlyList<Point2[]> clip, FillRule rule = FillRule.NonZero) =>
        Compute(subject, clip, rule, Operation.Xor);

    private static Region Compute(
        IReadOnlyList<Point2[]> subject, IReadOnlyList<Point2[]> clip, FillRule rule, Operation operation)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(clip);
        if (!Enum.IsDefined(rule))
            throw new ArgumentOutOfRangeException(nameof(rule), rule, "rule must be NonZero or EvenOdd.");
        var edges = new List<WindingEdge>();
        AddEdges(edges, subject, 1, 0, nameof(subject));
        AddEdges(edges, clip, 0, 1, nameof(clip));
        bool Inside(int first, int second)
        {
            bool a = rule == FillRule.NonZero ? first != 0 : first % 2 != 0, b = rule == FillRule.NonZero ? second != 0 : second % 2 != 0;
            return operation switch
            {
                Operation.Union => a || b,
                Operation.Intersection => a && b,
                Operation.Difference => a && !b,
                _ => a != b,
            };
        }

        List<Segment> outline = WindingSweep.Outline(Noder.Cut(edges), Inside);
        return RegionBuilder.Build(RingTracer.Trace(outline));
    }

    private static void AddEdges(List<WindingEdge> edges, IReadOnlyList<Point2[]> rings, int first, int second, string name)
    {
        foreach (Point2[] ring in rings)
        {
            Guard.Finite(ring, name);
            for (int i = 0; i < ring.Length; i++)
                WindingEdge.Add(edges, ring[i], ring[Polygon.Next(i, ring.Length)], first, second);
        }
    }
}
