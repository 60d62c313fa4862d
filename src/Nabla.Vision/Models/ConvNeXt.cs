namespace Nabla.Vision;

/// <summary>ConvNeXt with torchvision's keys. Liu et al., A ConvNet for the 2020s (2022).</summary>
[Export("vision.models.ConvNeXt")]
public sealed class ConvNeXt : Module
{
    private static readonly Initializer Init02 = Init.TruncatedNormal(0, 0.02);

    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Depths and widths.</param>
    public ConvNeXt(Weights w, ConvNeXtConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _channels = config.InputChannels;
        int total = config.Depths.Sum(), index = 0;
        _features = new(w["features"], c => new Sequential(c, conv => Patch(conv, config.InputChannels, config.Widths[0], 4), norm => new LayerNorm2d(norm, config.Widths[0])));
        for (int i = 0; i < config.Depths.Count; i++)
        {
            int width = config.Widths[i], first = index, depth = config.Depths[i];
            if (i > 0)
            {
                int before = config.Widths[i - 1];
                _features.Add(c => new Sequential(c, norm => new LayerNorm2d(norm, before), conv => Patch(conv, before, width, 2)));
            }
            _features.Add(c =>
            {
                Sequential stage = new(c);
                for (int block = 0; block < depth; block++)
                {
                    double drop = config.DropPath * (first + block) / Math.Max(1, total - 1.0);
                    stage.Add(b => new ConvNeXtBlock(b, width, drop));
                }
                return stage;
            });
            index += depth;
        }
        _classifier = new(
            w["classifier"], c => new LayerNorm2d(c, config.Widths[^1]), c => new Flatten(c),
            c => new Linear(c, config.Widths[^1], config.Classes, true, Init02, Init.Zeros));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 32.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 32);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Functional.AdaptiveAvgPool2d(_features.Call(x), 1)));
    }

    internal static void Register()
    {
        Add("tiny", [3, 3, 9, 3], [96, 192, 384, 768], 0.1);
        Add("small", [3, 3, 27, 3], [96, 192, 384, 768], 0.4);
        Add("base", [3, 3, 27, 3], [128, 256, 512, 1024], 0.5);
        Add("large", [3, 3, 27, 3], [192, 384, 768, 1536], 0.5);
        Add("xlarge", [3, 3, 27, 3], [256, 512, 1024, 2048], 0.5);

        static void Add(string size, int[] depths, int[] widths, double drop) => ModelRegistry.Add(new(
            $"convnext_{size}", [3, 224, 224],
            (w, set) => new ConvNeXt(w, new(depths, widths, set.Classes(), set.Channels(), set.DropPath(drop))),
            $"ConvNeXt, {size} (2022).")
        { Classifier = ["classifier.2"], Stem = "features.0.0", Stages = ["features.1", "features.3", "features.5", "features.7"], Maps = [Original("the authors'"), Timm()] });
    }

    private static Conv2d Patch(Weights w, int inputs, int outputs, int size) => new(w, inputs, outputs, size, size, initializer: Init02, biasInitializer: Init.Zeros);

    private static WeightMap Original(string origin) => new WeightMap(origin)
        .Rename(@"^downsample_layers\.0\.", "features.0.")
        .Rename(@"^downsample_layers\.1\.", "features.2.").Rename(@"^downsample_layers\.2\.", "features.4.").Rename(@"^downsample_layers\.3\.", "features.6.")
        .Rename(@"^stages\.0\.(\d+)\.", "features.1.$1.").Rename(@"^stages\.1\.(\d+)\.", "features.3.$1.")
        .Rename(@"^stages\.2\.(\d+)\.", "features.5.$1.").Rename(@"^stages\.3\.(\d+)\.", "features.7.$1.")
        .Rename(@"\.dwconv\.", ".block.0.").Rename(@"(features\.\d+\.\d+)\.norm\.", "$1.block.2.")
        .Rename(@"\.pwconv1\.", ".block.3.").Rename(@"\.pwconv2\.", ".block.5.").Rename(@"\.gamma$", ".layer_scale")
        .Rename(@"^norm\.", "classifier.0.").Rename(@"^head\.(weight|bias)$", "classifier.2.$1")
        .Change(@"layer_scale$", value => value.Reshape(-1, 1, 1));

    private static WeightMap Timm() => new WeightMap("timm")
        .Rename(@"^stem\.", "features.0.")
        .Rename(@"^stages\.1\.downsample\.", "features.2.").Rename(@"^stages\.2\.downsample\.", "features.4.").Rename(@"^stages\.3\.downsample\.", "features.6.")
        .Rename(@"^stages\.0\.blocks\.", "features.1.").Rename(@"^stages\.1\.blocks\.", "features.3.")
        .Rename(@"^stages\.2\.blocks\.", "features.5.").Rename(@"^stages\.3\.blocks\.", "features.7.")
        .Rename(@"\.conv_dw\.", ".block.0.").Rename(@"(features\.\d+\.\d+)\.norm\.", "$1.block.2.")
        .Rename(@"\.mlp\.fc1\.", ".block.3.").Rename(@"\.mlp\.fc2\.", ".block.5.").Rename(@"\.gamma$", ".layer_scale")
        .Rename(@"^head\.norm\.", "classifier.0.").Rename(@"^head\.fc\.", "classifier.2.")
        .Change(@"layer_scale$", value => value.Reshape(-1, 1, 1));

    /// <summary>Depthwise 7x7, then a perceptron over the channels of each position; scaled and added to the input.</summary>
    private sealed class ConvNeXtBlock : Module
    {
        private readonly Parameter _scale;
        private readonly Sequential _block;
        private readonly StochasticDepth _drop;

        public ConvNeXtBlock(Weights w, int width, double drop)
            : base(w)
        {
            _scale = w.Get("layer_scale", [width, 1, 1], Init.Constant(1e-6));
            _block = new(
                w["block"],
                c => new Conv2d(c, width, width, 7, padding: 3, groups: width, initializer: Init02, biasInitializer: Init.Zeros),
                c => new Permutation(c, 0, 2, 3, 1),
                c => new LayerNorm(c, [width], 1e-6),
                c => new Linear(c, width, 4 * width, true, Init02, Init.Zeros),
                c => new GELU(c),
                c => new Linear(c, 4 * width, width, true, Init02, Init.Zeros),
                c => new Permutation(c, 0, 3, 1, 2));
            _drop = new(w["stochastic_depth"], drop);
        }

        public override Tensor Forward(Tensor x) => _drop.Call(_scale * _block.Call(x)) + x;
    }
}

/// <summary>Depths and widths of a <see cref="ConvNeXt"/>.</summary>
/// <param name="Depths">Blocks in each stage.</param>
/// <param name="Widths">Channels of each stage.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="InputChannels">Channels of the picture.</param>
/// <param name="DropPath">Stochastic depth of the last block.</param>
[Export("vision.models.ConvNeXtConfig")]
public sealed record ConvNeXtConfig(IReadOnlyList<int> Depths, IReadOnlyList<int> Widths, int Classes = 1000, int InputChannels = 3, double DropPath = 0);
