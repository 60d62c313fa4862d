namespace Nabla.Vision;

/// <summary>MaxViT with torchvision's keys: a gated convolution, attention in windows, attention over a grid. Tu et al., MaxViT: Multi-Axis Vision Transformer (2022).</summary>
/// <remarks>
/// torchvision's network and the authors' (which timm calls <c>maxvit_*_tf_*</c>) are not the same: <see cref="MaxVitConfig.TensorFlow"/> names the differences. The weights of
/// one give nothing sensible in the other, so both are registered.
/// </remarks>
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
            c => Strided(c, config, config.InputChannels, config.Stem, 2, bias: config.TensorFlow),
            c => new Sequential(c).Conv(config.Stem, config.Stem, 3, bias: true, initializer: Normal));
        int size = Half(config.ImageSize), inputs = config.Stem, total = config.Depths.Sum(), index = 0;
        _blocks = new(w["blocks"]);
        for (int i = 0; i < config.Depths.Count; i++)
        {
            if (config.TensorFlow && size % 2 != 0) throw new ArgumentException($"Pictures of {config.ImageSize} give a map of {size} before stage {i + 1}, which cannot be halved.", nameof(config));
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
            c => new Linear(c, inputs, config.Classes, config.TensorFlow, Normal, Init.Zeros));

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

    internal static void Register() => MaxVitPresets.Register();

    /// <summary>A convolution of 3x3, normalised, activated.</summary>
    private static Sequential Strided(Weights w, MaxVitConfig config, int inputs, int outputs, int stride, int groups = 1, bool bias = false) => config.TensorFlow
        ? new Sequential(w).Add(c => new SameConv2d(c, inputs, outputs, 3, stride, groups, bias)).Norm(outputs, BatchNorm).Act(config.Activation)
        : Blocks.ConvNorm(w, inputs, outputs, 3, stride, groups, act: config.Activation, norm: BatchNorm, initializer: Normal);

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
                .Add("MBconv", c => new GatedConvolution(c, config, inputs, width, stride, drop))
                .Add("window_attention", c => new PartitionAttention(c, config, width, size, false, drop))
                .Add("grid_attention", c => new PartitionAttention(c, config, width, size, true, drop));

        public override Tensor Forward(Tensor x) => _layers.Call(x);
    }

    /// <summary>Normalise, expand, depthwise, gate, project; the (pooled, projected) input added.</summary>
    private sealed class GatedConvolution : Module
    {
        private readonly Sequential? _proj;
        private readonly Sequential _layers;
        private readonly StochasticDepth _drop;

        public GatedConvolution(Weights w, MaxVitConfig config, int inputs, int outputs, int stride, double drop)
            : base(w)
        {
            int hidden = outputs * 4;
            if (stride != 1 || inputs != outputs)
            {
                _proj = new(w["proj"]);
                if (stride == 2) _proj.Add(c => config.TensorFlow ? new AvgPool2d(c, 2, 2) : new AvgPool2d(c, 3, 2, 1));
                if (!config.TensorFlow || inputs != outputs) _proj.Conv(inputs, outputs, 1, bias: true, initializer: Normal);
            }
            _drop = new(w["stochastic_depth"], drop);
            _layers = new Sequential(w["layers"])
                .Add("pre_norm", c => BatchNorm.Layer(c, inputs))
                .Add("conv_a", c => Blocks.ConvNorm(c, inputs, hidden, 1, act: config.Activation, norm: BatchNorm, initializer: Normal))
                .Add("conv_b", c => Strided(c, config, hidden, hidden, stride, hidden))
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
    /// <summary>
    /// The authors' network rather than torchvision's? Strides are padded as TensorFlow does, GELU is approximated by tanh, a halved shortcut is the mean of 2x2 rather than 3x3
    /// and projected only where the width changes, scores of attention are divided by the root of a head's width rather than of all, and the first convolution and the classifier have biases.
    /// </summary>
    public bool TensorFlow { get; init; }

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

    internal ActivationKind Activation => TensorFlow ? ActivationKind.GELUTanh : ActivationKind.GELU;
}
