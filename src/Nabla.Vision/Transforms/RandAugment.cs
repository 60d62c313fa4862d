using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>So many random operations of one strength. Cubuk et al., RandAugment (2019).</summary>
/// <param name="Operations">Operations per image.</param>
/// <param name="Magnitude">Strength, 0 to <paramref name="Bins"/> - 1.</param>
/// <param name="Bins">Number of strengths.</param>
/// <param name="Interpolation">For the geometric operations.</param>
/// <param name="Fill">Value of the pixels that come in.</param>
[Export("vision.transforms.RandAugment")]
public sealed record RandAugment(
    int Operations = 2, int Magnitude = 9, int Bins = 31, Interpolation Interpolation = Interpolation.Nearest, byte Fill = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        for (int i = 0; i < Operations; i++)
        {
            var op = (AugmentOp)random.Integer((int)AugmentOp.Equalize + 1);
            double magnitude = AugmentOps.Magnitude(op, Math.Clamp(Magnitude, 0, Bins - 1), Bins, image, AugmentReach.Usual);
            if (AugmentOps.IsSigned(op) && random.Chance(0.5)) magnitude = -magnitude;
            image = AugmentOps.Apply(image, op, magnitude, Interpolation, Fill);
        }
        return image;
    }
}

/// <summary>One random operation of random strength. Müller and Hutter, TrivialAugment (2021), the wide space.</summary>
/// <param name="Bins">Number of strengths.</param>
/// <param name="Interpolation">For the geometric operations.</param>
/// <param name="Fill">Value of the pixels that come in.</param>
[Export("vision.transforms.TrivialAugment")]
public sealed record TrivialAugment(int Bins = 31, Interpolation Interpolation = Interpolation.Nearest, byte Fill = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        var op = (AugmentOp)random.Integer((int)AugmentOp.Equalize + 1);
        double magnitude = AugmentOps.Magnitude(op, random.Integer(Bins), Bins, image, AugmentReach.Wide);
        if (AugmentOps.IsSigned(op) && random.Chance(0.5)) magnitude = -magnitude;
        return AugmentOps.Apply(image, op, magnitude, Interpolation, Fill);
    }
}

/// <summary>A random mixture of chains of operations with the image itself. Hendrycks et al., AugMix (2019).</summary>
/// <param name="Severity">Strength, 1 to 10.</param>
/// <param name="Width">Number of chains.</param>
/// <param name="Depth">Operations in a chain; 1 to 3 at random when null.</param>
/// <param name="Alpha">Parameter of the mixing weights.</param>
/// <param name="AllOperations">Colour operations too?</param>
/// <param name="Interpolation">For the geometric operations.</param>
[Export("vision.transforms.AugMix")]
public sealed record AugMix(
    int Severity = 3, int Width = 3, int? Depth = null, double Alpha = 1, bool AllOperations = true, Interpolation Interpolation = Interpolation.Bilinear) : ImageTransform
{
    private static readonly AugmentOp[] Operations =
    [
        AugmentOp.ShearX, AugmentOp.ShearY, AugmentOp.TranslateX, AugmentOp.TranslateY, AugmentOp.Rotate, AugmentOp.Posterize, AugmentOp.Solarize,
        AugmentOp.AutoContrast, AugmentOp.Equalize, AugmentOp.Brightness, AugmentOp.Color, AugmentOp.Contrast, AugmentOp.Sharpness,
    ];

    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        if (Severity is < 1 or > 10) throw new ArgumentOutOfRangeException(nameof(Severity), Severity, "Expected 1 to 10.");
        image = image.To8Bit();
        double keep = random.Beta(Alpha, Alpha);
        double[] weights = [.. Enumerable.Range(0, Width).Select(_ => random.Gamma(Alpha))];
        double sum = weights.Sum();
        double[] mixed = new double[image.Data.Length];
        Add(mixed, image, keep);
        int count = AllOperations ? Operations.Length : 9;
        foreach (double weight in weights)
        {
            Image chain = image;
            for (int depth = Depth ?? random.Integer(3) + 1; depth > 0; depth--)
            {
                AugmentOp op = Operations[random.Integer(count)];
                double magnitude = AugmentOps.Magnitude(op, random.Integer(Severity), 10, image, AugmentReach.Mix);
                if (AugmentOps.IsSigned(op) && random.Chance(0.5)) magnitude = -magnitude;
                chain = AugmentOps.Apply(chain, op, magnitude, Interpolation, 0);
            }
            Add(mixed, chain.ToChannels(image.Channels), (1 - keep) * weight / sum);
        }
        var result = new Image(image.Width, image.Height, image.Channels);
        for (int i = 0; i < mixed.Length; i++) result.Data[i] = (byte)Math.Clamp(mixed[i], 0, 255);
        return result;
    }

    private static void Add(double[] mixed, Image image, double weight)
    {
        ReadOnlySpan<byte> data = image.Data;
        for (int i = 0; i < mixed.Length; i++) mixed[i] += weight * data[i];
    }
}
