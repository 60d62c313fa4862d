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
    /// <summary>Bring both sides to <see cref="Resize"/> pixels, whatever the proportions, instead of the shorter one?</summary>
    public bool Squash { get; init; }

    /// <summary>The steps for evaluation.</summary>
    public TensorTransform ToTransform() =>
        new(new Compose([new Resize(Resize, Squash ? Resize : null, Interpolation), new CenterCrop(Crop)]), Mean, Deviation);
}

/// <summary>
/// The transforms that the published weights of each model were evaluated with, after the descriptions of torchvision's default weights (the newest, where a
/// model has several), and of timm's for its own names. Under a name that both have published, torchvision's counts.
/// </summary>
public static class ModelTransforms
{
    // Name (or its beginning, with *), resize, crop, kernel; what is not listed takes 256, 224, bilinear.
    private static readonly (string Name, int Resize, int Crop, Interpolation Interpolation)[] Known =
    [
        ("efficientnet_b0", 256, 224, Interpolation.Bicubic), ("efficientnet_b1", 255, 240, Interpolation.Bilinear),
        ("efficientnet_b2", 288, 288, Interpolation.Bicubic), ("efficientnet_b3", 320, 300, Interpolation.Bicubic),
        ("efficientnet_b4", 384, 380, Interpolation.Bicubic), ("efficientnet_b5", 456, 456, Interpolation.Bicubic),
        ("efficientnet_b6", 528, 528, Interpolation.Bicubic), ("efficientnet_b7", 600, 600, Interpolation.Bicubic),
        ("efficientnet_v2_s", 384, 384, Interpolation.Bilinear), ("efficientnet_v2_m", 480, 480, Interpolation.Bilinear),
        ("efficientnet_v2_l", 480, 480, Interpolation.Bicubic),
        ("inception_v3", 342, 299, Interpolation.Bilinear),
        ("convnext_tiny", 236, 224, Interpolation.Bilinear), ("convnext_small", 230, 224, Interpolation.Bilinear), ("convnext_*", 232, 224, Interpolation.Bilinear),
        ("swin_t", 232, 224, Interpolation.Bicubic), ("swin_s", 246, 224, Interpolation.Bicubic), ("swin_b", 238, 224, Interpolation.Bicubic),
        ("swin_v2_t", 260, 256, Interpolation.Bicubic), ("swin_v2_s", 260, 256, Interpolation.Bicubic), ("swin_v2_b", 272, 256, Interpolation.Bicubic),
        ("maxvit_t", 224, 224, Interpolation.Bicubic), ("vit_h_14", 518, 518, Interpolation.Bicubic),
        ("swin_mlp_b", 256, 224, Interpolation.Bicubic), ("swin_mlp_t*", 292, 256, Interpolation.Bicubic),
        ("resnet50", 232, 224, Interpolation.Bilinear), ("resnet101", 232, 224, Interpolation.Bilinear), ("resnet152", 232, 224, Interpolation.Bilinear),
        ("resnext*", 232, 224, Interpolation.Bilinear), ("wide_resnet*", 232, 224, Interpolation.Bilinear),
        ("regnet_y_128gf", 384, 384, Interpolation.Bicubic), ("regnet_*", 232, 224, Interpolation.Bilinear),
        ("mobilenet_v2", 232, 224, Interpolation.Bilinear), ("mobilenet_v3_large", 232, 224, Interpolation.Bilinear),
        ("mnasnet0_75", 232, 224, Interpolation.Bilinear), ("mnasnet1_3", 232, 224, Interpolation.Bilinear),
        ("shufflenet_v2_x1_5", 232, 224, Interpolation.Bilinear), ("shufflenet_v2_x2_0", 232, 224, Interpolation.Bilinear), ("vit_l_16", 242, 224, Interpolation.Bilinear),
    ];

    // Trained with pictures in -1..1.
    private static readonly string[] Symmetric = ["efficientnet_v2_l"];

    /// <summary>The transform of a model; that of ImageNet's classifiers in general where none was published.</summary>
    /// <param name="name">Registered name.</param>
    /// <param name="size">Another size than the published one; the margin around the crop stays in proportion.</param>
    [Export("vision.transforms.ModelTransforms.for")]
    public static PublishedTransform For(string name, int? size = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot) name = name[..dot];
        PublishedTransform found = TimmTransforms.Find(name) ?? Torchvision(name);
        if (size is not { } wanted) return found;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted);
        return found with { Resize = Math.Max(wanted, (int)Math.Round((double)found.Resize * wanted / found.Crop)), Crop = wanted };
    }

    private static PublishedTransform Torchvision(string name)
    {
        (string _, int resize, int crop, Interpolation interpolation) = Known.FirstOrDefault(one =>
            one.Name == name || (one.Name.EndsWith('*') && name.StartsWith(one.Name[..^1], StringComparison.Ordinal)));
        if (crop == 0) (resize, crop, interpolation) = (256, 224, Interpolation.Bilinear);
        bool symmetric = Symmetric.Contains(name);
        return new(
            resize, crop, interpolation,
            symmetric ? [0.5, 0.5, 0.5] : TensorTransform.ImageNetMean, symmetric ? [0.5, 0.5, 0.5] : TensorTransform.ImageNetDeviation);
    }
}
