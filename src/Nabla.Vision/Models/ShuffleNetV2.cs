namespace Nabla.Vision;

/// <summary>ShuffleNetV2 with torchvision's keys. Ma et al., Practical Guidelines for Efficient CNN Architecture Design (2018).</summary>
[Export("vision.models.ShuffleNetV2")]
public sealed class ShuffleNetV2 : Module
{
    private readonly Sequential _conv1, _conv5;
    private readonly Sequential[] _stages;
    private readonly Linear _fc;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="widths">Channels of stages 2 to 4 and of the last convolution.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    public ShuffleNetV2(Weights w, IReadOnlyList<int> widths, int classes = 1000, int channels = 3)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(widths);
        _channels = channels;
        int inputs = 24;
        _conv1 = Blocks.ConvNorm(w["conv1"], channels, inputs, 3, 2);
        _stages = new Sequential[3];
        for (int i = 0; i < 3; i++)
        {
            int from = inputs, outputs = widths[i];
            _stages[i] = new(w[$"stage{i + 2}"], c => new ShuffleUnit(c, from, outputs, 2));
            for (int block = 1; block < (i == 1 ? 8 : 4); block++) _stages[i].Add(c => new ShuffleUnit(c, outputs, outputs, 1));
            inputs = outputs;
        }
        _conv5 = Blocks.ConvNorm(w["conv5"], inputs, widths[3], 1);
        _fc = new(w["fc"], widths[3], classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        x = Functional.MaxPool2d(_conv1.Call(x), 3, 2, 1);                     // [N, 24, H/4, W/4]
        foreach (Sequential stage in _stages) x = stage.Call(x);
        return scope.Keep(_fc.Call(Blocks.GlobalPool(_conv5.Call(x))));
    }

    /// <summary>Deals the channels out over the groups in turn, so that the next grouped layer sees all of them.</summary>
    internal static Tensor Shuffle(Tensor x, int groups) =>
        x.Reshape(x.Shape[0], groups, x.Shape[1] / groups, x.Shape[2], x.Shape[3]).Transpose(1, 2).Reshape(x.Shape);

    internal static void Register()
    {
        Add("x0_5", [48, 96, 192, 1024]);
        Add("x1_0", [116, 232, 464, 1024]);
        Add("x1_5", [176, 352, 704, 1024]);
        Add("x2_0", [244, 488, 976, 2048]);

        static void Add(string suffix, int[] widths) => ModelRegistry.Add(new(
            $"shufflenet_v2_{suffix}", [3, 224, 224], (w, set) => new ShuffleNetV2(w, widths, set.Classes(), set.Channels()),
            $"ShuffleNetV2 of width {suffix[1..].Replace('_', '.')} (2018).")
        { Classifier = ["fc"], Stem = "conv1.0", Stages = ["conv1", "stage2", "stage3", "stage4"] });
    }

    /// <summary>Half of the channels pass, half are transformed; then they are shuffled. With stride 2 both halves are made from all.</summary>
    private sealed class ShuffleUnit : Module
    {
        private readonly Sequential _branch1, _branch2;
        private readonly bool _split;

        public ShuffleUnit(Weights w, int inputs, int outputs, int stride)
            : base(w)
        {
            int half = outputs / 2, from = stride == 1 ? half : inputs;
            _split = stride == 1;
            _branch1 = new(w["branch1"]);
            if (!_split) _branch1.Conv(inputs, inputs, 3, stride, inputs).Norm(inputs).Conv(inputs, half, 1).Norm(half).Act();
            _branch2 = new Sequential(w["branch2"])
                .Conv(from, half, 1).Norm(half).Act()
                .Conv(half, half, 3, stride, half).Norm(half)
                .Conv(half, half, 1).Norm(half).Act();
        }

        public override Tensor Forward(Tensor x)
        {
            if (!_split) return Shuffle(Tensor.Cat([_branch1.Call(x), _branch2.Call(x)], 1), 2);
            long half = x.Shape[1] / 2;
            return Shuffle(Tensor.Cat([x.Narrow(1, 0, half), _branch2.Call(x.Narrow(1, half, half))], 1), 2);
        }
    }
}
