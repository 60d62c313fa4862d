using System.Globalization;

namespace Nabla.Vision;

/// <summary>The published EfficientNets by name.</summary>
internal static class EfficientNetPresets
{
    private static readonly Norm TensorFlowNorm = new(1e-3, 0.01);

    private static readonly EfficientNetStage[] Edge =
    [
        new(true, 4, 3, 1, 24, 1, 24), new(true, 8, 3, 2, 32, 2), new(true, 8, 3, 2, 48, 4),
        new(false, 8, 5, 2, 96, 5), new(false, 8, 5, 1, 144, 4), new(false, 8, 5, 2, 192, 2),
    ];

    private static readonly EfficientNetStage[] V2Base =
    [
        new(true, 1, 3, 1, 16, 1), new(true, 4, 3, 2, 32, 2), new(true, 4, 3, 2, 48, 2),
        new(false, 4, 3, 2, 96, 3), new(false, 6, 3, 1, 112, 5), new(false, 6, 3, 2, 192, 8),
    ];

    public static void Register()
    {
        // Width, depth, resolution, dropout.
        (double Width, double Depth, int Size, double Drop)[] scales =
        [
            (1, 1, 224, 0.2), (1, 1.1, 240, 0.2), (1.1, 1.2, 260, 0.3), (1.2, 1.4, 300, 0.3), (1.4, 1.8, 380, 0.4),
            (1.6, 2.2, 456, 0.4), (1.8, 2.6, 528, 0.5), (2, 3.1, 600, 0.5), (2.2, 3.6, 672, 0.5), (4.3, 5.3, 800, 0.5),
        ];
        for (int i = 0; i < scales.Length; i++)
        {
            (double width, double depth, int size, double drop) = scales[i];
            string name = i == 9 ? "l2" : string.Create(CultureInfo.InvariantCulture, $"b{i}");
            EfficientNetConfig config = new(EfficientNetConfig.Base, 32, 1280) { Width = width, Depth = depth, Dropout = drop, Norm = i >= 5 ? TensorFlowNorm : Norm.Default };
            Add($"efficientnet_{name}", size, config, $"EfficientNet-{name.ToUpperInvariant()} (2019).");
            Add($"tf_efficientnet_{name}", size, config with { Norm = TensorFlowNorm, SamePadding = true }, $"EfficientNet-{name.ToUpperInvariant()} padded as TensorFlow does, for its checkpoints (2019).", EfficientNetMaps.EfficientNetPyTorch);
            ModelRegistry.AddAlias($"efficientnet-{name}", $"tf_efficientnet_{name}");
        }
        // The sizes are timm's; the authors train lite3 and lite4 with 280 and 300 pixels.
        (double Width, double Depth, int Size)[] lite = [(1, 1, 224), (1, 1.1, 240), (1.1, 1.2, 260), (1.2, 1.4, 300), (1.4, 1.8, 380)];
        for (int i = 0; i < lite.Length; i++)
        {
            EfficientNetConfig config = new(EfficientNetConfig.Base, 32, 1280)
            { Width = lite[i].Width, Depth = lite[i].Depth, FixedEnds = true, Gated = false, Activation = ActivationKind.ReLU6 };
            Add($"efficientnet_lite{i}", lite[i].Size, config, $"EfficientNet-lite{i}, without gates, for quantisation (2020).");
            Add($"tf_efficientnet_lite{i}", lite[i].Size, config with { Norm = TensorFlowNorm, SamePadding = true }, $"EfficientNet-lite{i} padded as TensorFlow does, for its checkpoints (2020).");
        }
        (string Name, double Width, double Depth, int Size)[] edge = [("es", 1, 1, 224), ("em", 1, 1.1, 240), ("el", 1.2, 1.4, 300)];
        foreach ((string name, double width, double depth, int size) in edge)
        {
            EfficientNetConfig config = new(Edge, 32, 1280) { Width = width, Depth = depth, Gated = false, Activation = ActivationKind.ReLU };
            Add($"efficientnet_{name}", size, config, $"EfficientNet-EdgeTPU-{name[1..].ToUpperInvariant()} (2019).");
            Add($"tf_efficientnet_{name}", size, config with { Norm = TensorFlowNorm, SamePadding = true }, $"EfficientNet-EdgeTPU-{name[1..].ToUpperInvariant()} padded as TensorFlow does, for its checkpoints (2019).");
        }
        Add("efficientnet_28", 28, new(EfficientNetConfig.Small, 16, 320) { StemStride = 1, Dropout = 0.1, DropPath = 0.05 }, "EfficientNet's blocks for small pictures, 28 to 64 pixels.");
        (string Name, int Experts, double Depth, int Size)[] mixed = [("b0_4e", 4, 1, 224), ("b0_8e", 8, 1, 224), ("b1_8e", 8, 1.1, 240)];
        foreach ((string name, int experts, double depth, int size) in mixed)
        {
            EfficientNetStage[] stages = [.. EfficientNetConfig.Base.Select((stage, i) => i >= 4 ? stage with { Experts = experts } : stage)];
            EfficientNetConfig config = new(stages, 32, 1280) { Depth = depth, Norm = TensorFlowNorm, SamePadding = true };
            Add($"tf_efficientnet_cc_{name}", size, config, $"EfficientNet-{name[..2].ToUpperInvariant()} with CondConv, {experts} experts, padded as TensorFlow does (2019).");
        }
        RegisterV2();
    }

