using System.Globalization;

namespace Nabla.Vision;

/// <summary>torchvision's MaxViT, and the authors' under timm's names.</summary>
internal static class MaxVitPresets
{
    public static void Register()
    {
        Add("maxvit_t", new(64, [64, 128, 256, 512], [2, 2, 5, 2]), "MaxViT, tiny, as torchvision builds it (2022).", []);
        int[] few = [2, 2, 5, 2], many = [2, 6, 14, 2];
        (string Size, int Stem, int Width, int[] Depths)[] sizes = [("tiny", 64, 64, few), ("small", 64, 96, few), ("base", 64, 96, many), ("large", 128, 128, many), ("xlarge", 192, 192, many)];
        foreach ((string size, int stem, int width, int[] depths) in sizes)
        {
            Add($"maxvit_{size}_tf_224", new(stem, [width, 2 * width, 4 * width, 8 * width], depths) { TensorFlow = true }, $"MaxViT, {size}, as its authors built it (2022).", [Timm()]);
            foreach (int side in (int[])[384, 512])
            {
                ModelSettings set = new ModelSettings().Set("image_size", side).Set("window_size", side / 32);
                ModelRegistry.AddAlias(string.Create(CultureInfo.InvariantCulture, $"maxvit_{size}_tf_{side}"), $"maxvit_{size}_tf_224", set, side);
            }
        }
    }

    private static void Add(string name, MaxVitConfig config, string summary, IReadOnlyList<WeightMap> maps) => ModelRegistry.Add(new(
        name, [3, 224, 224],
        (w, set) => new MaxVit(w, config with
        {
            ImageSize = set.Integer("image_size", 224),
            Window = set.Integer("window_size", 7),
            Classes = set.Classes(),
            InputChannels = set.Channels(),
            DropPath = set.DropPath(config.DropPath),
        }),
        summary)
    { Classifier = ["classifier.5"], Stem = "stem.0.0", Stages = ["blocks.0", "blocks.1", "blocks.2", "blocks.3"], Maps = maps });

    private static WeightMap Timm()
    {
        WeightMap map = new WeightMap("timm").Rename(@"^stem\.conv1\.", "stem.0.0.").Rename(@"^stem\.norm1\.", "stem.0.1.").Rename(@"^stem\.conv2\.", "stem.1.0.");
        (string Theirs, string Ours)[] convolution =
        [
            (@"shortcut\.expand", "proj.1"), ("pre_norm", "layers.pre_norm"), ("conv1_1x1", "layers.conv_a.0"), ("norm1", "layers.conv_a.1"), ("conv2_kxk", "layers.conv_b.0"),
            ("norm2", "layers.conv_b.1"), ("se", "layers.squeeze_excitation"), ("conv3_1x1", "layers.conv_c"),
        ];
        foreach ((string theirs, string ours) in convolution) map.Rename($@"^(stages\.\d+\.blocks\.\d+\.)conv\.{theirs}\.", $"$1layers.MBconv.{ours}.");
        (string Theirs, string Ours)[] attention =
        [
            ("norm1", "attn_layer.0"), (@"attn\.qkv", "attn_layer.1.to_qkv"), (@"attn\.rel_pos", "attn_layer.1"), (@"attn\.proj", "attn_layer.1.merge"),
            ("norm2", "mlp_layer.0"), (@"mlp\.fc1", "mlp_layer.1"), (@"mlp\.fc2", "mlp_layer.3"),
        ];
        foreach ((string theirs, string ours) in attention)
        {
            map.Rename($@"^(stages\.\d+\.blocks\.\d+\.)attn_block\.{theirs}\.", $"$1layers.window_attention.{ours}.");
            map.Rename($@"^(stages\.\d+\.blocks\.\d+\.)attn_grid\.{theirs}\.", $"$1layers.grid_attention.{ours}.");
        }
        return map
            .Rename(@"^stages\.(\d+)\.blocks\.(\d+)\.", "blocks.$1.layers.$2.")
            .Rename(@"^head\.norm\.", "classifier.2.").Rename(@"^head\.pre_logits\.fc\.", "classifier.3.").Rename(@"^head\.fc\.", "classifier.5.")
            .Computed(@"relative_position_index$").Change(@"relative_position_bias_table$", Table);
    }

    /// <summary>[heads, 2w - 1, 2w - 1] by how far the token looked at lies from the one that looks; ours counts the other way round, [(2w - 1)², heads].</summary>
    private static Tensor Table(Tensor value) => value.Rank == 3 ? value.Flip(1, 2).Flatten(1).Transpose(0, 1).Contiguous() : value;
}
