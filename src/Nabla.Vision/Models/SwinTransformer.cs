namespace Nabla.Vision;

/// <summary>
/// Swin Transformers with torchvision's keys: attention inside windows that shift from block to block. Liu et al., Swin Transformer (2021);
/// Swin Transformer V2 (2022).
/// </summary>
[Export("vision.models.SwinTransformer")]
public sealed class SwinTransformer : Module
{
    private readonly SwinConfig _config;
    private readonly Sequential _features;
    private readonly LayerNorm? _norm;
    private readonly LayerNorm[] _pyramidNorms = [];
    private readonly Linear? _head;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Sizes.</param>
    public SwinTransformer(Weights w, SwinConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        int width = config.Width, total = config.Depths.Sum(), index = 0;
        _features = new(w["features"], c => new Sequential(
            c,
            conv => new Conv2d(conv, config.InputChannels, width, config.Patch, config.Patch),
            order => new Permutation(order, 0, 2, 3, 1),
            norm => new LayerNorm(norm, [width])));
        for (int i = 0; i < config.Depths.Count; i++)
        {
            int channels = width << i, heads = config.Heads[i], first = index, depth = config.Depths[i];
            _features.Add(c =>
            {
                Sequential stage = new(c);
                for (int block = 0; block < depth; block++)
                {
                    int shift = block % 2 == 0 ? 0 : config.Window / 2;
                    double drop = config.DropPath * (first + block) / Math.Max(1, total - 1);
                    stage.Add(b => new SwinBlock(b, config, channels, heads, shift, drop));
                }
                return stage;
            });
            index += depth;
            if (i < config.Depths.Count - 1) _features.Add(c => new PatchMerging(c, channels, config.Version2, config.Start));
        }
        int last = width << (config.Depths.Count - 1);
        if (config.Pyramid)
        {
            _pyramidNorms = [.. Enumerable.Range(0, config.Depths.Count).Select(i => new LayerNorm(w[$"norm{i}"], [width << i]))];
            return;
        }
        _norm = new(w["norm"], [last]);
        _head = new(w["head"], last, config.Classes, true, config.Start, Init.Zeros);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; of a feature pyramid, its coarsest map.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (_config.Pyramid) return Pyramid(x)[^1];
        ModelInput.Check(this, x, _config.InputChannels, _config.Patch);
        using TensorScope scope = new();
        x = _norm!.Call(_features.Call(x)).Permute(0, 3, 1, 2);                    // [N, 8D, H/32, W/32]
        return scope.Keep(_head!.Call(Blocks.GlobalPool(x)));
    }

    /// <summary>The maps after each stage [N, D·2^i, H/(4·2^i), W/(4·2^i)], normalised when built as a feature pyramid.</summary>
    public IReadOnlyList<Tensor> Pyramid(Tensor x)
    {
        ModelInput.Check(this, x, _config.InputChannels, _config.Patch);
        List<Tensor> maps = [];
        for (int i = 0; i < _features.Count; i++)
        {
            x = _features[i].Call(x);
            if (i % 2 == 0) continue;
            Tensor map = _config.Pyramid ? _pyramidNorms[i / 2].Call(x) : x;
            maps.Add(map.Permute(0, 3, 1, 2));
        }
        return maps;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) =>
        _config.Pyramid && inputs.Count == 1 ? Pyramid(inputs[0]) : base.Run(inputs);

    internal static void Register() => SwinPresets.Register();

    /// <summary>Attention in windows and a perceptron, each added to its input; version 2 normalises after rather than before.</summary>
    private sealed class SwinBlock : Module
    {
        private readonly LayerNorm _norm1, _norm2;
        private readonly WindowAttention _attention;
        private readonly StochasticDepth _drop;
        private readonly Sequential _mlp;
        private readonly bool _after;

        public SwinBlock(Weights w, SwinConfig config, int width, int heads, int shift, double drop)
            : base(w)
        {
            _after = config.Version2;
            _norm1 = new(w["norm1"], [width]);
            _attention = new(w["attn"], width, heads, config.Window, shift, config.Version2, config.Start);
            _drop = new(w["stochastic_depth"], drop);
            _norm2 = new(w["norm2"], [width]);
            _mlp = Perceptron.Build(w["mlp"], width, 4 * width, config.Dropout, config.Start, Init.Zeros);
        }

        public override Tensor Forward(Tensor x)
        {
            if (_after)
            {
                x += _drop.Call(_norm1.Call(_attention.Call(x)));
                return x + _drop.Call(_norm2.Call(_mlp.Call(x)));
            }
            x += _drop.Call(_attention.Call(_norm1.Call(x)));
            return x + _drop.Call(_mlp.Call(_norm2.Call(x)));
        }
    }
}

/// <summary>Sizes of a <see cref="SwinTransformer"/>.</summary>
/// <param name="Width">Features of a token in the first stage; each stage doubles them.</param>
/// <param name="Depths">Blocks in each stage.</param>
/// <param name="Heads">Attention heads in each stage.</param>
/// <param name="Window">Height and width of a window, in tokens.</param>
[Export("vision.models.SwinConfig")]
public sealed record SwinConfig(int Width, IReadOnlyList<int> Depths, IReadOnlyList<int> Heads, int Window = 7)
{
    /// <summary>Height and width of a patch.</summary>
    public int Patch { get; init; } = 4;

    /// <summary>Where the matrices begin: a normal law of deviation 0.02, which narrow models learn slowly from.</summary>
    public Initializer Start { get; init; } = Init.TruncatedNormal(0, 0.02);

    /// <summary>Cosine attention, continuous position bias and normalisation after each part (Swin V2)?</summary>
    public bool Version2 { get; init; }

    /// <summary>Give the maps of all stages rather than scores?</summary>
    public bool Pyramid { get; init; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of the picture.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Share of features dropped in the perceptrons.</summary>
    public double Dropout { get; init; }

    /// <summary>Stochastic depth of the last block.</summary>
    public double DropPath { get; init; } = 0.2;
}

/// <summary>Four neighbours become one token of twice the features: [N, H, W, C] -> [N, H/2, W/2, 2C].</summary>
internal sealed class PatchMerging : Module
{
    private readonly Linear _reduction;
    private readonly LayerNorm _norm;
    private readonly bool _after;

    public PatchMerging(Weights w, int width, bool normAfter, Initializer? start = null)
        : base(w)
    {
        _after = normAfter;
        _reduction = new(w["reduction"], 4 * width, 2 * width, false, start ?? Init.TruncatedNormal(0, 0.02));
        _norm = new(w["norm"], [normAfter ? 2 * width : 4 * width]);
    }

    public override Tensor Forward(Tensor x)
    {
        x = Gather(x);
        return _after ? _norm.Call(_reduction.Call(x)) : _reduction.Call(_norm.Call(x));
    }

    /// <summary>[N, H, W, C] -> [N, ⌈H/2⌉, ⌈W/2⌉, 4C], the neighbours in the order (0,0), (1,0), (0,1), (1,1).</summary>
    public static Tensor Gather(Tensor x)
    {
        if (x.Shape[1] % 2 != 0 || x.Shape[2] % 2 != 0) x = x.Pad([0, 0, 0, x.Shape[2] % 2, 0, x.Shape[1] % 2]);
        (long n, long h, long w, long c) = (x.Shape[0], x.Shape[1] / 2, x.Shape[2] / 2, x.Shape[3]);
        return x.Reshape(n, h, 2, w, 2, c).Permute(0, 1, 3, 4, 2, 5).Reshape(n, h, w, 4 * c);
    }
}