    private static void RegisterV2()
    {
        Norm norm = new(1e-3, 0.1);
        AddV2("s", 384, 300, new(V2([(24, 2), (48, 4), (64, 4)], [(128, 6), (160, 9), (256, 15)]), 24, 1280) { Norm = norm });
        AddV2("m", 480, 384, new(V2([(24, 3), (48, 5), (80, 5)], [(160, 7), (176, 14), (304, 18), (512, 5)]), 24, 1280) { Norm = norm, Dropout = 0.3 });
        AddV2("l", 480, 384, new(V2([(32, 4), (64, 7), (96, 7)], [(192, 10), (224, 19), (384, 25), (640, 7)]), 32, 1280) { Norm = norm, Dropout = 0.4 });
        AddV2("xl", 512, 384, new(V2([(32, 4), (64, 8), (96, 8)], [(192, 16), (256, 24), (512, 32), (640, 8)]), 32, 1280) { Norm = norm, Dropout = 0.5 });
        (double Width, double Depth, int Size)[] scales = [(1, 1, 224), (1, 1.1, 240), (1.1, 1.2, 260), (1.2, 1.4, 300)];
        int[] trained = [192, 192, 208, 240];
        for (int i = 0; i < scales.Length; i++)
        {
            EfficientNetConfig config = new(V2Base, 32, 1280) { Width = scales[i].Width, Depth = scales[i].Depth, Norm = norm, RoundFreely = true };
            Add(string.Create(CultureInfo.InvariantCulture, $"efficientnet_v2_b{i}"), scales[i].Size, config, $"EfficientNetV2-B{i} (2021).");
            Add(string.Create(CultureInfo.InvariantCulture, $"tf_efficientnetv2_b{i}"), trained[i], config with { SamePadding = true }, $"EfficientNetV2-B{i} padded as TensorFlow does, for its checkpoints (2021).");
        }
    }

    /// <summary>torchvision's name and padding, and timm's name with TensorFlow's padding.</summary>
    private static void AddV2(string scale, int size, int trained, EfficientNetConfig config)
    {
        string title = $"EfficientNetV2-{scale.ToUpperInvariant()}";
        Add($"efficientnet_v2_{scale}", size, config, $"{title} (2021).");
        Add($"tf_efficientnetv2_{scale}", trained, config with { SamePadding = true }, $"{title} padded as TensorFlow does, for its checkpoints (2021).");
    }

    /// <summary>Stages of V2 from (channels, blocks): fused ones first, then gated ones.</summary>
    private static EfficientNetStage[] V2((int Channels, int Blocks)[] fused, (int Channels, int Blocks)[] gated)
    {
        List<EfficientNetStage> stages = [];
        for (int i = 0; i < fused.Length; i++) stages.Add(new(true, i == 0 ? 1 : 4, 3, i == 0 ? 1 : 2, fused[i].Channels, fused[i].Blocks));
        for (int i = 0; i < gated.Length; i++) stages.Add(new(false, i == 0 ? 4 : 6, 3, i % 2 == 0 && i < 3 ? 2 : 1, gated[i].Channels, gated[i].Blocks));
        return [.. stages];
    }

    private static void Add(string name, int size, EfficientNetConfig config, string summary, params ReadOnlySpan<Func<EfficientNetConfig, WeightMap>> maps)
    {
        // A stage's last block before the resolution halves again ends a level of the pyramid.
        List<string> stages = [];
        for (int i = 0; i < config.Stages.Count; i++)
        {
            if (i == config.Stages.Count - 1 || config.Stages[i + 1].Stride == 2) stages.Add(string.Create(CultureInfo.InvariantCulture, $"features.{i + 1}"));
        }
        WeightMap[] others = [.. maps.ToArray().Select(map => map(config))];
        ModelRegistry.Add(new(
            name, [3, size, size],
            (w, set) => new EfficientNet(w, config with
            {
                Classes = set.Classes(),
                InputChannels = set.Channels(),
                Dropout = set.Drop(config.Dropout),
                DropPath = set.DropPath(config.DropPath),
                Width = set.Real("width_mult", config.Width),
                Depth = set.Real("depth_mult", config.Depth),
            }),
            summary)
        { Classifier = ["classifier.1"], Stem = "features.0.0", Stages = stages, Maps = [EfficientNetMaps.Timm(config), .. others] });
    }
}
