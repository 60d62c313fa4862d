namespace Nabla.Vision;

/// <summary>
/// PSPNet's pyramid pooling module with its authors' keys: means over grids of several sizes, each through a 1x1 convolution, enlarged again and
/// joined to the map. Zhao et al., Pyramid Scene Parsing Network (2016).
/// </summary>
[Export("vision.models.PyramidPooling")]
public sealed class PyramidPooling : Module
{
    private readonly ModuleList<Sequential> _features;
    private readonly bool _alignCorners;

    /// <summary>Reads, or creates, <c>features.i.1</c> and <c>features.i.2</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels; the number of bins must divide it.</param>
    /// <param name="bins">Bins along a side of each grid; 1, 2, 3, 6 when omitted.</param>
    /// <param name="alignCorners">Enlarge with the corners of grid and map on each other, as the authors do?</param>
    /// <exception cref="ArgumentException">The number of grids does not divide the channels.</exception>
    public PyramidPooling(Weights w, int inputs, IReadOnlyList<int>? bins = null, bool alignCorners = true)
        : base(w)
    {
        bins ??= [1, 2, 3, 6];
        if (bins.Count == 0 || inputs % bins.Count != 0) throw new ArgumentException($"{inputs} channels cannot be divided among {bins.Count} grids.", nameof(bins));
        _alignCorners = alignCorners;
        int each = inputs / bins.Count;
        _features = new(w["features"]);
        foreach (int bin in bins) _features.Add(c => new Sequential(c, pool => new AdaptiveAvgPool2d(pool, bin)).Conv(inputs, each, 1).Norm(each).Act());
    }

    /// <summary>x [N, C, H, W] -> [N, 2C, H, W].</summary>
    public override Tensor Forward(Tensor x) =>
        Tensor.Cat([x, .. _features.Select(grid => Bilinear2d.Resize(grid.Call(x), x.Shape[2], x.Shape[3], _alignCorners))], 1);
}
