using System.Globalization;

namespace Nabla.Vision;

/// <summary>MobileNet: depthwise and pointwise convolutions in turn. Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications (2017).</summary>
[Export("vision.models.MobileNetV1")]
public sealed class MobileNetV1 : Module
{
    /// <summary>Channels and stride after each pair.</summary>
    private static readonly (int Channels, int Stride)[] Pairs =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    /// <param name="relu6">Cut activations off at 6, as TensorFlow's and timm's models do?</param>
    public MobileNetV1(Weights w, double width = 1, int classes = 1000, int channels = 3, double dropout = 0.001, bool relu6 = false)
        : base(w)
    {
        _channels = channels;
        ActivationKind act = relu6 ? ActivationKind.ReLU6 : ActivationKind.ReLU;
        int inputs = Blocks.Divisible(32 * width);
        _features = new(w["features"], c => Blocks.ConvNorm(c, channels, inputs, 3, 2, act: act));
        foreach ((int wanted, int stride) in Pairs)
        {
            int from = inputs, outputs = Blocks.Divisible(wanted * width);
            _features.Add(c => new Sequential(c, d => Blocks.ConvNorm(d, from, from, 3, stride, from, act: act), p => Blocks.ConvNorm(p, from, outputs, 1, act: act)));
            inputs = outputs;
        }
        _classifier = new(w["classifier"], c => new Dropout(c, dropout), c => new Linear(c, inputs, classes));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_features.Call(x))));
    }

    internal static void Register()
    {
        foreach ((string suffix, double width) in ((string, double)[])[("", 1), ("_x0_75", 0.75), ("_x0_5", 0.5), ("_x0_25", 0.25)])
        {
            ModelRegistry.Add(new(
                "mobilenet_v1" + suffix, [3, 224, 224],
                (w, set) => new MobileNetV1(w, set.Real("width_mult", width), set.Classes(), set.Channels(), set.Drop(0.001), set.Flag("relu6", false)),
                string.Create(CultureInfo.InvariantCulture, $"MobileNet of width {width} (2017)."))
            { Classifier = ["classifier.1"], Stem = "features.0.0", Stages = ["features.1", "features.3", "features.5", "features.11", "features.13"], Maps = [TimmMaps.MobileNetV1()] });
        }
    }
}
