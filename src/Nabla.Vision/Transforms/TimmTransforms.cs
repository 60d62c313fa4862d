namespace Nabla.Vision.Transforms;

/// <summary>How timm 1.0 prepares the pictures of its models by default: confirmed name by name with its own configurations (tests/golden/make_timm.py).</summary>
internal static class TimmTransforms
{
    // Crop, its share of the resized picture, kernel, pictures in -1..1?, both sides resized?, names. The last names of some rows are ours for the same models.
    private static readonly (int Crop, double Share, Interpolation Kernel, bool Symmetric, bool Squash, string Names)[] Rows =
    [
        (192, 0.875, Interpolation.Bicubic, false, false, "tf_efficientnetv2_b0"),
        (192, 0.882, Interpolation.Bicubic, false, false, "tf_efficientnetv2_b1"),
        (208, 0.89, Interpolation.Bicubic, false, false, "tf_efficientnetv2_b2"),
        (224, 0.875, Interpolation.Bicubic, false, false, "tf_efficientnet_b0 efficientnet_es efficientnet_lite0 mobilenetv2_050 mobilenetv2_075 mobilenetv2_100 mobilenetv2_140 mobilenetv3_large_100 mobilenetv3_small_100 mnasnet_050 mnasnet_075 mnasnet_100 ghostnet_050 ghostnet_100 ghostnet_130 mixnet_s mixnet_m mixnet_l convnext_xlarge"),
        (224, 0.875, Interpolation.Bicubic, true, false, "tf_efficientnet_cc_b0_4e tf_efficientnet_cc_b0_8e tf_efficientnet_es tf_efficientnet_lite0 mobilenetv1_100"),
        (224, 0.9, Interpolation.Bicubic, false, false, "swin_tiny_patch4_window7_224 swin_small_patch4_window7_224 swin_base_patch4_window7_224 swin_large_patch4_window7_224 swin_l"),
        (224, 0.9, Interpolation.Bicubic, true, false, "vit_base_patch16_224 vit_base_patch32_224 vit_large_patch16_224 vit_large_patch32_224 vit_huge_patch14_224"),
        (224, 0.95, Interpolation.Bicubic, false, false, "regnety_032 regnety_160 maxvit_tiny_tf_224 maxvit_small_tf_224 maxvit_base_tf_224 maxvit_large_tf_224"),
        (224, 0.95, Interpolation.Bicubic, true, false, "maxvit_xlarge_tf_224"),
        (224, 0.965, Interpolation.Bicubic, false, false, "regnetx_004_tv regnetx_008 regnetx_016 regnetx_032 regnetx_080 regnetx_160 regnetx_320 regnety_004 regnety_008_tv regnety_016 regnety_080_tv regnety_320"),
        (240, 0.882, Interpolation.Bicubic, false, false, "tf_efficientnet_b1 efficientnet_em efficientnet_lite1"),
        (240, 0.882, Interpolation.Bicubic, true, false, "tf_efficientnet_cc_b1_8e tf_efficientnet_em tf_efficientnet_lite1"),
        (240, 0.9, Interpolation.Bicubic, true, true, "tf_efficientnetv2_b3"),
        (256, 0.9, Interpolation.Bicubic, false, false, "swinv2_tiny_window8_256 swinv2_small_window8_256 swinv2_base_window8_256"),
        (260, 0.89, Interpolation.Bicubic, false, false, "tf_efficientnet_b2 efficientnet_lite2"),
        (260, 0.89, Interpolation.Bicubic, true, false, "tf_efficientnet_lite2"),
        (299, 0.875, Interpolation.Bicubic, true, false, "inception_v4"),
        (299, 0.8975, Interpolation.Bicubic, true, false, "legacy_xception xception"),
        (300, 0.904, Interpolation.Bicubic, false, false, "tf_efficientnet_b3 efficientnet_el efficientnet_lite3"),
        (300, 0.904, Interpolation.Bicubic, true, false, "tf_efficientnet_el"),
        (300, 0.904, Interpolation.Bilinear, true, false, "tf_efficientnet_lite3"),
        (300, 1, Interpolation.Bicubic, true, false, "tf_efficientnetv2_s"),
        (380, 0.92, Interpolation.Bilinear, true, false, "tf_efficientnet_lite4"),
        (380, 0.922, Interpolation.Bicubic, false, false, "tf_efficientnet_b4 efficientnet_lite4"),
        (384, 1, Interpolation.Bicubic, false, false, "swin_base_patch4_window12_384 swin_large_patch4_window12_384 regnety_1280 swin_b_384 swin_l_384"),
        (384, 1, Interpolation.Bicubic, true, false, "vit_base_patch16_384 vit_base_patch32_384 vit_large_patch16_384 vit_large_patch32_384"),
        (384, 1, Interpolation.Bicubic, true, true, "tf_efficientnetv2_m tf_efficientnetv2_l tf_efficientnetv2_xl maxvit_tiny_tf_384 maxvit_small_tf_384 maxvit_base_tf_384 maxvit_large_tf_384 maxvit_xlarge_tf_384"),
        (456, 0.934, Interpolation.Bicubic, false, false, "tf_efficientnet_b5"),
        (528, 0.942, Interpolation.Bicubic, false, false, "tf_efficientnet_b6"),
        (600, 0.949, Interpolation.Bicubic, false, false, "tf_efficientnet_b7"),
        (672, 0.954, Interpolation.Bicubic, false, false, "efficientnet_b8"),
        (672, 0.954, Interpolation.Bicubic, true, false, "tf_efficientnet_b8"),
        (800, 0.96, Interpolation.Bicubic, false, false, "tf_efficientnet_l2"),
        (800, 0.961, Interpolation.Bicubic, false, false, "efficientnet_l2"),
        (512, 1, Interpolation.Bicubic, true, true, "maxvit_tiny_tf_512 maxvit_small_tf_512 maxvit_base_tf_512 maxvit_large_tf_512 maxvit_xlarge_tf_512"),

        // EfficientNet-PyTorch, as its ImageNet example evaluates; b8 exists in its AdvProp form only.
        (224, 1, Interpolation.Bicubic, false, false, "efficientnet-b0"),
        (240, 1, Interpolation.Bicubic, false, false, "efficientnet-b1"),
        (260, 1, Interpolation.Bicubic, false, false, "efficientnet-b2"),
        (300, 1, Interpolation.Bicubic, false, false, "efficientnet-b3"),
        (380, 1, Interpolation.Bicubic, false, false, "efficientnet-b4"),
        (456, 1, Interpolation.Bicubic, false, false, "efficientnet-b5"),
        (528, 1, Interpolation.Bicubic, false, false, "efficientnet-b6"),
        (600, 1, Interpolation.Bicubic, false, false, "efficientnet-b7"),
        (672, 1, Interpolation.Bicubic, true, false, "efficientnet-b8"),
        (800, 1, Interpolation.Bicubic, false, false, "efficientnet-l2"),
    ];

    private static readonly Dictionary<string, PublishedTransform> ByName = Rows
        .SelectMany(row => row.Names.Split(' ').Select(name => (Name: name, Transform: Of(row.Crop, row.Share, row.Kernel, row.Symmetric, row.Squash))))
        .ToDictionary(pair => pair.Name, pair => pair.Transform, StringComparer.Ordinal);

    /// <summary>The transform of a model; null when timm's is not known, or torchvision has published weights under the same name.</summary>
    public static PublishedTransform? Find(string name) => ByName.GetValueOrDefault(name);

    // timm resizes to the whole number below crop / share.
    private static PublishedTransform Of(int crop, double share, Interpolation kernel, bool symmetric, bool squash) => new(
        (int)Math.Floor(crop / share), crop, kernel,
        symmetric ? [0.5, 0.5, 0.5] : TensorTransform.ImageNetMean, symmetric ? [0.5, 0.5, 0.5] : TensorTransform.ImageNetDeviation)
    { Squash = squash };
}
