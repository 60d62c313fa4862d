namespace Nabla.Algorithms.Geometry.Proximity;

/// <summary>Order of points along Hilbert's curve: neighbours in the order are neighbours in the plane.</summary>
public static class HilbertOrder
{
    /// <summary>Indices of the points along the curve through a grid of 2¹⁶ × 2¹⁶ cells over their bounding box.</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.proximity.hilbert_order.sort")]
    public static int[] Sort(ReadOnlySpan<Point2> points)
    {
        if (points.IsEmpty)
            return [];
        Box box = Box.Around(points);
        // Halved coordinates: the extent of a box from -1e308 to 1e308 is still finite.
        double extent = Math.Max((box.Max.X * 0.5) - (box.Min.X * 0.5), (box.Max.Y * 0.5) - (box.Min.Y * 0.5));
        var keys = new uint[points.Length];
        var order = new int[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            order[i] = i;
            keys[i] = Key(Cell(points[i].X, box.Min.X, extent), Cell(points[i].Y, box.Min.Y, extent));
        }

        Array.Sort(keys, order);
        return order;
    }

    private static uint Cell(double value, double min, double extent) =>
        extent > 0 ? (uint)Math.Min(65535, ((value * 0.5) - (min * 0.5)) / extent * 65535) : 0;

    /// <summary>Position of a cell along the curve.</summary>
    private static uint Key(uint x, uint y)
    {
        uint key = 0;
        for (uint side = 1 << 15; side > 0; side >>= 1)
        {
            uint right = (x & side) != 0 ? 1u : 0, up = (y & side) != 0 ? 1u : 0;
            key = (key << 2) | ((3 * right) ^ up);
            if (up == 0)
            {
                if (right != 0)
                    (x, y) = (65535 - x, 65535 - y);
                (x, y) = (y, x);
            }
        }

        return key;
    }
}
