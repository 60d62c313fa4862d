namespace Nabla.Vision.Transforms;

/// <summary>How a published model wants its pictures.</summary>
/// <param name="Resize">Pixels of the shorter side.</param>
/// <param name="Crop">Pixels of the square taken from the middle.</param>
/// <param name="Interpolation">The kernel.</param>
/// <param name="Mean">Of the colours.</param>
/// <param name="Deviation">Of the colours.</param>
[Export("vision.transforms.PublishedTransform")]
public sealed record PublishedTransform(int Resize, int Crop, Interpolation Interpolation, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>The steps for evaluation.</summary>
    public TensorTransform ToTransform() =>
        new(new Compose([new Resize(Resize, Interpolation: Interpolation), new CenterCrop(Crop)]), Mean, Deviation);
}

/// <summary>The transforms that the published weights of each model were evaluated with, after the descriptions of torchvision's default weights (the newest, where a model has several), and of timm's for its own names.</summary>
public static class ModelTransforms
{
    // Name (or its beginning, with *), resize, crop, kernel; what is not listed takes 256, 224, bilinear.
    private static readonly (string Name, int Resize, int Crop, Interpolation Interpolation)[] Known =
    [
        ("efficientnet_b0", 256, 224, Interpolation.Bicubic), ("efficientnet_b1", 255, 240, Interpolation.Bilinear),
        ("efficientnet_b2", 288, 288, Interpolation.Bicubic), ("efficientnet_b3", 320, 300, Interpolation.Bicubic),
        ("efficientnet_b4", 384, 380, Interpolation.Bicubic), ("efficientnet_b5", 456, 456, Interpolation.Bicubic),
        ("efficientnet_b6", 528, 528, Interpolation.Bicubic), ("efficientnet_b7", 600, 600, Interpolation.Bicubic),
        ("efficientnet_b8", 704, 672, Interpolation.Bicubic), ("efficientnet_l2", 832, 800, Interpolation.Bicubic),
        ("efficientnet_v2_s", 384, 384, Interpolation.Bilinear), ("efficientnet_v2_m", 480, 480, Interpolation.Bilinear),
        ("efficientnet_v2_l", 480, 480, Interpolation.Bicubic),
        ("inception_v3", 342, 299, Interpolation.Bilinear), ("inception_v4", 342, 299, Interpolation.Bicubic), ("xception", 333, 299, Interpolation.Bicubic),
        ("convnext_tiny", 236, 224, Interpolation.Bilinear), ("convnext_small", 230, 224, Interpolation.Bilinear), ("convnext_*", 232, 224, Interpolation.Bilinear),
        ("swin_t", 232, 224, Interpolation.Bicubic), ("swin_s", 246, 224, Interpolation.Bicubic), ("swin_b", 238, 224, Interpolation.Bicubic),
        ("swin_v2_t", 260, 256, Interpolation.Bicubic), ("swin_v2_s", 260, 256, Interpolation.Bicubic), ("swin_v2_b", 272, 256, Interpolation.Bicubic),
        ("maxvit_t", 224, 224, Interpolation.Bicubic), ("vit_h_14", 518, 518, Interpolation.Bicubic), ("mixnet_*", 256, 224, Interpolation.Bicubic),
        ("resnet50", 232, 224, Interpolation.Bilinear), ("resnet101", 232, 224, Interpolation.Bilinear), ("resnet152", 232, 224, Interpolation.Bilinear),
        ("resnext*", 232, 224, Interpolation.Bilinear), ("wide_resnet*", 232, 224, Interpolation.Bilinear),
        ("regnet_y_128gf", 384, 384, Interpolation.Bicubic), ("regnet_*", 232, 224, Interpolation.Bilinear),
        ("mobilenet_v2", 232, 224, Interpolation.Bilinear), ("mobilenet_v3_large", 232, 224, Interpolation.Bilinear),
        ("mnasnet0_75", 232, 224, Interpolation.Bilinear), ("mnasnet1_3", 232, 224, Interpolation.Bilinear),
        ("shufflenet_v2_x1_5", 232, 224, Interpolation.Bilinear), ("shufflenet_v2_x2_0", 232, 224, Interpolation.Bilinear), ("vit_l_16", 242, 224, Interpolation.Bilinear),
    ];

