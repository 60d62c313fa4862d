namespace Nabla.Vision;

/// <summary>AlexNet as torchvision has it. Krizhevsky, One weird trick for parallelizing convolutional neural networks (2014).</summary>
[Export("vision.models.AlexNet")]
public sealed class AlexNet : Module
{
    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the first two linear layers.</param>
    public AlexNet(Weights w, int classes = 1000, int channels = 3, double dropout = 0.5)
        : base(w)
    {
        _channels = channels;
        _features = new(
            w["features"],
            c => new Conv2d(c, channels, 64, 11, 4, 2), c => new ReLU(c), c => new MaxPool2d(c, 3, 2),
            c => new Conv2d(c, 64, 192, 5, padding: 2), c => new ReLU(c), c => new MaxPool2d(c, 3, 2),
            c => new Conv2d(c, 192, 384, 3, padding: 1), c => new ReLU(c),
            c => new Conv2d(c, 384, 256, 3, padding: 1), c => new ReLU(c),
            c => new Conv2d(c, 256, 256, 3, padding: 1), c => new ReLU(c), c => new MaxPool2d(c, 3, 2));
        _classifier = new(
            w["classifier"],
            c => new Dropout(c, dropout), c => new Linear(c, 256 * 6 * 6, 4096), c => new ReLU(c),
            c => new Dropout(c, dropout), c => new Linear(c, 4096, 4096), c => new ReLU(c),
            c => new Linear(c, 4096, classes));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 63.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 63);
        using TensorScope scope = new();
        x = Functional.AdaptiveAvgPool2d(_features.Call(x), 6);                 // [N, 256, 6, 6]
        return scope.Keep(_classifier.Call(x.Flatten(1)));
    }

    internal static void Register() => ModelRegistry.Add(new(
        "alexnet", [3, 224, 224], (w, set) => new AlexNet(w, set.Classes(), set.Channels(), set.Drop(0.5)), "AlexNet (2012, in the form of 2014).")
    { Classifier = ["classifier.6"], Stem = "features.0", Stages = ["features.2", "features.5", "features.12"] });
}
