namespace Nabla.Algorithms.Geometry.Boxes;

/// <summary>How much two boxes have in common.</summary>
/// <typeparam name="TBox">The kind of box.</typeparam>
[Export("algorithms.geometry.boxes.IOverlap")]
public interface IOverlap<TBox>
    where TBox : struct
{
    /// <summary>The area two boxes share.</summary>
    /// <param name="first">A box.</param>
    /// <param name="second">Another.</param>
    /// <returns>0 or more.</returns>
    static abstract double SharedArea(TBox first, TBox second);

    /// <summary>The area of one box.</summary>
    /// <param name="box">A box.</param>
    /// <returns>0 or more.</returns>
    static abstract double Area(TBox box);
}

/// <summary>Boxes along the axes.</summary>
[Export("algorithms.geometry.boxes.UprightOverlap")]
public readonly struct UprightOverlap : IOverlap<Box>
{
    /// <inheritdoc/>
    public static double SharedArea(Box first, Box second)
    {
        double width = Math.Min(first.Max.X, second.Max.X) - Math.Max(first.Min.X, second.Min.X);
        double height = Math.Min(first.Max.Y, second.Max.Y) - Math.Max(first.Min.Y, second.Min.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <inheritdoc/>
    public static double Area(Box box) => box.Width * box.Height;
}

/// <summary>Boxes in any direction.</summary>
[Export("algorithms.geometry.boxes.RotatedOverlap")]
public readonly struct RotatedOverlap : IOverlap<RotatedBox>
{
    /// <inheritdoc/>
    /// <remarks>
    /// The second box is seen from the first one, where that lies along the axes around the origin, and is cut at its four sides in turn. No corner is far from
    /// the origin there, so boxes far away from it lose no digits.
    /// </remarks>
    public static double SharedArea(RotatedBox first, RotatedBox second)
    {
        Vec2 apart = new(second.X - first.X, second.Y - first.Y);
        double reach = (Math.Sqrt((first.Width * first.Width) + (first.Height * first.Height)) + Math.Sqrt((second.Width * second.Width) + (second.Height * second.Height))) / 2;
        if (apart.Length >= reach)
            return 0;
        apart = apart.Rotate(-first.Angle);
        // Every cut adds one corner to a convex outline at most.
        Span<Point2> outline = stackalloc Point2[8], other = stackalloc Point2[8];
        new RotatedBox(apart.X, apart.Y, second.Width, second.Height, second.Angle - first.Angle).Corners(outline);
        int count = 4;
        double right = first.Width / 2, top = first.Height / 2;
        for (int side = 0; side < 4; side++)
        {
            // Inside means sign·coordinate ≤ limit.
            bool upright = side % 2 == 0;
            double sign = side < 2 ? 1 : -1, limit = upright ? right : top;
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                Point2 p = outline[i], q = outline[i + 1 == count ? 0 : i + 1];
                double here = (sign * (upright ? p.X : p.Y)) - limit, there = (sign * (upright ? q.X : q.Y)) - limit;
                if (here <= 0)
                    other[kept++] = p;
                if (here * there < 0)
                    other[kept++] = p.Lerp(q, here / (here - there));
            }

            count = kept;
            Span<Point2> swap = outline;
            outline = other;
            other = swap;
        }

        double doubled = 0;
        for (int i = 2; i < count; i++)
            doubled += (outline[i - 1] - outline[0]).Cross(outline[i] - outline[0]);
        return Math.Max(0, doubled / 2);
    }

    /// <inheritdoc/>
    public static double Area(RotatedBox box) => box.Area;
}
