using System.Buffers;
using Nabla.Algorithms.Sorting;

namespace Nabla.Algorithms.Geometry.Boxes;

/// <summary>Intersection over union, and non-maximum suppression, for boxes of any kind. Nothing is allocated that is not pooled.</summary>
public static class BoxOverlap
{
    /// <summary>The shared area of two boxes over the area that at least one of them covers.</summary>
    /// <typeparam name="TBox">The kind of box.</typeparam>
    /// <typeparam name="TOverlap">How boxes of this kind overlap, such as <see cref="RotatedOverlap"/>.</typeparam>
    /// <param name="first">A box.</param>
    /// <param name="second">Another.</param>
    /// <returns>0..1; 0 when neither has an area.</returns>
    [Export("algorithms.geometry.boxes.box_overlap.ratio")]
    public static double Ratio<TBox, TOverlap>(TBox first, TBox second)
        where TBox : struct
        where TOverlap : struct, IOverlap<TBox>
    {
        double shared = TOverlap.SharedArea(first, second), union = TOverlap.Area(first) + TOverlap.Area(second) - shared;
        return union > 0 ? Math.Min(1, shared / union) : 0;
    }

    /// <summary>The ratio of every pair.</summary>
    /// <typeparam name="TBox">The kind of box.</typeparam>
    /// <typeparam name="TOverlap">How boxes of this kind overlap.</typeparam>
    /// <param name="first">n boxes.</param>
    /// <param name="second">m boxes.</param>
    /// <param name="ratios">Receives n rows of m ratios.</param>
    /// <exception cref="ArgumentException"><paramref name="ratios"/> has not n · m elements.</exception>
    [Export("algorithms.geometry.boxes.box_overlap.ratios")]
    public static void Ratios<TBox, TOverlap>(ReadOnlySpan<TBox> first, ReadOnlySpan<TBox> second, Span<double> ratios)
        where TBox : struct
        where TOverlap : struct, IOverlap<TBox>
    {
        if (ratios.Length != (long)first.Length * second.Length)
            throw new ArgumentException($"{first.Length} x {second.Length} ratios are needed, there is room for {ratios.Length}.", nameof(ratios));
        int at = 0;
        foreach (TBox a in first)
            foreach (TBox b in second)
                ratios[at++] = Ratio<TBox, TOverlap>(a, b);
    }

    /// <summary>
    /// Non-maximum suppression: takes the boxes from the highest score down, and leaves out those whose ratio with a box taken before is above the threshold.
    /// </summary>
    /// <typeparam name="TBox">The kind of box.</typeparam>
    /// <typeparam name="TOverlap">How boxes of this kind overlap.</typeparam>
    /// <param name="boxes">n boxes.</param>
    /// <param name="scores">n scores; of equal ones the first counts as higher, NaN as lowest.</param>
    /// <param name="threshold">The greatest ratio two kept boxes may have, 0..1.</param>
    /// <param name="kept">Receives the indices of the kept boxes, best first; n slots are always enough.</param>
    /// <returns>How many boxes are kept.</returns>
    /// <exception cref="ArgumentException">There are not as many scores as boxes, or <paramref name="kept"/> is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not in 0..1.</exception>
    /// <remarks>Radix sort of the scores, then O(n · kept) comparisons.</remarks>
    [Export("algorithms.geometry.boxes.box_overlap.suppress")]
    public static int Suppress<TBox, TOverlap>(ReadOnlySpan<TBox> boxes, ReadOnlySpan<float> scores, double threshold, Span<int> kept)
        where TBox : struct
        where TOverlap : struct, IOverlap<TBox>
    {
        if (scores.Length != boxes.Length)
            throw new ArgumentException($"There are {boxes.Length} boxes but {scores.Length} scores.", nameof(scores));
        if (!(threshold is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must lie in 0..1.");
        int n = boxes.Length, count = 0;
        float[] descending = ArrayPool<float>.Shared.Rent(n);
        int[] order = ArrayPool<int>.Shared.Rent(n), best = ArrayPool<int>.Shared.Rent(n);
        for (int i = 0; i < n; i++)
            descending[i] = -scores[i];
        RadixSort.ArgSort<float>(descending.AsSpan(0, n), order.AsSpan(0, n));
        foreach (int candidate in order.AsSpan(0, n))
        {
            if (!IsCovered<TBox, TOverlap>(boxes, best.AsSpan(0, count), candidate, threshold))
                best[count++] = candidate;
        }

        bool fits = count <= kept.Length;
        if (fits)
            best.AsSpan(0, count).CopyTo(kept);
        ArrayPool<int>.Shared.Return(best);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<float>.Shared.Return(descending);
        return fits ? count : throw new ArgumentException($"{count} boxes are kept; there is room for {kept.Length}.", nameof(kept));
    }

    private static bool IsCovered<TBox, TOverlap>(ReadOnlySpan<TBox> boxes, ReadOnlySpan<int> kept, int candidate, double threshold)
        where TBox : struct
        where TOverlap : struct, IOverlap<TBox>
    {
        foreach (int other in kept)
            if (Ratio<TBox, TOverlap>(boxes[other], boxes[candidate]) > threshold)
                return true;
        return false;
    }
}
