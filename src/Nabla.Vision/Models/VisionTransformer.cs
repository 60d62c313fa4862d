namespace Nabla.Vision;

/// <summary>Vision Transformers with torchvision's keys. Dosovitskiy et al., An Image is Worth 16x16 Words (2020).</summary>
[Export("vision.models.VisionTransformer")]
public sealed class VisionTransformer : Module
{
    private readonly VisionTransformerConfig _config;
    private readonly Parameter _classToken;
    private readonly Conv2d _projection;
    private readonly ViTEncoder _encoder;
    private readonly Sequential _heads;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Sizes.</param>
    /// <exception cref="ArgumentException">The patches do not tile the picture, or the heads do not divide the width.</exception>
    public VisionTransformer(Weights w, VisionTransformerConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        if (config.ImageSize % config.Patch != 0) throw new ArgumentException($"Patches of {config.Patch} do not tile pictures of {config.ImageSize}.", nameof(config));
        int side = config.ImageSize / config.Patch, fan = config.InputChannels * config.Patch * config.Patch;
        _classToken = w.Get("class_token", [1, 1, config.Width], Init.Zeros);
        _projection = new(
            w["conv_proj"], config.InputChannels, config.Width, config.Patch, config.Patch,
            initializer: Init.TruncatedNormal(0, Math.Sqrt(1.0 / fan)), biasInitializer: Init.Zeros);
        _encoder = new(w["encoder"], config, (side * side) + 1);
        _heads = new Sequential(w["heads"]).Add("head", c => new Linear(c, config.Width, config.Classes, true, Init.Zeros, Init.Zeros));
    }

    /// <summary>x [N, C, S, S] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.CheckExactly(this, x, _config.InputChannels, _config.ImageSize);
        using TensorScope scope = new();
        x = _projection.Call(x).Flatten(2).Transpose(1, 2);                                  // [N, T, D]
        Tensor token = ((Tensor)_classToken).BroadcastTo([x.Shape[0], 1, _config.Width]);
        x = _encoder.Call(Tensor.Cat([token, x], 1));                                        // [N, T + 1, D]
        return scope.Keep(_heads.Call(x.Narrow(1, 0, 1).Squeeze(1)));
    }

    internal static void Register()
    {
        Add("b_16", 16, 12, 12, 768, 3072);
        Add("b_32", 32, 12, 12, 768, 3072);
        Add("l_16", 16, 24, 16, 1024, 4096);
        Add("l_32", 32, 24, 16, 1024, 4096);
        Add("h_14", 14, 32, 16, 1280, 5120);

        static void Add(string suffix, int patch, int layers, int heads, int width, int hidden) => ModelRegistry.Add(new(
            $"vit_{suffix}", [3, 224, 224],
            (w, set) => new VisionTransformer(w, new(patch, set.Integer("depth", layers), heads, width, hidden)
            {
                ImageSize = set.Integer("image_size", 224),
                Classes = set.Classes(),
                InputChannels = set.Channels(),
                Dropout = set.Drop(0),
            }),
            $"Vision Transformer, {suffix[..1].ToUpperInvariant()}/{suffix[2..]} (2020).")
        {
            Classifier = ["heads.head"],
            Stem = "conv_proj",
            Stages = [$"encoder.layers.encoder_layer_{layers - 1}"],
            Maps =
            [
                new WeightMap("torchvision 0.12").Rename(@"\.mlp\.linear_1\.", ".mlp.0.").Rename(@"\.mlp\.linear_2\.", ".mlp.3."),
                new WeightMap("timm")
                    .Rename(@"^cls_token$", "class_token").Rename(@"^pos_embed$", "encoder.pos_embedding").Rename(@"^patch_embed\.proj\.", "conv_proj.")
                    .Rename(@"^blocks\.(\d+)\.", "encoder.layers.encoder_layer_$1.").Rename(@"\.norm1\.", ".ln_1.").Rename(@"\.norm2\.", ".ln_2.")
                    .Rename(@"\.attn\.qkv\.", ".self_attention.in_proj_").Rename(@"\.attn\.proj\.", ".self_attention.out_proj.")
                    .Rename(@"\.mlp\.fc1\.", ".mlp.0.").Rename(@"\.mlp\.fc2\.", ".mlp.3.").Rename(@"^norm\.", "encoder.ln.").Rename(@"^head\.", "heads.head."),
            ],
        });
    }
}

/// <summary>Sizes of a <see cref="VisionTransformer"/>.</summary>
/// <param name="Patch">Height and width of a patch.</param>
/// <param name="Layers">Number of blocks.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Width">Features of a token.</param>
/// <param name="Hidden">Features inside the perceptrons.</param>
[Export("vision.models.VisionTransformerConfig")]
public sealed record VisionTransformerConfig(int Patch, int Layers, int Heads, int Width, int Hidden)
{
    /// <summary>Height and width of the pictures.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of the picture.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Share of features dropped in the blocks.</summary>
    public double Dropout { get; init; }
}

/// <summary>Positions added, blocks, a last normalisation.</summary>
internal sealed class ViTEncoder : Module
{
    private readonly Parameter _positions;
    private readonly Dropout _dropout;
    private readonly Sequential _layers;
    private readonly LayerNorm _norm;

    public ViTEncoder(Weights w, VisionTransformerConfig config, int tokens)
        : base(w)
    {
        _positions = w.Get("pos_embedding", [1, tokens, config.Width], Init.Normal(0, 0.02));
        _dropout = new(w["dropout"], config.Dropout);
        _layers = new(w["layers"]);
        for (int i = 0; i < config.Layers; i++) _layers.Add($"encoder_layer_{i}", c => new ViTBlock(c, config));
        _norm = new(w["ln"], [config.Width], 1e-6);
    }

    public override Tensor Forward(Tensor x) => _norm.Call(_layers.Call(_dropout.Call(x + _positions)));
}

/// <summary>Attention and perceptron, each on normalised input and added to it.</summary>
internal sealed class ViTBlock : Module
{
    private readonly LayerNorm _norm1, _norm2;
    private readonly MultiheadAttention _attention;
    private readonly Dropout _dropout;
    private readonly Sequential _mlp;

    public ViTBlock(Weights w, VisionTransformerConfig config)
        : base(w)
    {
        _norm1 = new(w["ln_1"], [config.Width], 1e-6);
        _attention = new(w["self_attention"], config.Width, config.Heads, batchFirst: true);
        _dropout = new(w["dropout"], config.Dropout);
        _norm2 = new(w["ln_2"], [config.Width], 1e-6);
        _mlp = Perceptron.Build(w["mlp"], config.Width, config.Hidden, config.Dropout, Init.XavierUniform(), Init.Normal(0, 1e-6));
    }

    public override Tensor Forward(Tensor x)
    {
        x = _dropout.Call(_attention.Call(_norm1.Call(x))) + x;
        return x + _mlp.Call(_norm2.Call(x));
    }
}
