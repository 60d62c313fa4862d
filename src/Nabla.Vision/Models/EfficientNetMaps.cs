using System.Globalization;

namespace Nabla.Vision;

/// <summary>EfficientNet checkpoints under the names of timm and of EfficientNet-PyTorch.</summary>
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

    /// <summary>
    /// EfficientNet-PyTorch (Luke Melas-Kyriazi): <c>_conv_stem, _bn0, _blocks.n.{_expand_conv, _bn0, _depthwise_conv, _bn1, _se_reduce, _se_expand, _project_conv, _bn2},
    /// _conv_head, _bn1, _fc</c>, the blocks of all stages counted through; padded as TensorFlow does.
    /// </summary>
    public static WeightMap EfficientNetPyTorch(EfficientNetConfig config)
    {
        string head = string.Create(CultureInfo.InvariantCulture, $"features.{config.Stages.Count + 1}.");
        return new WeightMap("EfficientNet-PyTorch")
            .Rename(@"^_blocks\.([0-9]{1,4})\._([a-z0-9_]+)\.", place =>
            {
                int block = int.Parse(place.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), stage = 0;
                while (stage < config.Stages.Count && block >= config.BlocksOf(stage)) block -= config.BlocksOf(stage++);
                if (stage == config.Stages.Count) return place.Value;
                string? layer = Layer(place.Groups[2].Value, config.Stages[stage].Expand == 1 ? 0 : 1);
                return layer is null ? place.Value : string.Create(CultureInfo.InvariantCulture, $"features.{stage + 1}.{block}.block.{layer}.");
            })
            .Rename(@"^_conv_stem\.", "features.0.0.").Rename(@"^_bn0\.", "features.0.1.")
            .Rename(@"^_conv_head\.", head + "0.").Rename(@"^_bn1\.", head + "1.").Rename(@"^_fc\.", "classifier.1.");

        static string? Layer(string name, int depthwise) => name switch
        {
            "expand_conv" => "0.0",
            "bn0" => "0.1",
            "depthwise_conv" => Part(depthwise, "0"),
            "bn1" => Part(depthwise, "1"),
            "se_reduce" => Part(depthwise + 1, "fc1"),
            "se_expand" => Part(depthwise + 1, "fc2"),
            "project_conv" => Part(depthwise + 2, "0"),
            "bn2" => Part(depthwise + 2, "1"),
            _ => null,
        };

        static string Part(int number, string layer) => string.Create(CultureInfo.InvariantCulture, $"{number}.{layer}");
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
