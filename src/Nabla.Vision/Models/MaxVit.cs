namespace Nabla.Vision;

/// <summary>MaxViT with torchvision's keys: a gated convolution, attention in windows, attention over a grid. Tu et al., MaxViT: Multi-Axis Vision Transformer (2022).</summary>
[Export("vision.models.MaxVit")]
public sealed class MaxVit : Module
{
    private static readonly Norm BatchNorm = new(1e-3, 0.99);
    private static readonly Initializer Normal = Init.Normal(0, 0.02);

    private readonly MaxVitConfig _config;
    private readonly Sequential _stem, _classifier;
    private readonly ModuleList<Stage> _blocks;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Sizes.</param>
    /// <exception cref="ArgumentException">The windows do not tile the maps.</exception>
    public MaxVit(Weights w, MaxVitConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _stem = new(
            w["stem"],
            c => Blocks.ConvNorm(c, config.InputChannels, config.Stem, 3, 2, act: ActivationKind.GELU, norm: BatchNorm, initializer: Normal),
            c => new Sequential(c).Conv(config.Stem, config.Stem, 3, bias: true, initializer: Normal));
        int size = Half(config.ImageSize), inputs = config.Stem, total = config.Depths.Sum(), index = 0;
        _blocks = new(w["blocks"]);
        for (int i = 0; i < config.Depths.Count; i++)
        {
            size = Half(size);
            if (size % config.Window != 0)
                throw new ArgumentException($"Pictures of {config.ImageSize} give a map of {size} in stage {i + 1}, which windows of {config.Window} do not tile.", nameof(config));
            (int from, int width, int depth, int first, int side) = (inputs, config.Widths[i], config.Depths[i], index, size);
            _blocks.Add(c => new Stage(c, config, from, width, depth, side, block => config.DropPath * (first + block) / Math.Max(1, total - 1)));
            inputs = width;
            index += depth;
        }
        _classifier = new(
            w["classifier"],
            c => new AdaptiveAvgPool2d(c, 1), c => new Flatten(c), c => new LayerNorm(c, [inputs]),
            c => new Linear(c, inputs, inputs, true, Normal, Init.Zeros), c => new Tanh(c),
            c => new Linear(c, inputs, config.Classes, false, Normal));

        static int Half(int size) => ((size - 1) / 2) + 1;
    }

    /// <summary>x [N, C, S, S] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.CheckExactly(this, x, _config.InputChannels, _config.ImageSize);
        using TensorScope scope = new();
        x = _stem.Call(x);
        foreach (Stage stage in _blocks) x = stage.Call(x);
        return scope.Keep(_classifier.Call(x));
    }

    internal static void Register() => ModelRegistry.Add(new(
        "maxvit_t", [3, 224, 224],
        (w, set) => new MaxVit(w, new(64, [64, 128, 256, 512], [2, 2, 5, 2])
        {
            ImageSize = set.Integer("image_size", 224),
            Window = set.Integer("window_size", 7),
            Classes = set.Classes(),
            InputChannels = set.Channels(),
            DropPath = set.DropPath(0.2),
        }),
        "MaxViT, tiny (2022).")
    { Classifier = ["classifier.5"], Stem = "stem.0.0", Stages = ["blocks.0", "blocks.1", "blocks.2", "blocks.3"] });

    private sealed class Stage : Module
    {
        private readonly ModuleList<Layer> _layers;

        public Stage(Weights w, MaxVitConfig config, int inputs, int width, int depth, int size, Func<int, double> drop)
            : base(w) => _layers = new(w["layers"], depth, (c, i) => new Layer(c, config, i == 0 ? inputs : width, width, i == 0 ? 2 : 1, size, drop(i)));

        public override Tensor Forward(Tensor x)
        {
            foreach (Layer layer in _layers) x = layer.Call(x);
            return x;
        }
    }

    private sealed class Layer : Module
    {
        private readonly Sequential _layers;

        public Layer(Weights w, MaxVitConfig config, int inputs, int width, int stride, int size, double drop)
            : base(w) => _layers = new Sequential(w["layers"])
                .Add("MBconv", c => new GatedConvolution(c, inputs, width, stride, drop))
                .Add("window_attention", c => new PartitionAttention(c, width, config.HeadWidth, config.Window, size, false, drop))
                .Add("grid_attention", c => new PartitionAttention(c, width, config.HeadWidth, config.Window, size, true, drop));

        public override Tensor Forward(Tensor x) => _layers.Call(x);
    }

    /// <summary>Normalise, expand, depthwise, gate, project; the (pooled, projected) input added.</summary>
    private sealed class GatedConvolution : Module
    {
        private readonly Sequential? _proj;
        private readonly Sequential _layers;
        private readonly StochasticDepth _drop;

        public GatedConvolution(Weights w, int inputs, int outputs, int stride, double drop)
            : base(w)
        {
            int hidden = outputs * 4;
            if (stride != 1 || inputs != outputs)
            {
                _proj = new(w["proj"]);
                if (stride == 2) _proj.Add(c => new AvgPool2d(c, 3, stride, 1));
                _proj.Conv(inputs, outputs, 1, bias: true, initializer: Normal);
            }
            _drop = new(w["stochastic_depth"], drop);
            _layers = new Sequential(w["layers"])
                .Add("pre_norm", c => BatchNorm.Layer(c, inputs))
                .Add("conv_a", c => Blocks.ConvNorm(c, inputs, hidden, 1, act: ActivationKind.GELU, norm: BatchNorm, initializer: Normal))
                .Add("conv_b", c => Blocks.ConvNorm(c, hidden, hidden, 3, stride, hidden, act: ActivationKind.GELU, norm: BatchNorm, initializer: Normal))
                .Add("squeeze_excitation", c => new SqueezeExcitation(c, hidden, outputs / 4, ActivationKind.SiLU))
                .Add("conv_c", c => new Conv2d(c, hidden, outputs, 1, initializer: Normal, biasInitializer: Init.Zeros));
        }

        public override Tensor Forward(Tensor x) => (_proj?.Call(x) ?? x) + _drop.Call(_layers.Call(x));
    }
}

/// <summary>Sizes of a <see cref="MaxVit"/>.</summary>
/// <param name="Stem">Channels of the stem.</param>
/// <param name="Widths">Channels of each stage.</param>
/// <param name="Depths">Layers in each stage.</param>
[Export("vision.models.MaxVitConfig")]
public sealed record MaxVitConfig(int Stem, IReadOnlyList<int> Widths, IReadOnlyList<int> Depths)
{
    /// <summary>Height and width of the pictures.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Height and width of windows and of the grid.</summary>
    public int Window { get; init; } = 7;

    /// <summary>Features of an attention head.</summary>
    public int HeadWidth { get; init; } = 32;

    /// <summary>Number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of the picture.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Stochastic depth of the last layer.</summary>
    public double DropPath { get; init; } = 0.2;
}
