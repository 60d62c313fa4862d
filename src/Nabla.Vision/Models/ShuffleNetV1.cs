using System.Globalization;

namespace Nabla.Vision;

/// <summary>ShuffleNet with the keys of the authors' code: grouped pointwise convolutions with shuffles between. Zhang et al., ShuffleNet (2017).</summary>
[Export("vision.models.ShuffleNetV1")]
public sealed class ShuffleNetV1 : Module
{
    private static readonly Dictionary<int, int[]> Widths = new()
    {
        [1] = [144, 288, 576],
        [2] = [200, 400, 800],
        [3] = [240, 480, 960],
        [4] = [272, 544, 1088],
        [8] = [384, 768, 1536],
    };

    private readonly Sequential _first, _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="groups">Groups of the pointwise convolutions: 1, 2, 3, 4 or 8.</param>
    /// <param name="width">Factor of the channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <exception cref="ArgumentException">There is no published network with that many groups.</exception>
    public ShuffleNetV1(Weights w, int groups = 3, double width = 1, int classes = 1000, int channels = 3)
        : base(w)
    {
        if (!Widths.TryGetValue(groups, out int[]? stages)) throw new ArgumentException($"ShuffleNet has 1, 2, 3, 4 or 8 groups; got {groups}.", nameof(groups));
        _channels = channels;
        int inputs = 24;
        _first = Blocks.ConvNorm(w["first_conv"], channels, inputs, 3, 2);
        _features = new(w["features"]);
        for (int stage = 0; stage < 3; stage++)
        {
            int outputs = (int)(stages[stage] * width);
            for (int i = 0; i < (stage == 1 ? 8 : 4); i++)
            {
                int from = inputs, stride = i == 0 ? 2 : 1;
                bool plain = stage == 0 && i == 0;
                _features.Add(c => new Unit(c, from, outputs, groups, plain, stride));
                inputs = outputs;
            }
        }
        _classifier = new(w["classifier"], c => new Linear(c, inputs, classes));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        x = Functional.MaxPool2d(_first.Call(x), 3, 2, 1);
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_features.Call(x))));
    }

    internal static void Register()
    {
        foreach (int groups in Widths.Keys)
        {
            ModelRegistry.Add(new(
                string.Create(CultureInfo.InvariantCulture, $"shufflenet_v1_g{groups}"), [3, 224, 224],
                (w, set) => new ShuffleNetV1(w, groups, set.Real("width_mult", 1), set.Classes(), set.Channels()),
                $"ShuffleNet with {groups} groups (2017).")
            { Classifier = ["classifier.0"], Stem = "first_conv.0", Stages = ["first_conv", "features.3", "features.11", "features.15"] });
        }
    }

    /// <summary>Grouped 1x1 down to a quarter, depthwise 3x3, shuffle, grouped 1x1; added to the input, or beside its pooled copy.</summary>
    private sealed class Unit : Module
    {
        private readonly Sequential _main1, _main2;
        private readonly int _groups, _stride;

        public Unit(Weights w, int inputs, int outputs, int groups, bool plain, int stride)
            : base(w)
        {
            (_groups, _stride) = (groups, stride);
            int middle = outputs / 4, made = stride == 2 ? outputs - inputs : outputs;
            _main1 = new Sequential(w["branch_main_1"])
                .Conv(inputs, middle, 1, groups: plain ? 1 : groups).Norm(middle).Act()
                .Conv(middle, middle, 3, stride, middle).Norm(middle);
            _main2 = new Sequential(w["branch_main_2"]).Conv(middle, made, 1, groups: groups).Norm(made);
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = _main1.Call(x);
            if (_groups > 1) y = ShuffleNetV2.Shuffle(y, _groups);
            y = _main2.Call(y);
            return _stride == 1 ? y.AddRelu(x) : Tensor.Cat([Functional.AvgPool2d(x, 3, 2, 1), y.Relu()], 1);
        }
    }
}
