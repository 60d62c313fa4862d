namespace Nabla.Vision;

/// <summary>MobileNetV3 with torchvision's keys. Howard et al., Searching for MobileNetV3 (2019).</summary>
[Export("vision.models.MobileNetV3")]
public sealed class MobileNetV3 : Module
{
    private static readonly Norm Published = new(1e-3, 0.01);

    private static readonly Stage[] LargeStages =
    [
        new(3, 16, 16, false, false, 1), new(3, 64, 24, false, false, 2), new(3, 72, 24, false, false, 1),
        new(5, 72, 40, true, false, 2), new(5, 120, 40, true, false, 1), new(5, 120, 40, true, false, 1),
        new(3, 240, 80, false, true, 2), new(3, 200, 80, false, true, 1), new(3, 184, 80, false, true, 1), new(3, 184, 80, false, true, 1),
        new(3, 480, 112, true, true, 1), new(3, 672, 112, true, true, 1),
        new(5, 672, 160, true, true, 2), new(5, 960, 160, true, true, 1), new(5, 960, 160, true, true, 1),
    ];

    private static readonly Stage[] SmallStages =
    [
        new(3, 16, 16, true, false, 2), new(3, 72, 24, false, false, 2), new(3, 88, 24, false, false, 1),
        new(5, 96, 40, true, true, 2), new(5, 240, 40, true, true, 1), new(5, 240, 40, true, true, 1),
        new(5, 120, 48, true, true, 1), new(5, 144, 48, true, true, 1),
        new(5, 288, 96, true, true, 2), new(5, 576, 96, true, true, 1), new(5, 576, 96, true, true, 1),
    ];

    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="large">The large network rather than the small one?</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the last layer.</param>
    /// <param name="norm">How it normalises; torchvision's way (1e-3, 0.01) when null.</param>
    public MobileNetV3(Weights w, bool large, double width = 1, int classes = 1000, int channels = 3, double dropout = 0.2, Norm? norm = null)
        : base(w)
    {
        _channels = channels;
        (_features, int last) = Features(w["features"], large, width, channels, norm: norm);
        int hidden = Blocks.Divisible((large ? 1280 : 1024) * width);
        _classifier = new(
            w["classifier"],
            c => new Linear(c, last, hidden, true, Init.Normal(0, 0.01), Init.Zeros),
            c => new Hardswish(c),
            c => new Dropout(c, dropout),
            c => new Linear(c, hidden, classes, true, Init.Normal(0, 0.01), Init.Zeros));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_features.Call(x))));
    }

    /// <summary>The convolutional part, and its output channels.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="large">The large network?</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dilated">Keep the last stage's resolution and spread its kernels instead, for segmentation?</param>
    /// <param name="norm">How it normalises.</param>
    internal static (Sequential Layers, int Channels) Features(Weights w, bool large, double width, int channels, bool dilated = false, Norm? norm = null)
    {
        norm ??= Published;
        Stage[] stages = large ? LargeStages : SmallStages;
        int inputs = Blocks.Divisible(16 * width);
        Sequential layers = new(w, c => Blocks.ConvNorm(c, channels, inputs, 3, 2, act: ActivationKind.Hardswish, norm: norm));
        int dilatedFrom = dilated ? stages.Length - 3 : stages.Length;
        for (int i = 0; i < stages.Length; i++)
        {
            int from = inputs, dilation = i >= dilatedFrom ? 2 : 1;
            Stage stage = stages[i] with { Expanded = Blocks.Divisible(stages[i].Expanded * width), Outputs = Blocks.Divisible(stages[i].Outputs * width) };
            layers.Add(c => new InvertedResidual(c, from, stage, dilation, norm));
            inputs = stage.Outputs;
        }
        layers.Add(c => Blocks.ConvNorm(c, inputs, inputs * 6, 1, act: ActivationKind.Hardswish, norm: norm));
        return (layers, inputs * 6);
    }

    internal static void Register()
    {
        Add("mobilenet_v3_large", true, ["features.1", "features.3", "features.6", "features.12", "features.16"]);
        Add("mobilenet_v3_small", false, ["features.0", "features.1", "features.3", "features.8", "features.12"]);

        static void Add(string name, bool large, string[] stages) => ModelRegistry.Add(new(
            name, [3, 224, 224],
            (w, set) => new MobileNetV3(w, large, set.Real("width_mult", 1), set.Classes(), set.Channels(), set.Drop(0.2), Published with { Epsilon = set.Real("norm_eps", Published.Epsilon) }),
            $"MobileNetV3, {(large ? "large" : "small")} (2019).")
        { Classifier = ["classifier.3"], Stem = "features.0.0", Stages = stages, Maps = [TimmMaps.MobileNetV3(large)] });
    }

    /// <summary>One block: kernel, channels between, channels out, gates?, hard swish?, stride.</summary>
    private sealed record Stage(int Kernel, int Expanded, int Outputs, bool Gated, bool Swish, int Stride);

    private sealed class InvertedResidual : Module
    {
        private readonly Sequential _block;
        private readonly bool _residual;

        public InvertedResidual(Weights w, int inputs, Stage stage, int dilation, Norm norm)
            : base(w)
        {
            _residual = stage.Stride == 1 && inputs == stage.Outputs;
            ActivationKind act = stage.Swish ? ActivationKind.Hardswish : ActivationKind.ReLU;
            int hidden = stage.Expanded, stride = dilation > 1 ? 1 : stage.Stride;
            _block = new(w["block"]);
            if (hidden != inputs) _block.Add(c => Blocks.ConvNorm(c, inputs, hidden, 1, act: act, norm: norm));
            _block.Add(c => Blocks.ConvNorm(c, hidden, hidden, stage.Kernel, stride, hidden, dilation, act, norm));
            if (stage.Gated) _block.Add(c => new SqueezeExcitation(c, hidden, Blocks.Divisible(hidden / 4), gate: ActivationKind.Hardsigmoid));
            _block.Add(c => Blocks.ConvNorm(c, hidden, stage.Outputs, 1, act: ActivationKind.None, norm: norm));
        }

        public override Tensor Forward(Tensor x) => _residual ? _block.Call(x) + x : _block.Call(x);
    }
}
