namespace Nabla.Vision;

/// <summary>Depths and widths of a <see cref="DenseNet"/>.</summary>
/// <param name="Growth">Channels each layer adds.</param>
/// <param name="Blocks">Layers in each of the four blocks.</param>
/// <param name="Stem">Channels of the first convolution.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="InputChannels">Channels of the picture.</param>
/// <param name="Dropout">Share of each layer's features dropped.</param>
[Export("vision.models.DenseNetConfig")]
public sealed record DenseNetConfig(int Growth, IReadOnlyList<int> Blocks, int Stem, int Classes = 1000, int InputChannels = 3, double Dropout = 0);

/// <summary>Densely connected networks with torchvision's keys: each layer sees all before it. Huang et al., Densely Connected Convolutional Networks (2016).</summary>
[Export("vision.models.DenseNet")]
public sealed class DenseNet : Module
{
    private readonly Sequential _features;
    private readonly Linear _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Depths and widths.</param>
    public DenseNet(Weights w, DenseNetConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _channels = config.InputChannels;
        int channels = config.Stem;
        _features = new Sequential(w["features"])
            .Add("conv0", c => new Conv2d(c, config.InputChannels, channels, 7, 2, 3, bias: false, initializer: Init.KaimingNormal()))
            .Add("norm0", c => new BatchNorm2d(c, channels))
            .Add("relu0", c => new ReLU(c))
            .Add("pool0", c => new MaxPool2d(c, 3, 2, 1));
        for (int i = 0; i < config.Blocks.Count; i++)
        {
            int inputs = channels, layers = config.Blocks[i];
            _features.Add($"denseblock{i + 1}", c => new DenseBlock(c, layers, inputs, config.Growth, config.Dropout));
            channels += layers * config.Growth;
            if (i == config.Blocks.Count - 1) continue;
            int wide = channels;
            _features.Add($"transition{i + 1}", c => new Transition(c, wide));
            channels /= 2;
        }
        _features.Add("norm5", c => new BatchNorm2d(c, channels));
        _classifier = new(w["classifier"], channels, config.Classes, biasInitializer: Init.Zeros);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 29.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 29);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Nabla.Vision.Blocks.GlobalPool(_features.Call(x).Relu())));
    }

    internal static void Register()
    {
        Add("densenet121", 32, [6, 12, 24, 16], 64);
        Add("densenet161", 48, [6, 12, 36, 24], 96);
        Add("densenet169", 32, [6, 12, 32, 32], 64);
        Add("densenet201", 32, [6, 12, 48, 32], 64);

        static void Add(string name, int growth, int[] blocks, int stem) => ModelRegistry.Add(new(
            name, [3, 224, 224],
            (w, set) => new DenseNet(w, new(growth, blocks, stem, set.Classes(), set.Channels(), set.Drop(0))),
            $"Densely connected network with {name[8..]} layers (2016).")
        {
            Classifier = ["classifier"],
            Stem = "features.conv0",
            Stages = ["features.relu0", "features.denseblock1", "features.denseblock2", "features.denseblock3", "features.norm5"],
            Maps = [new WeightMap("torchvision's published files").Rename(@"(denselayer\d+\.(?:norm|relu|conv))\.(\d)\.", "$1$2.")],
        });
    }

    private sealed class DenseBlock : Module
    {
        private readonly DenseLayer[] _layers;

        public DenseBlock(Weights w, int layers, int inputs, int growth, double dropout)
            : base(w) => _layers = [.. Enumerable.Range(0, layers).Select(i => new DenseLayer(w[$"denselayer{i + 1}"], inputs + (i * growth), growth, dropout))];

        public override Tensor Forward(Tensor x)
        {
            foreach (DenseLayer layer in _layers) x = Tensor.Cat([x, layer.Call(x)], 1);
            return x;
        }
    }

    /// <summary>Normalise, 1x1 to four times the growth, normalise, 3x3 to the growth.</summary>
    private sealed class DenseLayer : Module
    {
        private readonly BatchNorm2d _norm1, _norm2;
        private readonly Conv2d _conv1, _conv2;
        private readonly double _dropout;

        public DenseLayer(Weights w, int inputs, int growth, double dropout)
            : base(w)
        {
            _dropout = dropout;
            _norm1 = new(w["norm1"], inputs);
            _conv1 = new(w["conv1"], inputs, 4 * growth, 1, bias: false, initializer: Init.KaimingNormal());
            _norm2 = new(w["norm2"], 4 * growth);
            _conv2 = new(w["conv2"], 4 * growth, growth, 3, padding: 1, bias: false, initializer: Init.KaimingNormal());
        }

        public override Tensor Forward(Tensor x)
        {
            x = _conv1.Call(_norm1.CallRelu(x));
            return Functional.Dropout(_conv2.Call(_norm2.CallRelu(x)), _dropout, IsTraining, Generator);
        }
    }

    /// <summary>Half the channels, a quarter of the positions.</summary>
    private sealed class Transition : Module
    {
        private readonly BatchNorm2d _norm;
        private readonly Conv2d _conv;

        public Transition(Weights w, int channels)
            : base(w)
        {
            _norm = new(w["norm"], channels);
            _conv = new(w["conv"], channels, channels / 2, 1, bias: false, initializer: Init.KaimingNormal());
        }

        public override Tensor Forward(Tensor x) => Functional.AvgPool2d(_conv.Call(_norm.CallRelu(x)), 2);
    }
}
