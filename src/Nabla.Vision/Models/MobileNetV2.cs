namespace Nabla.Vision;

/// <summary>MobileNetV2 with torchvision's keys. Sandler et al., Inverted Residuals and Linear Bottlenecks (2018).</summary>
[Export("vision.models.MobileNetV2")]
public sealed class MobileNetV2 : Module
{
    /// <summary>Expansion, channels, blocks, stride of each stage.</summary>
    private static readonly (int Expand, int Channels, int Blocks, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    public MobileNetV2(Weights w, double width = 1, int classes = 1000, int channels = 3, double dropout = 0.2)
        : base(w)
    {
        _channels = channels;
        int inputs = Blocks.Divisible(32 * width), last = Blocks.Divisible(1280 * Math.Max(1, width));
        _features = new(w["features"], c => Blocks.ConvNorm(c, channels, inputs, 3, 2, act: ActivationKind.ReLU6));
        foreach ((int expand, int wanted, int blocks, int first) in Stages)
        {
            int outputs = Blocks.Divisible(wanted * width);
            for (int i = 0; i < blocks; i++)
            {
                int from = inputs, stride = i == 0 ? first : 1;
                _features.Add(c => new InvertedResidual(c, from, outputs, stride, expand));
                inputs = outputs;
            }
        }
        _features.Add(c => Blocks.ConvNorm(c, inputs, last, 1, act: ActivationKind.ReLU6));
        _classifier = new(w["classifier"], c => new Dropout(c, dropout), c => new Linear(c, last, classes, true, Init.Normal(0, 0.01), Init.Zeros));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_features.Call(x))));
    }

    internal static void Register() => ModelRegistry.Add(new(
        "mobilenet_v2", [3, 224, 224],
        (w, set) => new MobileNetV2(w, set.Real("width_mult", 1), set.Classes(), set.Channels(), set.Drop(0.2)),
        "MobileNetV2 (2018).")
    { Classifier = ["classifier.1"], Stem = "features.0.0", Stages = ["features.1", "features.3", "features.6", "features.13", "features.18"], Maps = [TimmMaps.MobileNetV2()] });

    /// <summary>1x1 up, depthwise 3x3, 1x1 down without activation; the input added where shapes allow.</summary>
    private sealed class InvertedResidual : Module
    {
        private readonly Sequential _conv;
        private readonly bool _residual;

        public InvertedResidual(Weights w, int inputs, int outputs, int stride, int expand)
            : base(w)
        {
            int hidden = inputs * expand;
            _residual = stride == 1 && inputs == outputs;
            _conv = new(w["conv"]);
            if (expand != 1) _conv.Add(c => Blocks.ConvNorm(c, inputs, hidden, 1, act: ActivationKind.ReLU6));
            _conv.Add(c => Blocks.ConvNorm(c, hidden, hidden, 3, stride, hidden, act: ActivationKind.ReLU6)).Conv(hidden, outputs, 1).Norm(outputs);
        }

        public override Tensor Forward(Tensor x) => _residual ? x + _conv.Call(x) : _conv.Call(x);
    }
}
