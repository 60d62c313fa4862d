namespace Nabla.Algorithms.Geometry.Intersections;

/// <summary>What two sets have in common.</summary>
[Export("algorithms.geometry.intersections.IntersectionKind")]
public enum IntersectionKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One point.</summary>
    Point,

    /// <summary>A whole segment: the inputs are collinear there.</summary>
    Overlap,
}

/// <summary>The common part of two segments.</summary>
/// <param name="Kind">Nothing, a point or a segment.</param>
/// <param name="First">The point, or the lexicographically smaller end of the common segment.</param>
/// <param name="Second">The same point, or the larger end.</param>
[Export("algorithms.geometry.intersections.SegmentIntersection")]
public readonly record struct SegmentIntersection(IntersectionKind Kind, Point2 First, Point2 Second)
{
    /// <summary>Nothing in common.</summary>
    [Export("algorithms.geometry.intersections.segment_intersection.none")]
    public static SegmentIntersection None => default;

    /// <summary>Whether there is anything in common.</summary>
    public bool Exists => Kind != IntersectionKind.None;

    /// <summary>One common point.</summary>
    internal static SegmentIntersection At(Point2 p) => new(IntersectionKind.Point, p, p);
}

/// <summary>Zero, one or two points.</summary>
/// <param name="Count">How many of the points are meant: 0, 1 or 2.</param>
/// <param name="First">First point, when Count ≥ 1.</param>
/// <param name="Second">Second point, when Count = 2.</param>
[Export("algorithms.geometry.intersections.PointPair")]
public readonly record struct PointPair(int Count, Point2 First, Point2 Second)
{
    /// <summary>The points as an array of length <see cref="Count"/>.</summary>
    public Point2[] ToArray() => Count switch { 0 => [], 1 => [First], _ => [First, Second] };
}
