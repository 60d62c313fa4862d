using Nabla.Algorithms.Geometry.Hulls;

namespace Nabla.Algorithms.Geometry.Circles;

/// <summary>The smallest circle around points.</summary>
public static class EnclosingCircle
{
    /// <summary>Relative slack that keeps rounding from growing the circle again and again.</summary>
    private const double Slack = 1 + 1e-14;

    /// <summary>The smallest circle that holds all points (up to rounding).</summary>
    /// <param name="points">At least 1 finite point.</param>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    /// <remarks>
    /// Welzl (1991) as three nested loops over the hull's corners in a fixed random order: expected O(h) after the hull.
    /// The hull removes repeated and collinear points, which defines no circle. Nothing is allocated that is not pooled.
    /// </remarks>
    [Export("algorithms.geometry.circles.enclosing_circle.of")]
    public static Circle Of(ReadOnlySpan<Point2> points) => PooledHull.Measure(points, OfHull);

    private static Circle OfHull(Span<Point2> p)
    {
        Box box = Box.Around(p);
        double scale = Scaling.For(Math.Max((box.Max.X * 0.5) - (box.Min.X * 0.5), (box.Max.Y * 0.5) - (box.Min.Y * 0.5)));
        Point2 origin = box.Center;
        for (int i = 0; i < p.Length; i++)
            p[i] = new((p[i].X - origin.X) * scale, (p[i].Y - origin.Y) * scale);
        Shuffle(p);
        var circle = new Circle(p[0], 0);
        for (int i = 1; i < p.Length; i++)
        {
            if (Holds(circle, p[i]))
                continue;
            circle = new(p[i], 0);
            for (int j = 0; j < i; j++)
            {
                if (Holds(circle, p[j]))
                    continue;
                circle = new(p[i].Midpoint(p[j]), p[i].DistanceTo(p[j]) / 2);
                for (int k = 0; k < j; k++)
                    if (!Holds(circle, p[k]))
                    {
                        Point2 center = Circle.Circumcenter(p[i], p[j], p[k]);
                        circle = new(center, center.DistanceTo(p[i]));
                    }
            }
        }

        return new(new(origin.X + (circle.Center.X / scale), origin.Y + (circle.Center.Y / scale)), circle.Radius / scale);
    }

    /// <summary>A fixed random order (Fisher and Yates, with Knuth's linear congruential numbers).</summary>
    private static void Shuffle(Span<Point2> p)
    {
        ulong random = 20_011;
        for (int i = p.Length - 1; i > 0; i--)
        {
            random = (random * 6364136223846793005) + 1442695040888963407;
            int other = (int)((random >> 32) * (ulong)(i + 1) >> 32);
            (p[i], p[other]) = (p[other], p[i]);
        }
    }

    private static bool Holds(Circle circle, Point2 p) => p.DistanceTo(circle.Center) <= circle.Radius * Slack;
}
