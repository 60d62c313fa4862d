using System.Globalization;

namespace Nabla.Vision;

/// <summary>SNet, ThunderNet's backbone: ShuffleNetV2 with 5x5 depthwise convolutions and more channels early. Qin et al., ThunderNet (2019).</summary>
[Export("vision.models.SNet")]
public sealed class SNet : Module
{
    private readonly Sequential _first, _features, _classifier;
    private readonly Sequential? _last;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="stem">Channels of the first convolution.</param>
    /// <param name="widths">Channels of the three stages.</param>
    /// <param name="last">Channels of a last 1x1 convolution; 0 for none.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    public SNet(Weights w, int stem, IReadOnlyList<int> widths, int last, int classes = 1000, int channels = 3)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(widths);
        _channels = channels;
        int inputs = stem;
        _first = Blocks.ConvNorm(w["first_conv"], channels, inputs, 3, 2);
        _features = new(w["features"]);
        for (int stage = 0; stage < 3; stage++)
        {
            int outputs = widths[stage];
            for (int i = 0; i < (stage == 1 ? 8 : 4); i++)
            {
                int from = inputs, stride = i == 0 ? 2 : 1;
                _features.Add(c => new Unit(c, from, outputs, stride));
                inputs = outputs;
            }
        }
        if (last > 0)
        {
            int from = inputs;
            _last = Blocks.ConvNorm(w["conv_last"], from, last, 1);
            inputs = last;
        }
        _classifier = new(w["classifier"], c => new Linear(c, inputs, classes));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        x = _features.Call(Functional.MaxPool2d(_first.Call(x), 3, 2, 1));
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_last?.Call(x) ?? x)));
    }

    internal static void Register()
    {
        Add(49, 24, [60, 120, 240], 512);
        Add(146, 24, [132, 264, 528], 0);
        Add(535, 48, [248, 496, 992], 0);

        static void Add(int number, int stem, int[] widths, int last) => ModelRegistry.Add(new(
            string.Create(CultureInfo.InvariantCulture, $"snet{number}"), [3, 224, 224],
            (w, set) => new SNet(w, stem, widths, last, set.Classes(), set.Channels()),
            $"SNet{number}, a backbone for detection (2019).")
        { Classifier = ["classifier.0"], Stem = "first_conv.0", Stages = last > 0 ? ["first_conv", "features.3", "features.11", "conv_last"] : ["first_conv", "features.3", "features.11", "features.15"] });
    }

    /// <summary>Even channels pass, odd channels are transformed; with stride 2 the branch adds what is missing to a pooled copy of all.</summary>
    private sealed class Unit : Module
    {
        private readonly Sequential _main;
        private readonly Sequential? _projection;

        public Unit(Weights w, int inputs, int outputs, int stride)
            : base(w)
        {
            int middle = outputs / 2, from = stride == 1 ? middle : inputs, made = outputs - from;
            _main = new Sequential(w["branch_main"])
                .Conv(from, middle, 1).Norm(middle).Act()
                .Conv(middle, middle, 5, stride, middle).Norm(middle)
                .Conv(middle, made, 1).Norm(made).Act();
            if (stride == 2) _projection = new Sequential(w["branch_proj"]).Conv(inputs, inputs, 5, 2, inputs).Norm(inputs).Conv(inputs, inputs, 1).Norm(inputs).Act();
        }

        public override Tensor Forward(Tensor x)
        {
            if (_projection is not null) return Tensor.Cat([_projection.Call(x), _main.Call(x)], 1);
            return Tensor.Cat([x.Slice(1, 0, null, 2), _main.Call(x.Slice(1, 1, null, 2))], 1);
        }
    }
}