    // timm's defaults where it alone has published weights: crop, its share of the resized picture, kernel, pictures in -1..1?
    private static readonly (string Name, int Crop, double Share, Interpolation Interpolation, bool Symmetric)[] Timm =
    [
        ("tf_efficientnet_b0", 224, 0.875, Interpolation.Bicubic, false), ("tf_efficientnet_b1", 240, 0.882, Interpolation.Bicubic, false),
        ("tf_efficientnet_b2", 260, 0.890, Interpolation.Bicubic, false), ("tf_efficientnet_b3", 300, 0.904, Interpolation.Bicubic, false),
        ("tf_efficientnet_b4", 380, 0.922, Interpolation.Bicubic, false), ("tf_efficientnet_b5", 456, 0.934, Interpolation.Bicubic, false),
        ("tf_efficientnet_b6", 528, 0.942, Interpolation.Bicubic, false), ("tf_efficientnet_b7", 600, 0.949, Interpolation.Bicubic, false),
        ("tf_efficientnet_b8", 672, 0.954, Interpolation.Bicubic, true), ("tf_efficientnet_l2", 800, 0.96, Interpolation.Bicubic, false),
        ("tf_efficientnet_cc_b0_4e", 224, 0.875, Interpolation.Bicubic, true), ("tf_efficientnet_cc_b0_8e", 224, 0.875, Interpolation.Bicubic, true),
        ("tf_efficientnet_cc_b1_8e", 240, 0.882, Interpolation.Bicubic, true),
        ("tf_efficientnet_es", 224, 0.875, Interpolation.Bicubic, true), ("tf_efficientnet_em", 240, 0.882, Interpolation.Bicubic, true),
        ("tf_efficientnet_el", 300, 0.904, Interpolation.Bicubic, true),
        ("efficientnet_es", 224, 0.875, Interpolation.Bicubic, false), ("efficientnet_em", 240, 0.882, Interpolation.Bicubic, false),
        ("efficientnet_el", 300, 0.904, Interpolation.Bicubic, false),
        ("tf_efficientnet_lite0", 224, 0.875, Interpolation.Bicubic, true), ("tf_efficientnet_lite1", 240, 0.882, Interpolation.Bicubic, true),
        ("tf_efficientnet_lite2", 260, 0.890, Interpolation.Bicubic, true), ("tf_efficientnet_lite3", 300, 0.904, Interpolation.Bilinear, true),
        ("tf_efficientnet_lite4", 380, 0.920, Interpolation.Bilinear, true),
        ("efficientnet_lite0", 224, 0.875, Interpolation.Bicubic, false), ("efficientnet_lite1", 240, 0.882, Interpolation.Bicubic, false),
        ("efficientnet_lite2", 260, 0.890, Interpolation.Bicubic, false), ("efficientnet_lite3", 300, 0.904, Interpolation.Bicubic, false),
        ("tf_efficientnetv2_s", 300, 1, Interpolation.Bicubic, true), ("tf_efficientnetv2_m", 384, 1, Interpolation.Bicubic, true),
        ("tf_efficientnetv2_l", 384, 1, Interpolation.Bicubic, true), ("tf_efficientnetv2_xl", 384, 1, Interpolation.Bicubic, true),
        ("tf_efficientnetv2_b0", 192, 0.875, Interpolation.Bicubic, false), ("tf_efficientnetv2_b1", 192, 0.882, Interpolation.Bicubic, false),
        ("tf_efficientnetv2_b2", 208, 0.890, Interpolation.Bicubic, false), ("tf_efficientnetv2_b3", 240, 0.9, Interpolation.Bicubic, true),
        ("swin_l", 224, 0.9, Interpolation.Bicubic, false), ("swin_b_384", 384, 1, Interpolation.Bicubic, false), ("swin_l_384", 384, 1, Interpolation.Bicubic, false),
    ];

    // Trained with pictures in -1..1.
    private static readonly string[] Symmetric = ["efficientnet_v2_l", "inception_v4", "xception"];

    /// <summary>The transform of a model; that of ImageNet's classifiers in general where none was published.</summary>
    /// <param name="name">Registered name.</param>
    /// <param name="size">Another size than the published one; the margin around the crop stays in proportion.</param>
    [Export("vision.transforms.ModelTransforms.for")]
    public static PublishedTransform For(string name, int? size = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        (string _, int resize, int crop, Interpolation interpolation) = Known.FirstOrDefault(one =>
            one.Name == name || (one.Name.EndsWith('*') && name.StartsWith(one.Name[..^1], StringComparison.Ordinal)));
        if (crop == 0) (resize, crop, interpolation) = (256, 224, Interpolation.Bilinear);
        (string? published, int own, double share, Interpolation kernel, bool halves) = Timm.FirstOrDefault(one => one.Name == name);
        // timm resizes to the whole number below crop / share.
        if (published is not null) (resize, crop, interpolation) = ((int)(own / share), own, kernel);
        if (size is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
            (resize, crop) = (Math.Max(wanted, (int)Math.Round((double)resize * wanted / crop)), wanted);
        }
        bool symmetric = halves || Symmetric.Contains(name) || name.Contains("inception_v4", StringComparison.Ordinal);
        return new(
            resize, crop, interpolation,
            symmetric ? [0.5, 0.5, 0.5] : TensorTransform.ImageNetMean, symmetric ? [0.5, 0.5, 0.5] : TensorTransform.ImageNetDeviation);
    }
}
