using System.Globalization;
using System.Text.RegularExpressions;

namespace Nabla.Vision;

/// <summary>timm's checkpoints of the families whose keys are torchvision's here.</summary>
internal static class TimmMaps
{
    private static readonly (string Conv, string Norm)[]
        Separable = [("conv_dw", "bn1"), ("conv_pw", "bn2")], GatedSeparable = [("conv_dw", "bn1"), ("se", ""), ("conv_pw", "bn2")],
        Inverted = [("conv_pw", "bn1"), ("conv_dw", "bn2"), ("conv_pwl", "bn3")], GatedInverted = [("conv_pw", "bn1"), ("conv_dw", "bn2"), ("se", ""), ("conv_pwl", "bn3")];

    public static WeightMap MobileNetV1()
    {
        WeightMap map = Stem().Rename(@"^classifier\.(weight|bias)$", "classifier.1.$1");
        Blocks(map, [1, 2, 2, 6, 2], index => (Separable, Invariant($"features.{index + 1}.")));
        return map;
    }

    public static WeightMap MobileNetV2()
    {
        WeightMap map = Stem().Rename(@"^conv_head\.", "features.18.0.").Rename(@"^bn2\.", "features.18.1.").Rename(@"^classifier\.(weight|bias)$", "classifier.1.$1");
        Blocks(map, [1, 2, 3, 4, 3, 3, 1], index => (index == 0 ? Separable : Inverted, Invariant($"features.{index + 1}.conv.")), bareEnd: true);
        return map;
    }

    public static WeightMap MobileNetV3(bool large)
    {
        // In which blocks there are gates.
        string gates = large ? "000111000011111" : "10011111111";
        int[] stages = large ? [1, 2, 3, 4, 2, 3] : [1, 2, 3, 2, 3];
        WeightMap map = Stem();
        Blocks(map, stages, index =>
        {
            bool gated = gates[index] == '1';
            return (index == 0 ? gated ? GatedSeparable : Separable : gated ? GatedInverted : Inverted, Invariant($"features.{index + 1}.block."));
        });
        string last = Invariant($"features.{stages.Sum() + 1}.");
        return map
            .Rename($@"^blocks\.{stages.Length}\.0\.conv\.", last + "0.").Rename($@"^blocks\.{stages.Length}\.0\.bn1\.", last + "1.")
            .Rename(@"^conv_head\.", "classifier.0.").Rename(@"^classifier\.(weight|bias)$", "classifier.3.$1")
            .Change(@"^classifier\.0\.weight$", value => value.Flatten(1));
    }

    public static WeightMap MnasNet()
    {
        WeightMap map = new WeightMap("timm")
            .Rename(@"^conv_stem\.", "layers.0.").Rename(@"^bn1\.", "layers.1.").Rename(@"^conv_head\.", "layers.14.").Rename(@"^bn2\.", "layers.15.")
            .Rename(@"^classifier\.(weight|bias)$", "classifier.1.$1")
            .Rename(@"^blocks\.0\.0\.conv_dw\.", "layers.3.").Rename(@"^blocks\.0\.0\.bn1\.", "layers.4.")
            .Rename(@"^blocks\.0\.0\.conv_pw\.", "layers.6.").Rename(@"^blocks\.0\.0\.bn2\.", "layers.7.");
        foreach ((string theirs, int ours) in ((string, int)[])[("conv_pw", 0), ("bn1", 1), ("conv_dw", 3), ("bn2", 4), ("conv_pwl", 6), ("bn3", 7)])
            map.Rename($@"^blocks\.([0-9])\.([0-9])\.{theirs}\.", place => Invariant($"layers.{Number(place, 1) + 7}.{place.Groups[2].Value}.layers.{ours}."));
        return map;
    }

    public static WeightMap RegNet()
    {
        WeightMap map = new WeightMap("timm")
            .Rename(@"^stem\.conv\.", "stem.0.").Rename(@"^stem\.bn\.", "stem.1.").Rename(@"^head\.fc\.", "fc.")
            .Rename(@"^s([1-4])\.b([0-9]{1,4})\.", place => Invariant($"trunk_output.block{place.Groups[1].Value}.block{place.Groups[1].Value}-{Number(place, 2) - 1}."));
        foreach ((string theirs, string ours) in ((string, string)[])[("conv1", "f.a"), ("conv2", "f.b"), ("conv3", "f.c"), ("downsample", "proj")])
            map.Rename($@"\.{theirs}\.conv\.", $".{ours}.0.").Rename($@"\.{theirs}\.bn\.", $".{ours}.1.");
        return map.Rename(@"\.se\.fc", ".f.se.fc");
    }

    /// <summary>The linear layers of VGG are convolutions there.</summary>
    public static WeightMap Vgg() => new WeightMap("timm")
        .Rename(@"^pre_logits\.fc1\.", "classifier.0.").Rename(@"^pre_logits\.fc2\.", "classifier.3.").Rename(@"^head\.fc\.", "classifier.6.")
        .Change(@"^classifier\.[03]\.weight$", value => value.Flatten(1));

    private static WeightMap Stem() => new WeightMap("timm").Rename(@"^conv_stem\.", "features.0.0.").Rename(@"^bn1\.", "features.0.1.");

    /// <summary>Rules for the blocks of all stages; <paramref name="layout"/> gives the layers of a block, counted through, and its place.</summary>
    /// <param name="map">Takes the rules.</param>
    /// <param name="stages">Blocks in each stage.</param>
    /// <param name="layout">Layers and place.</param>
    /// <param name="bareEnd">Do a block's last convolution and normalisation lie beside each other, rather than in one part?</param>
    private static void Blocks(WeightMap map, int[] stages, Func<int, ((string Conv, string Norm)[] Layers, string Place)> layout, bool bareEnd = false)
    {
        int index = 0;
        for (int stage = 0; stage < stages.Length; stage++)
        {
            for (int block = 0; block < stages[stage]; block++, index++)
            {
                ((string Conv, string Norm)[] layers, string place) = layout(index);
                string from = Invariant($@"^blocks\.{stage}\.{block}\.");
                for (int i = 0; i < layers.Length; i++)
                {
                    (string conv, string norm) = layers[i];
                    if (conv == "se")
                    {
                        map.Rename($@"{from}se\.conv_reduce\.", Invariant($"{place}{i}.fc1.")).Rename($@"{from}se\.conv_expand\.", Invariant($"{place}{i}.fc2."));
                        continue;
                    }
                    bool bare = bareEnd && i == layers.Length - 1;
                    map.Rename($@"{from}{conv}\.", bare ? Invariant($"{place}{i}.") : Invariant($"{place}{i}.0."));
                    map.Rename($@"{from}{norm}\.", bare ? Invariant($"{place}{i + 1}.") : Invariant($"{place}{i}.1."));
                }
            }
        }
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
