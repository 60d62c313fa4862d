namespace Nabla.Vision;

/// <summary>MNASNet-B1 with torchvision's keys. Tan et al., MnasNet: Platform-Aware Neural Architecture Search for Mobile (2018).</summary>
[Export("vision.models.MnasNet")]
public sealed class MnasNet : Module
{
    private static readonly Norm BatchNorm = new(1e-5, 1 - 0.9997);

    /// <summary>Channels, kernel, stride, expansion, blocks of each stack.</summary>
    private static readonly (int Channels, int Kernel, int Stride, int Expand, int Blocks)[] Stacks =
        [(24, 3, 2, 3, 3), (40, 5, 2, 3, 3), (80, 5, 2, 6, 3), (96, 3, 1, 6, 2), (192, 5, 2, 6, 4), (320, 3, 1, 6, 1)];

    private readonly Sequential _layers, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    public MnasNet(Weights w, double width = 1, int classes = 1000, int channels = 3, double dropout = 0.2)
        : base(w)
    {
        _channels = channels;
        int stem = Blocks.Divisible(32 * width), inputs = Blocks.Divisible(16 * width);
        _layers = new Sequential(w["layers"])
            .Conv(channels, stem, 3, 2).Norm(stem, BatchNorm).Act()
            .Conv(stem, stem, 3, groups: stem).Norm(stem, BatchNorm).Act()
            .Conv(stem, inputs, 1).Norm(inputs, BatchNorm);
        foreach ((int wanted, int kernel, int stride, int expand, int blocks) in Stacks)
        {
            int from = inputs, outputs = Blocks.Divisible(wanted * width);
            _layers.Add(c => Stack(c, from, outputs, kernel, stride, expand, blocks));
            inputs = outputs;
        }
        _layers.Conv(inputs, 1280, 1).Norm(1280, BatchNorm).Act();
        _classifier = new(
            w["classifier"], c => new Dropout(c, dropout), c => new Linear(c, 1280, classes, true, Init.KaimingUniform(fanOut: true), Init.Zeros));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_layers.Call(x))));
    }

    internal static void Register()
    {
        foreach ((string suffix, double width) in ((string, double)[])[("0_5", 0.5), ("0_75", 0.75), ("1_0", 1), ("1_3", 1.3)])
        {
            ModelRegistry.Add(new(
                $"mnasnet{suffix}", [3, 224, 224], (w, set) => new MnasNet(w, width, set.Classes(), set.Channels(), set.Drop(0.2)),
                $"MNASNet of width {suffix.Replace('_', '.')} (2018).")
            { Classifier = ["classifier.1"], Stem = "layers.0", Stages = ["layers.7", "layers.8", "layers.9", "layers.11", "layers.13"], Maps = [TimmMaps.MnasNet()] });
        }
    }

    private static Sequential Stack(Weights w, int inputs, int outputs, int kernel, int stride, int expand, int blocks)
    {
        Sequential stack = new(w, c => new InvertedResidual(c, inputs, outputs, kernel, stride, expand));
        for (int i = 1; i < blocks; i++) stack.Add(c => new InvertedResidual(c, outputs, outputs, kernel, 1, expand));
        return stack;
    }

    private sealed class InvertedResidual : Module
    {
        private readonly Sequential _layers;
        private readonly bool _residual;

        public InvertedResidual(Weights w, int inputs, int outputs, int kernel, int stride, int expand)
            : base(w)
        {
            int hidden = inputs * expand;
            _residual = stride == 1 && inputs == outputs;
            _layers = new Sequential(w["layers"])
                .Conv(inputs, hidden, 1).Norm(hidden, BatchNorm).Act()
                .Conv(hidden, hidden, kernel, stride, hidden).Norm(hidden, BatchNorm).Act()
                .Conv(hidden, outputs, 1).Norm(outputs, BatchNorm);
        }

        public override Tensor Forward(Tensor x) => _residual ? _layers.Call(x) + x : _layers.Call(x);
    }
}
