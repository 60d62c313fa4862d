using System.Text.RegularExpressions;

namespace Nabla.Vision.Tests.Models;

/// <summary>Whole checkpoints of every family that has other names elsewhere: ours renamed the other way round must come back value by value.</summary>
public sealed class ForeignCheckpointTests
{
    private static readonly (string Ours, string Theirs)[] EfficientEnds =
    [
        (@"^features\.0\.0\.", "conv_stem."), (@"^features\.0\.1\.", "bn1."), (@"^features\.HEAD\.0\.", "conv_head."), (@"^features\.HEAD\.1\.", "bn2."), (@"^classifier\.1\.", "classifier."),
    ];

    private static readonly (string, string)[] SwinCommon =
    [
        (@"^features\.0\.0\.", "patch_embed.proj."), (@"^features\.0\.2\.", "patch_embed.norm."),
        (@"^features\.1\.", "layers.0.blocks."), (@"^features\.3\.", "layers.1.blocks."), (@"^features\.5\.", "layers.2.blocks."), (@"^features\.7\.", "layers.3.blocks."),
        (@"\.mlp\.0\.", ".mlp.fc1."), (@"\.mlp\.3\.", ".mlp.fc2."),
    ];

    // Where each block keeps its layers, by (stage, expansion, fused, gated).
    [Theory]
    [InlineData("efficientnet_b0", 8, true), InlineData("tf_efficientnet_b1", 8, true), InlineData("efficientnet_lite0", 8, false), InlineData("tf_efficientnet_lite1", 8, false)]
    [InlineData("efficientnet_es", 7, false), InlineData("tf_efficientnet_em", 7, false), InlineData("tf_efficientnet_cc_b0_4e", 8, true)]
    [InlineData("efficientnet_v2_b0", 7, true), InlineData("tf_efficientnetv2_b1", 7, true), InlineData("efficientnet_v2_s", 7, true)]
    public void EfficientNets_of_timm(string name, int head, bool gated) => Check(name, key =>
    {
        Match block = Regex.Match(key, @"^features\.(\d+)\.(\d+)\.(block\.(\d)\.)?(.*)$");
        int stage = block.Success ? int.Parse(block.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
        if (stage == 0 || stage == head) return Renamed(key, [.. EfficientEnds.Select(rule => (rule.Ours.Replace("HEAD", $"{head}", StringComparison.Ordinal), rule.Theirs))]);
        string place = $"blocks.{stage - 1}.{block.Groups[2].Value}.", rest = block.Groups[5].Value;
        if (!block.Groups[3].Success) return place + rest;
        int part = block.Groups[4].Value[0] - '0';
        if (rest.StartsWith("fc", StringComparison.Ordinal)) return place + "se." + rest.Replace("fc1", "conv_reduce", StringComparison.Ordinal).Replace("fc2", "conv_expand", StringComparison.Ordinal);
        bool edge = Regex.IsMatch(name, "_e[sml]$"), second = name.Contains("v2_", StringComparison.Ordinal);
        bool fused = (edge && stage <= 3) || (second && stage <= 3), narrow = stage == 1 && !edge;
        string[] convolutions = fused
            ? narrow ? ["conv"] : ["conv_exp", "conv_pwl"]
            : narrow ? gated ? ["conv_dw", "", "conv_pw"] : ["conv_dw", "conv_pw"]
            : gated ? ["conv_pw", "conv_dw", "", "conv_pwl"] : ["conv_pw", "conv_dw", "conv_pwl"];
        int norm = convolutions.Take(part + 1).Count(one => one.Length > 0);
        return place + (rest[0] == '0' ? convolutions[part] : $"bn{norm}") + rest[1..];
    });

    [Theory]
    [InlineData("swin_t", false), InlineData("swin_t", true)]
    public void Swins_of_the_authors_and_of_timm(string name, bool timm) =>
        Check(name, key => timm && key.EndsWith("relative_position_index", StringComparison.Ordinal) ? null : Swin(key, timm), "embed_dim=48");

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Swins_of_version_2_keep_the_biases_of_queries_and_values_apart(bool timm)
    {
        ModelSettings settings = new ModelSettings().Set("embed_dim", 24);
        StateDict ours = ModelRegistry.Create("swin_v2_t", Weights.Random(7), settings.Copy()).StateDict(), foreign = new();
        foreach ((string key, Tensor value) in ours)
        {
            if (timm && Regex.IsMatch(key, "relative_(position_index|coords_table)$")) continue;
            string theirs = Swin(key, timm);
            if (!key.EndsWith("attn.qkv.bias", StringComparison.Ordinal))
            {
                foreign.Add(theirs, value);
                continue;
            }
            long width = value.Count / 3;
            foreign.Add(theirs.Replace("qkv.bias", "q_bias", StringComparison.Ordinal), value.Narrow(0, 0, width).Contiguous());
            foreign.Add(theirs.Replace("qkv.bias", "v_bias", StringComparison.Ordinal), value.Narrow(0, 2 * width, width).Contiguous());
        }
        AssertSame(ours, ModelRegistry.Load("swin_v2_t", foreign, settings.Copy()).StateDict());
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void ConvNeXts_of_the_authors_and_of_timm(bool timm)
    {
        (string, string)[] rules =
        [
            (@"^features\.0\.", timm ? "stem." : "downsample_layers.0."),
            (@"^features\.2\.", timm ? "stages.1.downsample." : "downsample_layers.1."), (@"^features\.4\.", timm ? "stages.2.downsample." : "downsample_layers.2."), (@"^features\.6\.", timm ? "stages.3.downsample." : "downsample_layers.3."),
            (@"^features\.1\.", timm ? "stages.0.blocks." : "stages.0."), (@"^features\.3\.", timm ? "stages.1.blocks." : "stages.1."),
            (@"^features\.5\.", timm ? "stages.2.blocks." : "stages.2."), (@"^features\.7\.", timm ? "stages.3.blocks." : "stages.3."),
            (@"\.block\.0\.", timm ? ".conv_dw." : ".dwconv."), (@"\.block\.2\.", ".norm."), (@"\.block\.3\.", timm ? ".mlp.fc1." : ".pwconv1."), (@"\.block\.5\.", timm ? ".mlp.fc2." : ".pwconv2."),
            (@"\.layer_scale$", ".gamma"), (@"^classifier\.0\.", timm ? "head.norm." : "norm."), (@"^classifier\.2\.", timm ? "head.fc." : "head."),
        ];
        Check("convnext_tiny", key => Renamed(key, rules), change: (key, value) => key.EndsWith("gamma", StringComparison.Ordinal) ? value.Flatten() : value);
    }

    [Fact]
    public void Vision_transformers_of_torchvision_0_12() =>
        Check("vit_b_32", key => Renamed(key, [(@"\.mlp\.0\.", ".mlp.linear_1."), (@"\.mlp\.3\.", ".mlp.linear_2.")]), "depth=2");

    [Fact]
    public void DenseNets_as_torchvision_published_them() =>
        Check("densenet121", key => Regex.Replace(key, @"(denselayer\d+\.(?:norm|conv))(\d)\.", "$1.$2."));

    [Fact]
    public void Xception_of_Cadene() => Check("xception", key => Regex.Replace(key, @"^fc\.", "last_linear."));

    [Fact]
    public void Every_model_with_another_origin_belongs_to_a_family_checked_here()
    {
        string[] families = ["efficientnet_", "tf_efficientnet", "swin_", "convnext_", "vit_", "densenet", "xception", "upernet_swin_", "mobilenet_v1", "mnasnet"];
        // Those in PublishedModelTests are checked there, with timm's own lists of keys.
        HashSet<IReadOnlyList<WeightMap>> elsewhere = [.. Zoo.Timm.Names.Select(name => ModelRegistry.Find(name).Maps)];
        Assert.All(ModelRegistry.Names.Where(name => ModelRegistry.Find(name).Maps.Count > 0), name => Assert.True(elsewhere.Contains(ModelRegistry.Find(name).Maps) || families.Any(family => name.StartsWith(family, StringComparison.Ordinal)), name));
    }

    private static string Swin(string key, bool timm)
    {
        key = Regex.Replace(key, @"^features\.([246])\.", match => $"layers.{((match.Groups[1].Value[0] - '0') / 2) - (timm ? 0 : 1)}.downsample.");
        return Renamed(key, [.. SwinCommon, .. timm ? [(@"^head\.", "head.fc.")] : Array.Empty<(string, string)>()]);
    }

    private static string Renamed(string key, (string Ours, string Theirs)[] rules) => rules.Aggregate(key, (name, rule) => Regex.Replace(name, rule.Ours, rule.Theirs));

    private static void Check(string name, Func<string, string?> rename, string? setting = null, Func<string, Tensor, Tensor>? change = null)
    {
        ModelSettings settings = new();
        if (setting is not null) settings.Set(setting.Split('=')[0], setting.Split('=')[1]);
        StateDict ours = ModelRegistry.Create(name, Weights.Random(7), settings.Copy()).StateDict(), foreign = new();
        foreach ((string key, Tensor value) in ours)
        {
            if (rename(key) is { } theirs) foreign.Add(theirs, change?.Invoke(theirs, value) ?? value);
        }
        Assert.False(ours.Keys.SequenceEqual(foreign.Keys), "nothing was renamed");
        AssertSame(ours, ModelRegistry.Load(name, foreign, settings.Copy()).StateDict());
    }

    private static void AssertSame(StateDict expected, StateDict actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string key, Tensor value) in expected)
        {
            Assert.Equal(value.Shape, actual[key].Shape);
            Assert.True(value.To(DType.Float64).Equal(actual[key].To(DType.Float64)).ToFloat32().Mean().Item() == 1, $"{key} differs");
        }
    }
}
