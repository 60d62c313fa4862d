namespace Nabla.Algorithms.Geometry;

/// <summary>An axis-aligned rectangle, border included.</summary>
/// <param name="Min">Lower left corner.</param>
/// <param name="Max">Upper right corner, not below <paramref name="Min"/> in either coordinate.</param>
[Export("algorithms.geometry.Box")]
public readonly record struct Box(Point2 Min, Point2 Max)
{
    /// <summary>Extent along x.</summary>
    public double Width => Max.X - Min.X;

    /// <summary>Extent along y.</summary>
    public double Height => Max.Y - Min.Y;

    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>Middle of the box.</summary>
    public Point2 Center => Min.Midpoint(Max);

    /// <summary>Smallest box around the points.</summary>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    [Export("algorithms.geometry.box.around")]
    public static Box Around(ReadOnlySpan<Point2> points)
    {
        Guard.Count(points.Length, 1, nameof(points));
        Guard.Finite(points);
        double x0 = double.PositiveInfinity, y0 = x0, x1 = double.NegativeInfinity, y1 = x1;
        foreach (Point2 p in points)
        {
            x0 = Math.Min(x0, p.X);
            y0 = Math.Min(y0, p.Y);
            x1 = Math.Max(x1, p.X);
            y1 = Math.Max(y1, p.Y);
        }

        return new(new(x0, y0), new(x1, y1));
    }

    /// <summary>Whether the point is inside or on the border.</summary>
    public bool Contains(Point2 p) => p.X >= Min.X && p.X <= Max.X && p.Y >= Min.Y && p.Y <= Max.Y;

    /// <summary>Whether the boxes share at least a point.</summary>
    public bool Overlaps(Box other) =>
        Min.X <= other.Max.X && other.Min.X <= Max.X && Min.Y <= other.Max.Y && other.Min.Y <= Max.Y;

    /// <summary>The box grown by <paramref name="margin"/> on every side.</summary>
    public Box Grow(double margin) => new(new(Min.X - margin, Min.Y - margin), new(Max.X + margin, Max.Y + margin));

    /// <summary>Smallest box around both.</summary>
    public Box Union(Box other) => new(
        new(Math.Min(Min.X, other.Min.X), Math.Min(Min.Y, other.Min.Y)),
        new(Math.Max(Max.X, other.Max.X), Math.Max(Max.Y, other.Max.Y)));

    /// <summary>The four corners, counter-clockwise from <see cref="Min"/>.</summary>
    public Point2[] Corners() => [Min, new(Max.X, Min.Y), Max, new(Min.X, Max.Y)];
}
