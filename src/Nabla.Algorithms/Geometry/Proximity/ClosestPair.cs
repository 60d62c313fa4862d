using System.Buffers;
using Nabla.Algorithms.Sorting;

namespace Nabla.Algorithms.Geometry.Proximity;

/// <summary>The two points nearest to each other.</summary>
public static class ClosestPair
{
    private const int Small = 24;

    /// <summary>Indices of a closest pair, the smaller first, and their distance.</summary>
    /// <param name="points">At least 2 finite points; equal points have distance 0.</param>
    /// <exception cref="ArgumentException">Fewer than 2 points, or a coordinate is not finite.</exception>
    /// <remarks>
    /// Shamos and Hoey (1975): sort by x, solve both halves, then look across the middle in a strip sorted by y.
    /// O(n log n); allocates nothing that is not pooled. Distances are compared squared; coordinates are first scaled so that squares stay in range.
    /// </remarks>
    [Export("algorithms.geometry.proximity.closest_pair.find")]
    public static (int First, int Second, double Distance) Find(ReadOnlySpan<Point2> points)
    {
        Guard.Count(points.Length, 2, nameof(points));
        Box box = Box.Around(points);
        double extent = Math.Max((box.Max.X * 0.5) - (box.Min.X * 0.5), (box.Max.Y * 0.5) - (box.Min.Y * 0.5));
        if (extent == 0)
            return (0, 1, 0);
        double scale = Scaling.For(extent);
        double[] keys = ArrayPool<double>.Shared.Rent(points.Length);
        int[] places = ArrayPool<int>.Shared.Rent(points.Length);
        Item[] order = ArrayPool<Item>.Shared.Rent(points.Length), scratch = ArrayPool<Item>.Shared.Rent(points.Length);
        for (int i = 0; i < points.Length; i++)
        {
            keys[i] = points[i].X * scale;
            places[i] = i;
        }

        RadixSort.Sort(keys.AsSpan(0, points.Length), places.AsSpan(0, points.Length));
        for (int i = 0; i < points.Length; i++)
            order[i] = new(keys[i], points[places[i]].Y * scale, places[i]);
        var best = new Best { Squared = double.PositiveInfinity };
        Solve(order.AsSpan(0, points.Length), scratch, ref best);
        ArrayPool<Item>.Shared.Return(scratch);
        ArrayPool<Item>.Shared.Return(order);
        ArrayPool<int>.Shared.Return(places);
        ArrayPool<double>.Shared.Return(keys);
        (int a, int b) = best.First < best.Second ? (best.First, best.Second) : (best.Second, best.First);
        return (a, b, points[a].DistanceTo(points[b]));
    }

    /// <summary>Solves a run sorted by x and leaves it sorted by y.</summary>
    private static void Solve(Span<Item> items, Span<Item> scratch, ref Best best)
    {
        if (items.Length <= Small)
        {
            for (int i = 0; i < items.Length; i++)
                for (int j = i + 1; j < items.Length && items[j].X - items[i].X is double gap && gap * gap < best.Squared; j++)
                    best.Offer(items[i], items[j]);
            SortByY(items);
            return;
        }

        int half = items.Length / 2;
        double middle = items[half].X;
        Solve(items[..half], scratch[..half], ref best);
        Solve(items[half..], scratch[half..], ref best);
        Merge(items, half, scratch);
        int count = 0;
        foreach (Item item in items)
        {
            double aside = item.X - middle;
            if (aside * aside >= best.Squared)
                continue;
            for (int j = count - 1; j >= 0; j--)
            {
                double up = item.Y - scratch[j].Y;
                if (up * up >= best.Squared)
                    break;
                best.Offer(scratch[j], item);
            }

            scratch[count++] = item;
        }
    }

    private static void SortByY(Span<Item> items)
    {
        for (int i = 1; i < items.Length; i++)
        {
            Item item = items[i];
            int j = i;
            for (; j > 0 && items[j - 1].Y > item.Y; j--)
                items[j] = items[j - 1];
            items[j] = item;
        }
    }

    private static void Merge(Span<Item> items, int half, Span<Item> scratch)
    {
        items[..half].CopyTo(scratch);
        int i = 0, j = half, to = 0;
        while (i < half && j < items.Length)
            items[to++] = scratch[i].Y <= items[j].Y ? scratch[i++] : items[j++];
        scratch[i..half].CopyTo(items[to..]);
    }

    private readonly record struct Item(double X, double Y, int Index);

    private struct Best
    {
        public double Squared;
        public int First, Second;

        public void Offer(Item a, Item b)
        {
            double dx = a.X - b.X, dy = a.Y - b.Y, squared = (dx * dx) + (dy * dy);
            if (squared < Squared)
                (Squared, First, Second) = (squared, a.Index, b.Index);
        }
    }
}
