using System.Globalization;

namespace Nabla.Vision;

/// <summary>timm's names of models that are registered under torchvision's, with what differs in their presets.</summary>
internal static class TimmNames
{
    public static void Register()
    {
        foreach ((string theirs, string ours) in ((string, string)[])[("tiny", "t"), ("small", "s"), ("base", "b"), ("large", "l")])
        {
            ModelRegistry.AddAlias($"swin_{theirs}_patch4_window7_224", $"swin_{ours}");
            if (ours is "b" or "l") ModelRegistry.AddAlias($"swin_{theirs}_patch4_window12_384", $"swin_{ours}_384");
            if (ours != "l") ModelRegistry.AddAlias($"swinv2_{theirs}_window8_256", $"swin_v2_{ours}");
        }
        foreach ((string theirs, string ours) in ((string, string)[])[("base_patch16", "b_16"), ("base_patch32", "b_32"), ("large_patch16", "l_16"), ("large_patch32", "l_32")])
        {
            ModelRegistry.AddAlias($"vit_{theirs}_224", $"vit_{ours}");
            ModelRegistry.AddAlias($"vit_{theirs}_384", $"vit_{ours}", new ModelSettings().Set("image_size", 384), 384);
        }
        ModelRegistry.AddAlias("vit_huge_patch14_224", "vit_h_14");

        // TensorFlow cuts MobileNet's activations off at 6, and timm's MobileNetV3 keeps PyTorch's epsilon.
        ModelRegistry.AddAlias("mobilenetv1_100", "mobilenet_v1", new ModelSettings().Set("relu6", 1));
        foreach (int width in (int[])[50, 75, 100, 140])
        {
            string share = (width / 100.0).ToString(CultureInfo.InvariantCulture);
            ModelRegistry.AddAlias(string.Create(CultureInfo.InvariantCulture, $"mobilenetv2_{width:D3}"), "mobilenet_v2", new ModelSettings().Set("width_mult", share));
        }
        foreach (string size in (string[])["large", "small"])
            ModelRegistry.AddAlias($"mobilenetv3_{size}_100", $"mobilenet_v3_{size}", new ModelSettings().Set("norm_eps", "1e-5"));
        foreach ((string theirs, string ours) in ((string, string)[])[("050", "0_5"), ("075", "0_75"), ("100", "1_0")]) ModelRegistry.AddAlias($"mnasnet_{theirs}", $"mnasnet{ours}");

        // timm's _tv marks torchvision's variant where its own differs; what it has once is the same in both.
        (string Theirs, string Ours)[] regnets =
        [
            ("x_004_tv", "x_400mf"), ("x_008", "x_800mf"), ("x_016", "x_1_6gf"), ("x_032", "x_3_2gf"), ("x_080", "x_8gf"), ("x_160", "x_16gf"), ("x_320", "x_32gf"),
            ("y_004", "y_400mf"), ("y_008_tv", "y_800mf"), ("y_016", "y_1_6gf"), ("y_032", "y_3_2gf"), ("y_080_tv", "y_8gf"), ("y_160", "y_16gf"), ("y_320", "y_32gf"), ("y_1280", "y_128gf"),
        ];
        foreach ((string theirs, string ours) in regnets) ModelRegistry.AddAlias($"regnet{theirs}", $"regnet_{ours}", size: theirs == "y_1280" ? 384 : null);
        ModelRegistry.AddAlias("legacy_xception", "xception");
    }
}
