using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>A rectangle in any direction.</summary>
/// <param name="Corner">One corner.</param>
/// <param name="Along">One side, starting at the corner.</param>
/// <param name="Across">The other side, perpendicular to it and counter-clockwise of it.</param>
[Export("algorithms.geometry.hulls.OrientedBox")]
public readonly record struct OrientedBox(Point2 Corner, Vec2 Along, Vec2 Across)
{
    /// <summary>Product of the side lengths.</summary>
    public double Area => Along.Length * Across.Length;

    /// <summary>Sum of the four side lengths.</summary>
    public double Perimeter => 2 * (Along.Length + Across.Length);

    /// <summary>The corners, counter-clockwise.</summary>
    public Point2[] Corners() => [Corner, Corner + Along, Corner + Along + Across, Corner + Across];
}

/// <summary>Rotating calipers (Shamos 1978, Toussaint 1983): O(n log n) for the hull, O(h) to turn around it. Nothing is allocated that is not pooled.</summary>
public static class Calipers
{
    /// <summary>The two points farthest apart.</summary>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    [Export("algorithms.geometry.hulls.calipers.diameter")]
    public static Segment Diameter(ReadOnlySpan<Point2> points) => PooledHull.Measure(points, static hull => DiameterOfHull(hull));

    /// <summary>The width: smallest distance between two parallel lines that hold all points. 0 for collinear points.</summary>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    [Export("algorithms.geometry.hulls.calipers.width")]
    public static double Width(ReadOnlySpan<Point2> points) => PooledHull.Measure(points, static hull => WidthOfHull(hull));

    /// <summary>The rectangle of smallest area around the points; one side lies along a hull edge.</summary>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    [Export("algorithms.geometry.hulls.calipers.smallest_area_box")]
    public static OrientedBox SmallestAreaBox(ReadOnlySpan<Point2> points) =>
        PooledHull.Measure(points, static hull => SmallestAroundHull(hull, static box => box.Area));

    /// <summary>The rectangle of smallest perimeter around the points.</summary>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    [Export("algorithms.geometry.hulls.calipers.smallest_perimeter_box")]
    public static OrientedBox SmallestPerimeterBox(ReadOnlySpan<Point2> points) =>
        PooledHull.Measure(points, static hull => SmallestAroundHull(hull, static box => box.Perimeter));

    private static Segment DiameterOfHull(ReadOnlySpan<Point2> hull)
    {
        int n = hull.Length;
        if (n < 3)
            return new(hull[0], hull[^1]);
        var best = new Segment(hull[0], hull[1]);
        double longest = -1;
        void Try(Point2 a, Point2 b)
        {
            double d = a.DistanceTo(b);
            if (d > longest)
                (longest, best) = (d, new(a, b));
        }

        int far = 1;
        for (int i = 0; i < n; i++)
        {
            Point2 a = hull[i], b = hull[Polygon.Next(i, n)];
            Try(a, hull[far]);
            Try(b, hull[far]);
            // While the next corner is farther from the edge's line: both ends of the edge meet every antipodal corner.
            while (Exact.Cross(a, b, hull[far], hull[Polygon.Next(far, n)]) > 0)
            {
                far = Polygon.Next(far, n);
                Try(a, hull[far]);
                Try(b, hull[far]);
            }

            if (Exact.Cross(a, b, hull[far], hull[Polygon.Next(far, n)]) == 0)
            {
                Try(a, hull[Polygon.Next(far, n)]);
                Try(b, hull[Polygon.Next(far, n)]);
            }
        }

        return best;
    }

    private static double WidthOfHull(ReadOnlySpan<Point2> hull)
    {
        int n = hull.Length, far = 1;
        if (n < 3)
            return 0;
        double width = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
        {
            Point2 a = hull[i], b = hull[Polygon.Next(i, n)];
            while (Exact.Cross(a, b, hull[far], hull[Polygon.Next(far, n)]) > 0)
                far = Polygon.Next(far, n);
            width = Math.Min(width, new Line(a, b - a).SignedDistance(hull[far]));
        }

        return width;
    }

    private static OrientedBox SmallestAroundHull(ReadOnlySpan<Point2> hull, Func<OrientedBox, double> cost)
    {
        int n = hull.Length, right = 0, top = 0, left = 0;
        if (n < 3)
            return new(hull[0], hull[^1] - hull[0], default);
        OrientedBox best = default;
        double least = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
        {
            Point2 a = hull[i];
            Vec2 u = (hull[Polygon.Next(i, n)] - a).Normalize(), v = u.Perpendicular;
            right = Extreme(hull, i == 0 ? 1 : right, u);
            top = Extreme(hull, i == 0 ? right : top, v);
            left = Extreme(hull, i == 0 ? top : left, -u);
            double from = (hull[left] - a).Dot(u), to = (hull[right] - a).Dot(u), height = (hull[top] - a).Dot(v);
            var box = new OrientedBox(a + (u * from), u * (to - from), v * height);
            double size = cost(box);
            if (size < least)
                (least, best) = (size, box);
        }

        return best;
    }

    private static int Extreme(ReadOnlySpan<Point2> hull, int start, Vec2 direction)
    {
        for (int step = 0; step < hull.Length; step++)
        {
            int next = Polygon.Next(start, hull.Length);
            if ((hull[next] - hull[start]).Dot(direction) < 0)
                break;
            start = next;
        }

        return start;
    }
}
