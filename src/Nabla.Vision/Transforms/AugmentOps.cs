using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>The operations that the automatic augmentations choose from.</summary>
[Export("vision.transforms.AugmentOp")]
public enum AugmentOp
{
    /// <summary>Nothing.</summary>
    Identity,

    /// <summary>Shear along the rows; the magnitude is its tangent.</summary>
    ShearX,

    /// <summary>Shear along the columns; the magnitude is its tangent.</summary>
    ShearY,

    /// <summary>Shift to the right, pixels.</summary>
    TranslateX,

    /// <summary>Shift down, pixels.</summary>
    TranslateY,

    /// <summary>Turn, degrees.</summary>
    Rotate,

    /// <summary>Brightness 1 + magnitude.</summary>
    Brightness,

    /// <summary>Saturation 1 + magnitude.</summary>
    Color,

    /// <summary>Contrast 1 + magnitude.</summary>
    Contrast,

    /// <summary>Sharpness 1 + magnitude.</summary>
    Sharpness,

    /// <summary>So many bits are kept.</summary>
    Posterize,

    /// <summary>Values from this threshold on are mirrored.</summary>
    Solarize,

    /// <summary>Full range.</summary>
    AutoContrast,

    /// <summary>Even histogram.</summary>
    Equalize,

    /// <summary>All values mirrored.</summary>
    Invert,
}

/// <summary>Carries the operations out as torchvision does.</summary>
internal static class AugmentOps
{
    /// <summary>Whether the magnitude may be negated.</summary>
    public static bool IsSigned(AugmentOp op) => op is >= AugmentOp.ShearX and <= AugmentOp.Sharpness;

    public static Image Apply(Image image, AugmentOp op, double magnitude, Interpolation interpolation, byte fill) => op switch
    {
        AugmentOp.ShearX => image.Affine(0, (0, 0), 1, (Math.Atan(magnitude) * 180 / Math.PI, 0), interpolation, fill, (0, 0)),
        AugmentOp.ShearY => image.Affine(0, (0, 0), 1, (0, Math.Atan(magnitude) * 180 / Math.PI), interpolation, fill, (0, 0)),
        AugmentOp.TranslateX => image.Affine(0, ((int)magnitude, 0), 1, (0, 0), interpolation, fill),
        AugmentOp.TranslateY => image.Affine(0, (0, (int)magnitude), 1, (0, 0), interpolation, fill),
        AugmentOp.Rotate => image.Rotate(magnitude, interpolation, fill),
        AugmentOp.Brightness => image.Brightness(1 + magnitude),
        AugmentOp.Color => image.Saturation(1 + magnitude),
        AugmentOp.Contrast => image.Contrast(1 + magnitude),
        AugmentOp.Sharpness => image.Sharpness(1 + magnitude),
        AugmentOp.Posterize => image.Posterize((int)magnitude),
        AugmentOp.Solarize => image.Solarize(magnitude),
        AugmentOp.AutoContrast => image.AutoContrast(),
        AugmentOp.Equalize => image.Equalize(),
        AugmentOp.Invert => image.Invert(),
        _ => image,
    };

    /// <summary>The magnitude at bin i of n, as the three papers' implementations in torchvision have it.</summary>
    public static double Magnitude(AugmentOp op, int bin, int bins, Image image, AugmentReach reach)
    {
        double share = bins > 1 ? (double)bin / (bins - 1) : 1;
        return op switch
        {
            AugmentOp.ShearX or AugmentOp.ShearY => share * reach.Shear,
            AugmentOp.TranslateX => share * (reach.Pixels ?? reach.Shift * image.Width),
            AugmentOp.TranslateY => share * (reach.Pixels ?? reach.Shift * image.Height),
            AugmentOp.Rotate => share * reach.Degrees,
            AugmentOp.Brightness or AugmentOp.Color or AugmentOp.Contrast or AugmentOp.Sharpness => share * reach.Enhance,
            AugmentOp.Posterize => reach.Bits - Math.Round(share * reach.LostBits, MidpointRounding.ToEven),
            AugmentOp.Solarize => 255 * (1 - share),
            _ => 0,
        };
    }
}

/// <summary>Largest magnitudes.</summary>
internal sealed record AugmentReach(double Shear, double Shift, double? Pixels, double Degrees, double Enhance, int Bits, int LostBits)
{
    public static AugmentReach Usual { get; } = new(0.3, 150.0 / 331, null, 30, 0.9, 8, 4);

    public static AugmentReach Wide { get; } = new(0.99, 0, 32, 135, 0.99, 8, 6);

    public static AugmentReach Mix { get; } = new(0.3, 1.0 / 3, null, 30, 0.9, 4, 4);
}
