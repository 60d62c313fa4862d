namespace Nabla.Vision;

/// <summary>
/// PSPNet's pyramid pooling module with its authors' keys: means over grids of several sizes, each through a 1x1 convolution, enlarged again and
/// joined to the map. Zhao et al., Pyramid Scene Parsing Network (2016).
/// </summary>
[Export("vision.models.PyramidPooling")]
public sealed class PyramidPooling : Module
{
    private readonly Sequential[] _grids;
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
        Weights place = w["features"];
        _grids = [.. bins.Select((bin, i) => new Sequential(place[i], pool => new AdaptiveAvgPool2d(pool, bin)).Conv(inputs, each, 1).Norm(each).Act())];
    }

    /// <summary>UPerNet's form: <c>i.1.conv</c> and <c>i.1.bn</c>, with any number of channels from each grid.</summary>
    internal PyramidPooling(Weights w, int inputs, int each, IReadOnlyList<int> bins)
        : base(w)
    {
        _alignCorners = false;
        _grids = [.. bins.Select((bin, i) => new Sequential(w[i], pool => new AdaptiveAvgPool2d(pool, bin), c => new ConvBnRelu(c, inputs, each, 1)))];
    }

    /// <summary>x [N, C, H, W] -> x and the grids, [N, 2C, H, W].</summary>
    public override Tensor Forward(Tensor x) =>
        Tensor.Cat([x, .. _grids.Select(grid => Bilinear2d.Resize(grid.Call(x), x.Shape[2], x.Shape[3], _alignCorners))], 1);
}
