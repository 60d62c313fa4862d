namespace Nabla.Vision;

/// <summary>
/// SPP-net: the ZF-5 convolutions, a spatial pyramid of 50 bins, three linear layers; takes pictures of any size.
/// He et al., Spatial Pyramid Pooling in Deep Convolutional Networks for Visual Recognition (2014).
/// </summary>
[Export("vision.models.SppNet")]
public sealed class SppNet : Module
{
    /// <summary>Pixels between the centres of view of two cells of the map.</summary>
    public const int Stride = 16;

    private readonly Sequential _features, _classifier;
    private readonly SpatialPyramidPooling _pyramid;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="levels">Bins along a side of each level; 6, 3, 2, 1 when omitted.</param>
    /// <param name="hidden">Features of the two hidden linear layers.</param>
    /// <param name="dropout">Share dropped before each of the last two layers.</param>
    public SppNet(Weights w, int classes = 1000, int channels = 3, IReadOnlyList<int>? levels = null, int hidden = 4096, double dropout = 0.5)
        : base(w)
    {
        _channels = channels;
        _features = new(
            w["features"],
            c => new Conv2d(c, channels, 96, 7, 2, 3), c => new ReLU(c), c => new MaxPool2d(c, 3, 2, 1),
            c => new Conv2d(c, 96, 256, 5, 2, 2), c => new ReLU(c), c => new MaxPool2d(c, 3, 2, 1),
            c => new Conv2d(c, 256, 384, 3, padding: 1), c => new ReLU(c),
            c => new Conv2d(c, 384, 384, 3, padding: 1), c => new ReLU(c),
            c => new Conv2d(c, 384, 256, 3, padding: 1), c => new ReLU(c));
        _pyramid = new(w["pyramid"], levels ?? [6, 3, 2, 1]);
        _classifier = new(
            w["classifier"],
            c => new Linear(c, 256 * _pyramid.Bins, hidden), c => new ReLU(c), c => new Dropout(c, dropout),
            c => new Linear(c, hidden, hidden), c => new ReLU(c), c => new Dropout(c, dropout),
            c => new Linear(c, hidden, classes));
    }

    /// <summary>x [N, C, H, W] of any size -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(_pyramid.Call(_features.Call(x))));
    }

    /// <summary>The convolutions alone: x [N, C, H, W] -> [N, 256, H/16, W/16].</summary>
    public Tensor Maps(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        return _features.Call(x);
    }

    /// <summary>The pyramid of regions of a map: [R, 256·bins].</summary>
    public Tensor Pool(Tensor map, IReadOnlyList<MapRegion> regions) => _pyramid.PoolRegions(map, regions);

    /// <summary>The hidden linear layers: pooled [R, 256·bins] -> [R, hidden].</summary>
    public Tensor Hidden(Tensor pooled)
    {
        for (int i = 0; i < _classifier.Count - 1; i++) pooled = _classifier[i].Call(pooled);
        return pooled;
    }

    internal static void Register() => ModelRegistry.Add(new(
        "sppnet_zf5", [3, 224, 224], (w, set) => new SppNet(w, set.Classes(), set.Channels(), hidden: set.Integer("hidden", 4096), dropout: set.Drop(0.5)),
        "SPP-net on ZF-5, for pictures of any size (2014).")
    { Classifier = ["classifier.6"], Stem = "features.0", Stages = ["features.1", "features.4", "features.11"] });
}
