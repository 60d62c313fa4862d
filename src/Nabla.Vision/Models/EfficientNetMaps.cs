using System.Globalization;

namespace Nabla.Vision;

/// <summary>EfficientNet checkpoints under timm's names.</summary>
internal static class EfficientNetMaps
{
    /// <summary>timm: <c>conv_stem, bn1, blocks.s.b.{conv_pw, bn1, conv_dw, bn2, se, conv_pwl, bn3}, conv_head, bn2, classifier</c>.</summary>
    public static WeightMap Timm(EfficientNetConfig config)
    {
        WeightMap map = new("timm");
        for (int i = 0; i < config.Stages.Count; i++)
        {
            EfficientNetStage stage = config.Stages[i];
            string from = string.Create(CultureInfo.InvariantCulture, $@"^blocks\.{i}\."), to = string.Create(CultureInfo.InvariantCulture, $"features.{i + 1}.");
            if (stage.Fused && stage.Expand == 1) Layers(map, from, to, ("conv", "bn1"));
            else if (stage.Fused) Layers(map, from, to, ("conv_exp", "bn1"), ("conv_pwl", "bn2"));
            else if (stage.Expand == 1 && config.Gated) Layers(map, from, to, ("conv_dw", "bn1"), ("se", "se"), ("conv_pw", "bn2"));
            else if (stage.Expand == 1) Layers(map, from, to, ("conv_dw", "bn1"), ("conv_pw", "bn2"));
            else if (config.Gated) Layers(map, from, to, ("conv_pw", "bn1"), ("conv_dw", "bn2"), ("se", "se"), ("conv_pwl", "bn3"));
            else Layers(map, from, to, ("conv_pw", "bn1"), ("conv_dw", "bn2"), ("conv_pwl", "bn3"));
            if (stage.Experts > 0) map.Rename($@"{from}(\d+)\.routing_fn\.", to + "$1.routing_fn.");
        }
        string head = string.Create(CultureInfo.InvariantCulture, $"features.{config.Stages.Count + 1}.");
        return map
            .Rename(@"^conv_stem\.", "features.0.0.").Rename(@"^bn1\.", "features.0.1.")
            .Rename(@"^conv_head\.", head + "0.").Rename(@"^bn2\.", head + "1.")
            .Rename(@"^classifier\.(weight|bias)$", "classifier.1.$1");
    }

    private static void Layers(WeightMap map, string from, string to, params ReadOnlySpan<(string Conv, string Norm)> layers)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{to}$1.block.{i}.");
            (string conv, string norm) = layers[i];
            if (conv == "se")
            {
                map.Rename($@"{from}(\d+)\.se\.conv_reduce\.", place + "fc1.").Rename($@"{from}(\d+)\.se\.conv_expand\.", place + "fc2.");
                continue;
            }
            map.Rename($@"{from}(\d+)\.{conv}\.", place + "0.").Rename($@"{from}(\d+)\.{norm}\.", place + "1.");
        }
    }
}
