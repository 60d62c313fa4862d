using System.Globalization;

namespace Nabla.Vision;

/// <summary>The published Swin Transformers by name.</summary>
internal static class SwinPresets
{
    public static void Register()
    {
        SwinConfig tiny = Of("t"), small = Of("s"), wide = Of("b"), large = Of("l");
        Add("swin_t", 224, tiny, "Swin Transformer, tiny (2021).");
        Add("swin_s", 224, small, "Swin Transformer, small (2021).");
        Add("swin_b", 224, wide, "Swin Transformer, base (2021).");
        Add("swin_l", 224, large, "Swin Transformer, large (2021).");
        Add("swin_b_384", 384, wide with { Window = 12 }, "Swin Transformer, base, for 384x384 (2021).");
        Add("swin_l_384", 384, large with { Window = 12 }, "Swin Transformer, large, for 384x384 (2021).");
        Add("swin_v2_t", 256, tiny with { Window = 8, Version2 = true }, "Swin Transformer V2, tiny (2022).");
        Add("swin_v2_s", 256, small with { Window = 8, Version2 = true }, "Swin Transformer V2, small (2022).");
        Add("swin_v2_b", 256, wide with { Window = 8, Version2 = true }, "Swin Transformer V2, base (2022).");
        Add("swin_28", 28, new(48, [2, 4], [2, 4]) { Patch = 2, DropPath = 0.02, Start = Init.XavierNormal() }, "Swin Transformer for small pictures, 28 to 64 pixels: patches of 2, two stages.");
    }

    /// <summary>The sizes t, s, b and l.</summary>
    public static SwinConfig Of(string size) => size switch
    {
        "t" => new(96, [2, 2, 6, 2], [3, 6, 12, 24]),
        "s" => new(96, [2, 2, 18, 2], [3, 6, 12, 24]) { DropPath = 0.3 },
        "b" => new(128, [2, 2, 18, 2], [4, 8, 16, 32]) { DropPath = 0.5 },
        "l" => new(192, [2, 2, 18, 2], [6, 12, 24, 48]) { DropPath = 0.5 },
        _ => throw new ArgumentException($"Swin comes in the sizes t, s, b and l; got '{size}'.", nameof(size)),
    };

    private static void Add(string name, int size, SwinConfig config, string summary) => ModelRegistry.Add(new(
        name, [3, size, size],
        (w, set) => new SwinTransformer(w, config with
        {
            Classes = set.Classes(),
            InputChannels = set.Channels(),
            Dropout = set.Drop(config.Dropout),
            DropPath = set.DropPath(config.DropPath),
            Patch = set.Integer("patch_size", config.Patch),
            Window = set.Integer("window_size", config.Window, 2),
            Width = set.Integer("embed_dim", config.Width),
            Pyramid = set.Flag("pyramid", false),
        }),
        summary)
    {
        Classifier = ["head"],
        Stem = "features.0.0",
        Stages = [.. Enumerable.Range(0, config.Depths.Count).Select(stage => string.Create(CultureInfo.InvariantCulture, $"features.{(2 * stage) + 1}"))],
        Maps = [Map("the authors'", 2), Map("timm", 0)],
    });

    /// <summary>The authors keep a stage's merging at its end; timm (from 0.9 on) keeps it at the beginning of the next.</summary>
    /// <param name="origin">Whose names these are.</param>
    /// <param name="merging">2 with a merging at the end of its stage, 0 at the beginning of the next.</param>
    /// <param name="before">What stands before all names, such as <c>backbone.</c></param>
    public static WeightMap Map(string origin, int merging, string before = "")
    {
        string start = "^" + before.Replace(".", @"\.", StringComparison.Ordinal);
        WeightMap map = new WeightMap(origin)
            .Drop(@"attn_mask$")
            .Rename($@"{start}patch_embed\.proj\.", before + "features.0.0.").Rename($@"{start}patch_embed\.norm\.", before + "features.0.2.");
        for (int stage = 0; stage < 4; stage++)
        {
            map.Rename(string.Create(CultureInfo.InvariantCulture, $@"{start}layers\.{stage}\.blocks\."), string.Create(CultureInfo.InvariantCulture, $"{before}features.{(2 * stage) + 1}."));
            map.Rename(string.Create(CultureInfo.InvariantCulture, $@"{start}layers\.{stage}\.downsample\."), string.Create(CultureInfo.InvariantCulture, $"{before}features.{(2 * stage) + merging}."));
        }
        return map
            .Rename(@"\.mlp\.fc1\.", ".mlp.0.").Rename(@"\.mlp\.fc2\.", ".mlp.3.").Rename($@"{start}head\.fc\.", before + "head.")
            .Rename(@"\.attn\.[qv]_bias$", ".attn.qkv.bias").Join(@"\.attn\.qkv\.bias$", parts => Tensor.Cat([parts[0], Tensor.Zeros(parts[0].Shape, parts[0].DType, parts[0].Backend), parts[1]]))
            .Computed(@"relative_(position_index|coords_table)$")
            .Change(@"relative_position_index$", value => value.Flatten());
    }
}
