using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Boxes;

namespace Nabla;

/// <summary>
/// Overlap of boxes held in tensors, and non-maximum suppression. Upright boxes are rows (x1, y1, x2, y2); rotated ones (centre x, centre y, width, height, angle)
/// with the angle in radians, from the x axis towards the y axis. Nothing here has a gradient.
/// </summary>
public static class BoxOps
{
    /// <summary>Intersection over union of every pair of upright boxes.</summary>
    /// <param name="first">[N, 4] (x1, y1, x2, y2).</param>
    /// <param name="second">[M, 4].</param>
    /// <returns>float64 [N, M]; 0 where neither box has an area.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    [Export("boxes.iou")]
    public static Tensor Iou(Tensor first, Tensor second)
        => Ratios<Box, UprightOverlap>(Upright(first, nameof(first)), Upright(second, nameof(second)));

    /// <summary>Intersection over union of every pair of rotated boxes.</summary>
    /// <param name="first">[N, 5] (centre x, centre y, width, height, angle).</param>
    /// <param name="second">[M, 5].</param>
    /// <returns>float64 [N, M]; 0 where neither box has an area.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    [Export("boxes.rotated_iou")]
    public static Tensor RotatedIou(Tensor first, Tensor second)
        => Ratios<RotatedBox, RotatedOverlap>(Rotated(first, nameof(first)), Rotated(second, nameof(second)));

    /// <summary>Keeps the best of the upright boxes that overlap by more than a threshold (non-maximum suppression).</summary>
    /// <param name="boxes">[N, 4] (x1, y1, x2, y2).</param>
    /// <param name="scores">[N]; of equal scores the first counts as higher.</param>
    /// <param name="threshold">The greatest intersection over union of two kept boxes, 0..1.</param>
    /// <returns>int64 [K]: the kept boxes, best first.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not in 0..1.</exception>
    [Export("boxes.nms")]
    public static Tensor Nms(Tensor boxes, Tensor scores, double threshold)
        => Suppress<Box, UprightOverlap>(Upright(boxes, nameof(boxes)), scores, threshold);

    /// <summary>Keeps the best of the rotated boxes that overlap by more than a threshold (non-maximum suppression).</summary>
    /// <param name="boxes">[N, 5] (centre x, centre y, width, height, angle).</param>
    /// <param name="scores">[N]; of equal scores the first counts as higher.</param>
    /// <param name="threshold">The greatest intersection over union of two kept boxes, 0..1.</param>
    /// <returns>int64 [K]: the kept boxes, best first.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not in 0..1.</exception>
    [Export("boxes.rotated_nms")]
    public static Tensor RotatedNms(Tensor boxes, Tensor scores, double threshold)
        => Suppress<RotatedBox, RotatedOverlap>(Rotated(boxes, nameof(boxes)), scores, threshold);

    private static Tensor Ratios<TBox, TOverlap>(TBox[] first, TBox[] second)
        where TBox : struct
        where TOverlap : struct, IOverlap<TBox>
    {
        var ratios = new double[first.Length * second.Length];
        BoxOverlap.Ratios<TBox, TOverlap>(first, second, ratios);
        return Tensor.Of<double>(ratios, [first.Length, second.Length]);
    }

    private static Tensor Suppress<TBox, TOverlap>(TBox[] boxes, Tensor scores, double threshold)
        where TBox : struct
        where TOverlap : struct, IOverlap<TBox>
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Shape.Rank != 1 || scores.Shape[0] != boxes.Length) throw new ArgumentException($"There must be {boxes.Length} scores, one for each box; got {scores.Shape}.", nameof(scores));
        var kept = new int[boxes.Length];
        int count = BoxOverlap.Suppress<TBox, TOverlap>(boxes, Values(scores).Select(s => (float)s).ToArray(), threshold, kept);
        return Tensor.Of<long>(kept[..count].Select(i => (long)i).ToArray(), [count]);
    }

    private static Box[] Upright(Tensor boxes, string name)
        => [.. Rows(boxes, 4, "(x1, y1, x2, y2)", name).Select(b => new Box((b[0], b[1]), (b[2], b[3])))];

    private static RotatedBox[] Rotated(Tensor boxes, string name)
        => [.. Rows(boxes, 5, "(x, y, width, height, angle)", name).Select(b => new RotatedBox(b[0], b[1], b[2], b[3], b[4]))];

    private static IEnumerable<double[]> Rows(Tensor boxes, int width, string columns, string name)
    {
        ArgumentNullException.ThrowIfNull(boxes, name);
        if (boxes.Shape.Rank != 2 || boxes.Shape[1] != width) throw new ArgumentException($"Boxes are [n, {width}] {columns}; got {boxes.Shape}.", name);
        return boxes.Shape[0] == 0 ? [] : Values(boxes).Chunk(width);
    }

    private static double[] Values(Tensor x) => x.Detach().To(DType.Float64).Contiguous().ToArray<double>();
}
