using System.Globalization;

namespace Nabla.Vision;

/// <summary>
/// UPerNet over a Swin Transformer's feature pyramid, with mmsegmentation's keys of the head: pooling over several grids on the coarsest map, a path down
/// to the finest, all maps joined. Xiao et al., Unified Perceptual Parsing for Scene Understanding (2018); Liu et al., Swin Transformer (2021).
/// </summary>
[Export("vision.models.UPerNet")]
public sealed class UPerNet : Module
{
    private readonly SwinTransformer _backbone;
    private readonly Head _head;
    private readonly AuxiliaryHead? _auxiliary;
    private readonly SwinConfig _config;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="backbone">The Swin Transformer of at least two stages; it is built as a pyramid.</param>
    /// <param name="classes">Number of classes; ADE20K has 150.</param>
    /// <param name="width">Channels of the head, at least 2; the auxiliary one has half as many.</param>
    /// <param name="auxiliary">With an auxiliary classifier of the last map but one?</param>
    /// <param name="dropout">Share of channels dropped before the classifiers.</param>
    /// <exception cref="ArgumentException">There are too few stages, classes or channels.</exception>
    public UPerNet(Weights w, SwinConfig backbone, int classes = 150, int width = 512, bool auxiliary = false, double dropout = 0.1)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        if (backbone.Depths.Count < 2) throw new ArgumentException($"A pyramid of at least two stages is needed; got {backbone.Depths.Count}.", nameof(backbone));
        _config = backbone with { Pyramid = true };
        _backbone = new(w["backbone"], _config);
        int[] inputs = [.. Enumerable.Range(0, backbone.Depths.Count).Select(stage => backbone.Width << stage)];
        _head = new(w["decode_head"], inputs, width, classes, dropout);
        if (auxiliary) _auxiliary = new(w["auxiliary_head"], inputs[^2], width / 2, classes, dropout);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes, H, W].</summary>
    public override Tensor Forward(Tensor x) => Scores(x, false)[0];

    /// <summary>The scores and, where there is an auxiliary head, its scores.</summary>
    public IReadOnlyList<Tensor> ForwardWithAuxiliary(Tensor x) => Scores(x, _auxiliary is not null);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) =>
        _auxiliary is not null && inputs.Count == 1 ? ForwardWithAuxiliary(inputs[0]) : base.Run(inputs);

    internal static void Register()
    {
        foreach (string size in (string[])["t", "s", "b", "l"])
        {
            SwinConfig config = SwinPresets.Of(size) with { DropPath = 0.3 };
            ModelRegistry.Add(new(
                $"upernet_swin_{size}", [3, 512, 512],
                (w, set) => new UPerNet(
                    w,
                    config with
                    {
                        InputChannels = set.Channels(),
                        DropPath = set.DropPath(config.DropPath),
                        Window = set.Integer("window_size", config.Window, 2),
                        Width = set.Integer("embed_dim", config.Width),
                    },
                    set.Classes(150), set.Integer("head_width", 512, 2), set.Flag("aux_loss", false), set.Drop(0.1)),
                $"UPerNet (2018) on Swin-{size.ToUpperInvariant()}, for segmentation.")
            {
                Classifier = ["decode_head.conv_seg", "auxiliary_head.conv_seg"],
                Stem = "backbone.features.0.0",
                Stages = [.. Enumerable.Range(0, 4).Select(stage => string.Create(CultureInfo.InvariantCulture, $"backbone.features.{(2 * stage) + 1}"))],
                Maps = [Lean(new("ours with an auxiliary head")), SwinPresets.Map("the authors'", 2, "backbone."), Lean(SwinPresets.Map("the authors'", 2, "backbone.")), Mmseg(), Lean(Mmseg())],
            });
        }
    }

    private static WeightMap Lean(WeightMap map) => map.Drop(@"^auxiliary_head\.");

    /// <summary>mmsegmentation names the backbone's parts differently, and merges patches channel by channel rather than neighbour by neighbour.</summary>
    private static WeightMap Mmseg()
    {
        WeightMap map = new WeightMap("mmsegmentation").Rename(@"^backbone\.patch_embed\.projection\.", "backbone.features.0.0.").Rename(@"^backbone\.patch_embed\.norm\.", "backbone.features.0.2.");
        for (int stage = 0; stage < 4; stage++)
        {
            string number = stage.ToString(CultureInfo.InvariantCulture);
            map.Rename($@"^backbone\.stages\.{number}\.blocks\.", string.Create(CultureInfo.InvariantCulture, $"backbone.features.{(2 * stage) + 1}."));
            map.Rename($@"^backbone\.stages\.{number}\.downsample\.", string.Create(CultureInfo.InvariantCulture, $"backbone.features.{(2 * stage) + 2}."));
        }
        return map
            .Rename(@"\.attn\.w_msa\.", ".attn.").Rename(@"\.ffn\.layers\.0\.0\.", ".mlp.0.").Rename(@"\.ffn\.layers\.1\.", ".mlp.3.")
            .Computed(@"relative_position_index$").Change(@"relative_position_index$", value => value.Flatten())
            .Change(@"^backbone\.features\.[246]\.reduction\.weight$", value => ByNeighbour(value, value.Shape[0])).Change(@"^backbone\.features\.[246]\.norm\.", value => ByNeighbour(value, 1).Flatten());
    }

    /// <summary>Columns by channel, of each the places (0,0), (0,1), (1,0), (1,1), become columns by place in the order (0,0), (1,0), (0,1), (1,1), of each the channels.</summary>
    private static Tensor ByNeighbour(Tensor value, long rows)
    {
        long channels = value.Count / rows / 4;
        Tensor places = value.Reshape(rows, channels, 2, 2);                            // [rows, C, y, x]
        return places.Permute(0, 3, 2, 1).Reshape(rows, 4 * channels).Contiguous();     // x outside, y inside
    }

    private Tensor[] Scores(Tensor x, bool auxiliary)
    {
        ModelInput.Check(this, x, _config.InputChannels, _config.Patch);
        using TensorScope scope = new();
        (long height, long width, int patch) = (x.Shape[2], x.Shape[3], _config.Patch);
        long below = (patch - (height % patch)) % patch, right = (patch - (width % patch)) % patch;
        IReadOnlyList<Tensor> maps = _backbone.Pyramid(below + right > 0 ? x.Pad([0, right, 0, below]) : x);
        Tensor y = scope.Keep(Bilinear2d.Resize(_head.Classify(maps), height, width));
        return auxiliary ? [y, scope.Keep(Bilinear2d.Resize(_auxiliary!.Call(maps[^2]), height, width))] : [y];
    }

    private sealed class Head : Module
    {
        private readonly Conv2d _classifier;
        private readonly Dropout2d _dropout;
        private readonly PyramidPooling _pooling;
        private readonly ConvBnRelu _bottleneck, _join;
        private readonly ConvBnRelu[] _laterals, _fpn;

        public Head(Weights w, int[] inputs, int width, int classes, double dropout)
            : base(w)
        {
            int[] bins = [1, 2, 3, 6];
            _classifier = new(w["conv_seg"], width, classes, 1, initializer: Init.Normal(0, 0.01), biasInitializer: Init.Zeros);
            _dropout = new(w["dropout"], dropout);
            _pooling = new(w["psp_modules"], inputs[^1], width, bins);
            _bottleneck = new(w["bottleneck"], inputs[^1] + (bins.Length * width), width, 3);
            _laterals = [.. inputs[..^1].Select((channels, i) => new ConvBnRelu(w["lateral_convs"][i], channels, width, 1))];
            _fpn = [.. inputs[..^1].Select((_, i) => new ConvBnRelu(w["fpn_convs"][i], width, width, 3))];
            _join = new(w["fpn_bottleneck"], inputs.Length * width, width, 3);
        }

        public Tensor Classify(IReadOnlyList<Tensor> maps)
        {
            Tensor[] path = [.. _laterals.Select((lateral, i) => lateral.Call(maps[i])), _bottleneck.Call(_pooling.Call(maps[^1]))];
            for (int i = path.Length - 1; i > 0; i--) path[i - 1] += Bilinear2d.Resize(path[i], path[i - 1].Shape[2], path[i - 1].Shape[3]);
            for (int i = 0; i < _fpn.Length; i++) path[i] = _fpn[i].Call(path[i]);
            Tensor joined = Tensor.Cat([.. path.Select(map => Bilinear2d.Resize(map, path[0].Shape[2], path[0].Shape[3]))], 1);
            return _classifier.Call(_dropout.Call(_join.Call(joined)));
        }
    }

    /// <summary>One 3x3 convolution and a classifier.</summary>
    private sealed class AuxiliaryHead(Weights w, int inputs, int width, int classes, double dropout) : Module(w)
    {
        private readonly Conv2d _classifier = new(w["conv_seg"], width, classes, 1, initializer: Init.Normal(0, 0.01), biasInitializer: Init.Zeros);
        private readonly Dropout2d _dropout = new(w["dropout"], dropout);
        private readonly ConvBnRelu _conv = new(w["convs"][0], inputs, width, 3);

        public override Tensor Forward(Tensor x) => _classifier.Call(_dropout.Call(_conv.Call(x)));
    }
}
