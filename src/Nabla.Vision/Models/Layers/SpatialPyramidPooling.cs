namespace Nabla.Vision;

/// <summary>
/// Pools a map of any size into grids of fixed sizes and lines them up as one vector, so that a classifier takes pictures of any size.
/// He et al., Spatial Pyramid Pooling in Deep Convolutional Networks (2014).
/// </summary>
/// <remarks>Bin i of n over a side of length L covers floor(i·L/n) to ceil((i + 1)·L/n). The vector has C·Σ n² features, level after level, channels first within a level.</remarks>
[Export("vision.models.SpatialPyramidPooling")]
public sealed class SpatialPyramidPooling : Module
{
    private readonly int[] _levels;
    private readonly bool _average;

    /// <summary>Describes the layer.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="levels">Bins along a side of each level, such as 6, 3, 2, 1.</param>
    /// <param name="average">Means rather than maxima?</param>
    /// <exception cref="ArgumentException">There is no level, or one is not positive.</exception>
    public SpatialPyramidPooling(Weights w, IReadOnlyList<int> levels, bool average = false)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (levels.Count == 0 || levels.Any(level => level < 1))
            throw new ArgumentException($"A spatial pyramid needs levels of at least one bin; got [{string.Join(", ", levels)}].", nameof(levels));
        (_levels, _average) = ([.. levels], average);
    }

    /// <summary>Features per channel: the number of bins of all levels.</summary>
    public int Bins => _levels.Sum(level => level * level);

    /// <summary>x [N, C, H, W] -> [N, C·Σ n²].</summary>
    public override Tensor Forward(Tensor x) => Tensor.Cat(
        [.. _levels.Select(level => (_average ? Functional.AdaptiveAvgPool2d(x, level) : Functional.AdaptiveMaxPool2d(x, level)).Flatten(1))], 1);

    /// <summary>Pools each region of interest as if it were a map of its own: one run of the convolutions serves all regions of a picture.</summary>
    /// <param name="x">Maps [N, C, H, W].</param>
    /// <param name="regions">Regions in cells of the maps.</param>
    /// <returns>[regions, C·Σ n²].</returns>
    /// <exception cref="ArgumentException">A region is empty or lies outside.</exception>
    public Tensor PoolRegions(Tensor x, IReadOnlyList<MapRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        if (x.Rank != 4) throw new ShapeMismatchException($"Regions are pooled from maps [N, C, H, W]; got {x.Shape}.", nameof(x));
        List<Tensor> rows = [];
        foreach (MapRegion region in regions)
        {
            if (region.Image < 0 || region.Image >= x.Shape[0] || region.Left < 0 || region.Top < 0 || region.Right <= region.Left || region.Bottom <= region.Top
                || region.Right > x.Shape[3] || region.Bottom > x.Shape[2])
                throw new ArgumentException($"{region} is empty or not inside maps {x.Shape}.", nameof(regions));
            rows.Add(Call(x.Narrow(0, region.Image, 1).Narrow(2, region.Top, region.Bottom - region.Top).Narrow(3, region.Left, region.Right - region.Left)));
        }
        return rows.Count > 0 ? Tensor.Cat(rows) : Tensor.Zeros([0, x.Shape[1] * Bins], x.DType, x.Backend);
    }
}

/// <summary>A rectangle of cells of one map: left and top inside, right and bottom outside.</summary>
/// <param name="Image">Index in the batch.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
[Export("vision.models.MapRegion")]
public readonly record struct MapRegion(int Image, int Left, int Top, int Right, int Bottom);
