namespace Nabla.Algorithms.Geometry.Predicates;

/// <summary>
/// Comparisons that treat numbers within <paramref name="Epsilon"/> of each other as equal: the quick tests for data
/// that is itself uncertain. For decisions that must be consistent use <see cref="Exact"/>.
/// </summary>
/// <param name="Epsilon">Largest absolute difference that counts as none; at least 0.</param>
[Export("algorithms.geometry.predicates.Tolerance")]
public readonly record struct Tolerance(double Epsilon)
{
    /// <summary>The customary 10⁻⁸.</summary>
    [Export("algorithms.geometry.predicates.tolerance.default")]
    public static Tolerance Default => new(1e-8);

    /// <summary>-1, 0 or 1; 0 within ±Epsilon. NaN counts as 0.</summary>
    public int Sign(double value) => value > Epsilon ? 1 : value < -Epsilon ? -1 : 0;

    /// <summary>-1, 0 or 1 as a is less than, about equal to or greater than b.</summary>
    public int Compare(double a, double b) => Sign(a - b);

    /// <summary>Whether both coordinates agree.</summary>
    public bool AreEqual(Point2 a, Point2 b) => Sign(a.X - b.X) == 0 && Sign(a.Y - b.Y) == 0;

    /// <summary>Turn a, b, c: +1 left, -1 right, 0 when c is within Epsilon of the line through a and b.</summary>
    public int Orientation(Point2 a, Point2 b, Point2 c)
    {
        Vec2 d = b - a;
        double length = d.Length;
        return length == 0 ? 0 : Sign(d.Cross(c - a) / length);
    }

    /// <summary>Whether p is within Epsilon of the segment.</summary>
    public bool OnSegment(Segment segment, Point2 p) => Measures.Distance.Between(p, segment) <= Epsilon;

    /// <summary>Whether the angle between the vectors (mod π) is at most Epsilon, about.</summary>
    public bool AreParallel(Vec2 a, Vec2 b) => Math.Abs(a.Cross(b)) <= Epsilon * a.Length * b.Length;

    /// <summary>Whether the angle between the vectors is within about Epsilon of π/2.</summary>
    public bool ArePerpendicular(Vec2 a, Vec2 b) => Math.Abs(a.Dot(b)) <= Epsilon * a.Length * b.Length;
}
