namespace Nabla.Algorithms.Geometry;

/// <summary>The straight path between two points, both ends included.</summary>
/// <param name="A">First end.</param>
/// <param name="B">Second end; may equal <paramref name="A"/>.</param>
[Export("algorithms.geometry.Segment")]
public readonly record struct Segment(Point2 A, Point2 B)
{
    /// <summary>Vector from A to B.</summary>
    public Vec2 Direction => B - A;

    /// <summary>Distance between the ends.</summary>
    public double Length => A.DistanceTo(B);

    /// <summary>The point half-way.</summary>
    public Point2 Midpoint => A.Midpoint(B);

    /// <summary>Smallest box around the segment.</summary>
    public Box Bounds => new(new(Math.Min(A.X, B.X), Math.Min(A.Y, B.Y)), new(Math.Max(A.X, B.X), Math.Max(A.Y, B.Y)));

    /// <summary>The same segment with its ends in lexicographic order.</summary>
    public Segment Sorted => B < A ? new(B, A) : this;

    /// <summary>"(x, y) - (x, y)" in the invariant culture.</summary>
    public override string ToString() => $"{A} - {B}";

    /// <summary>The point at fraction <paramref name="t"/> from A (0) to B (1).</summary>
    public Point2 At(double t) => A.Lerp(B, t);

    /// <summary>The infinite line through both ends.</summary>
    /// <exception cref="ArgumentException">The ends coincide.</exception>
    public Line ToLine() => Line.Through(A, B);
}
