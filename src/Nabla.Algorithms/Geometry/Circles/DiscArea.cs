using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Geometry.Circles;

/// <summary>Areas bounded by arcs.</summary>
public static class DiscArea
{
    /// <summary>Area that two discs have in common (a lens).</summary>
    [Export("algorithms.geometry.circles.disc_area.intersection")]
    public static double Intersection(Circle first, Circle second)
    {
        switch (Intersect.Relate(first, second))
        {
            case CircleRelation.Apart or CircleRelation.ExternallyTangent:
                return 0;
            case CircleRelation.Crossing:
                break;
            default:
                return first.Radius < second.Radius ? first.Area : second.Area;
        }

        double d = first.Center.DistanceTo(second.Center), r = first.Radius, s = second.Radius;
        double along = ((d * d) + ((r - s) * (r + s))) / (2 * d);
        return Cap(r, along) + Cap(s, d - along);
    }

    /// <summary>Area that a disc and a simple polygon have in common.</summary>
    /// <param name="circle">The disc.</param>
    /// <param name="polygon">At least 3 vertices, in either direction.</param>
    /// <exception cref="ArgumentException">Fewer than 3 vertices, or a coordinate is not finite.</exception>
    /// <remarks>Signed sum over the edges of disc ∩ triangle(centre, edge). O(n).</remarks>
    public static double Intersection(Circle circle, ReadOnlySpan<Point2> polygon)
    {
        Guard.Count(polygon.Length, 3, nameof(polygon));
        Guard.Finite(polygon);
        double sum = 0;
        for (int i = 0; i < polygon.Length; i++)
            sum += Wedge(circle.Radius, polygon[i] - circle.Center, polygon[Polygon.Next(i, polygon.Length)] - circle.Center);
        return Math.Abs(sum);
    }

    /// <summary>Area and length of the outline of the union of discs.</summary>
    /// <param name="circles">Any number of circles with finite centres and radii of at least 0.</param>
    /// <exception cref="ArgumentException">A centre is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A radius is negative or not finite.</exception>
    /// <remarks>
    /// Green's theorem over the arcs no other disc covers: ½ ∮ x dy - y dx. O(n² log n).
    /// </remarks>
    [Export("algorithms.geometry.circles.disc_area.union")]
    public static (double Area, double Perimeter) Union(ReadOnlySpan<Circle> circles)
    {
        foreach (Circle circle in circles)
        {
            Guard.Finite(circle.Center, nameof(circles));
            Guard.NotNegative(circle.Radius, nameof(circles));
        }

        double area = 0, perimeter = 0;
        var covered = new List<(double From, double To)>();
        for (int i = 0; i < circles.Length; i++)
        {
            if (!CollectCovered(circles, i, covered))
                continue;
            covered.Sort();
            Circle c = circles[i];
            double at = -Math.PI;
            covered.Add((Math.PI, Math.PI));
            foreach ((double from, double to) in covered)
            {
                if (from > at)
                {
                    perimeter += c.Radius * (from - at);
                    area += Arc(c, at, from, circles[0].Center);
                }

                at = Math.Max(at, to);
            }
        }

        return (area, perimeter);
    }

    /// <summary>Angles of circle i inside other discs; false when a disc swallows it whole (of equal ones the first stays).</summary>
    private static bool CollectCovered(ReadOnlySpan<Circle> circles, int i, List<(double From, double To)> covered)
    {
        covered.Clear();
        Circle c = circles[i];
        for (int j = 0; j < circles.Length; j++)
        {
            Circle other = circles[j];
            if (j == i)
                continue;
            double d = c.Center.DistanceTo(other.Center);
            if (d + c.Radius <= other.Radius && (c != other || j < i))
                return false;
            if (d >= c.Radius + other.Radius || d + other.Radius <= c.Radius)
                continue;
            double cosine = ((d * d) + ((c.Radius - other.Radius) * (c.Radius + other.Radius))) / (2 * d * c.Radius);
            double half = Math.Acos(Math.Clamp(cosine, -1, 1)), towards = (other.Center - c.Center).Angle;
            double from = towards - half, to = towards + half;
            if (from < -Math.PI)
            {
                covered.Add((from + (2 * Math.PI), Math.PI));
                from = -Math.PI;
            }

            if (to > Math.PI)
            {
                covered.Add((-Math.PI, to - (2 * Math.PI)));
                to = Math.PI;
            }

            covered.Add((from, to));
        }

        return true;
    }

    private static double Arc(Circle c, double from, double to, Point2 origin)
    {
        Vec2 center = c.Center - origin;
        (double sin0, double cos0) = Math.SinCos(from);
        (double sin1, double cos1) = Math.SinCos(to);
        return c.Radius / 2 * ((c.Radius * (to - from)) + (center.X * (sin1 - sin0)) - (center.Y * (cos1 - cos0)));
    }

    /// <summary>Area of the part of a disc beyond a chord at signed distance d from the centre.</summary>
    private static double Cap(double r, double d)
    {
        d = Math.Clamp(d, -r, r);
        return (r * r * Math.Acos(d / r)) - (d * Math.Sqrt((r - d) * (r + d)));
    }

    /// <summary>Signed area of the triangle (0, a, b) inside the disc of radius r around 0.</summary>
    private static double Wedge(double r, Vec2 a, Vec2 b)
    {
        Vec2 d = b - a;
        double length2 = d.LengthSquared;
        if (length2 == 0)
            return 0;
        double middle = -a.Dot(d) / length2, distance = a.Cross(d) / Math.Sqrt(length2);
        double half2 = (r - Math.Abs(distance)) * (r + Math.Abs(distance)) / length2;
        if (half2 <= 0)
            return Sector(r, a, b);
        double half = Math.Sqrt(half2), from = Math.Clamp(middle - half, 0, 1), to = Math.Clamp(middle + half, 0, 1);
        Vec2 p = a + (d * from), q = a + (d * to);
        return Sector(r, a, p) + (p.Cross(q) / 2) + Sector(r, q, b);
    }

    private static double Sector(double r, Vec2 a, Vec2 b) => r * r / 2 * a.AngleTo(b);
}
