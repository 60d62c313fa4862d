namespace Nabla.Vision;

/// <summary>VGG networks with torchvision's keys. Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition (2014).</summary>
[Export("vision.models.Vgg")]
public sealed class Vgg : Module
{
    private static readonly int[][] Depths = [[1, 1, 2, 2, 2], [2, 2, 2, 2, 2], [2, 2, 3, 3, 3], [2, 2, 4, 4, 4]];

    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="depths">Convolutions in each of the five stages.</param>
    /// <param name="norm">Normalise after each convolution?</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped after the first two linear layers.</param>
    public Vgg(Weights w, ReadOnlySpan<int> depths, bool norm, int classes = 1000, int channels = 3, double dropout = 0.5)
        : base(w)
    {
        _channels = channels;
        _features = new(w["features"]);
        for (int stage = 0; stage < depths.Length; stage++)
        {
            int outputs = Math.Min(64 << stage, 512);
            for (int i = 0; i < depths[stage]; i++)
            {
                _features.Conv(channels, outputs, 3, bias: true);
                if (norm) _features.Norm(outputs);
                _features.Act();
                channels = outputs;
            }
            _features.Add(c => new MaxPool2d(c, 2));
        }
        _classifier = new(
            w["classifier"],
            c => Dense(c, channels * 7 * 7, 4096), c => new ReLU(c), c => new Dropout(c, dropout),
            c => Dense(c, 4096, 4096), c => new ReLU(c), c => new Dropout(c, dropout),
            c => Dense(c, 4096, classes));

        static Linear Dense(Weights w, int inputs, int outputs) => new(w, inputs, outputs, true, Init.Normal(0, 0.01), Init.Zeros);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 32.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 32);
        using TensorScope scope = new();
        x = Functional.AdaptiveAvgPool2d(_features.Call(x), 7);                 // [N, 512, 7, 7]
        return scope.Keep(_classifier.Call(x.Flatten(1)));
    }

    internal static void Register()
    {
        foreach (int[] depths in Depths)
        {
            int layers = depths.Sum() + 3;
            foreach (bool norm in (bool[])[false, true])
            {
                int per = norm ? 3 : 2, at = 0;
                string[] stages = [.. depths.Select(depth => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"features.{(at += (depth * per) + 1) - 1}"))];
                ModelRegistry.Add(new(
                    norm ? $"vgg{layers}_bn" : $"vgg{layers}", [3, 224, 224],
                    (w, set) => new Vgg(w, depths, norm, set.Classes(), set.Channels(), set.Drop(0.5)),
                    $"VGG with {layers} layers{(norm ? " and batch normalisation" : string.Empty)} (2014).")
                { Classifier = ["classifier.6"], Stem = "features.0", Stages = stages, Maps = [TimmMaps.Vgg()] });
            }
        }
    }
}
