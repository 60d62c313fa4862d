using System.Numerics;
using Nabla.Algorithms.Sorting;

namespace Nabla.Algorithms.Geometry.Proximity;

/// <summary>Order of points along Hilbert's curve: neighbours in the order are neighbours in the plane.</summary>
public static class HilbertOrder
{
    private static readonly ushort[] Steps = BuildSteps();

    /// <summary>Indices of the points along the curve through a grid of 2¹⁶ × 2¹⁶ cells over their bounding box.</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    [Export("algorithms.geometry.proximity.hilbert_order.sort")]
    public static int[] Sort(ReadOnlySpan<Point2> points)
    {
        var keys = new uint[points.Length];
        var order = new int[points.Length];
        Keys(points, keys);
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        RadixSort.Sort<uint, int>(keys, order);
        return order;
    }

    /// <summary>Rounds of random points, each about four times as many as the one before and in the order of the curve.</summary>
    /// <remarks>
    /// Amenta, Choi and Rote (2003). Inserted along the curve alone, nearly every point would fall outside the hull of those before it; the early rounds cover the whole area first.
    /// </remarks>
    internal static int[] Rounds(ReadOnlySpan<Point2> points)
    {
        var keys = new uint[points.Length];
        var order = new int[points.Length];
        Keys(points, keys);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            // A hash of the index tosses the coins, so the same points always give the same rounds.
            uint coins = (uint)i * 2654435769u;
            coins = (coins ^ (coins >> 15)) * 2246822519u;
            int round = 15 - Math.Min(15, BitOperations.LeadingZeroCount(coins) / 2);
            keys[i] = ((uint)round << 28) | (keys[i] >> 4);
        }

        RadixSort.Sort<uint, int>(keys, order);
        return order;
    }

    private static void Keys(ReadOnlySpan<Point2> points, Span<uint> keys)
    {
        if (points.IsEmpty)
            return;
        Box box = Box.Around(points);
        // Halved coordinates: the extent of a box from -1e308 to 1e308 is still finite.
        double extent = Math.Max((box.Max.X * 0.5) - (box.Min.X * 0.5), (box.Max.Y * 0.5) - (box.Min.Y * 0.5));
        // A box so small that this overflows lies in one cell.
        double scale = 65535 / extent;
        if (!double.IsFinite(scale)) scale = 0;
        for (int i = 0; i < points.Length; i++)
            keys[i] = Key(Cell(points[i].X, box.Min.X, scale), Cell(points[i].Y, box.Min.Y, scale));
    }

    private static uint Cell(double value, double min, double scale) => (uint)Math.Min(65535, ((value * 0.5) - (min * 0.5)) * scale);

    /// <summary>Position of a cell along the curve.</summary>
    private static uint Key(uint x, uint y)
    {
        uint key = 0;
        int turn = 0;
        for (int shift = 12; shift >= 0; shift -= 4)
        {
            ushort step = Steps[(turn << 8) | ((int)(x >> shift & 15) << 4) | (int)(y >> shift & 15)];
            key = (key << 8) | (byte)step;
            turn = step >> 8;
        }

        return key;
    }

    /// <summary>For each of the four ways the curve can lie and each of 16 x 16 cells: the place along the curve, and the way it lies inside the cell.</summary>
    /// <remarks>Bit 0 of a turn says that x and y are exchanged, bit 1 that both are counted from the other end.</remarks>
    private static ushort[] BuildSteps()
    {
        var steps = new ushort[4 << 8];
        for (int i = 0; i < steps.Length; i++)
        {
            int turn = i >> 8, x = i >> 4 & 15, y = i & 15, key = 0;
            for (int bit = 3; bit >= 0; bit--)
            {
                int right = x >> bit & 1, up = y >> bit & 1;
                if ((turn & 1) != 0) (right, up) = (up, right);
                if ((turn & 2) != 0) (right, up) = (1 - right, 1 - up);
                key = (key << 2) | ((3 * right) ^ up);
                if (up == 0) turn ^= right != 0 ? 3 : 1;
            }

            steps[i] = (ushort)((turn << 8) | key);
        }

        return steps;
    }
}
