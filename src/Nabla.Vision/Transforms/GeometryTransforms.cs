using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>The left-right mirror image, sometimes.</summary>
/// <param name="Probability">0 to 1.</param>
[Export("vision.transforms.RandomHorizontalFlip")]
public sealed record RandomHorizontalFlip(double Probability = 0.5) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => random.Chance(Probability) ? image.FlipHorizontal() : image;
}

/// <summary>The upside-down mirror image, sometimes.</summary>
/// <param name="Probability">0 to 1.</param>
[Export("vision.transforms.RandomVerticalFlip")]
public sealed record RandomVerticalFlip(double Probability = 0.5) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => random.Chance(Probability) ? image.FlipVertical() : image;
}

/// <summary>A turn by a random angle.</summary>
/// <param name="Degrees">At most so far to either side.</param>
/// <param name="Interpolation">Nearest, bilinear or bicubic.</param>
/// <param name="Fill">Value of the pixels that come in.</param>
[Export("vision.transforms.RandomRotation")]
public sealed record RandomRotation(double Degrees, Interpolation Interpolation = Interpolation.Nearest, byte Fill = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => image.Rotate(random.Uniform(-Degrees, Degrees), Interpolation, Fill);
}

/// <summary>A random rotation, shift, scale and shear.</summary>
/// <param name="Degrees">At most so far to either side.</param>
/// <param name="Shift">Share of the size, at most so far to every side.</param>
/// <param name="LeastScale">Smallest scale.</param>
/// <param name="MostScale">Largest scale.</param>
/// <param name="Shear">Degrees along the rows, at most so far to either side.</param>
/// <param name="Interpolation">Nearest, bilinear or bicubic.</param>
/// <param name="Fill">Value of the pixels that come in.</param>
[Export("vision.transforms.RandomAffine")]
public sealed record RandomAffine(
    double Degrees, double Shift = 0, double LeastScale = 1, double MostScale = 1, double Shear = 0,
    Interpolation Interpolation = Interpolation.Nearest, byte Fill = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        double angle = random.Uniform(-Degrees, Degrees);
        double dx = Math.Round(random.Uniform(-Shift, Shift) * image.Width), dy = Math.Round(random.Uniform(-Shift, Shift) * image.Height);
        return image.Affine(angle, (dx, dy), random.Uniform(LeastScale, MostScale), (random.Uniform(-Shear, Shear), 0), Interpolation, Fill);
    }
}

/// <summary>A random perspective, sometimes.</summary>
/// <param name="Distortion">0 to 1: how far each corner moves towards the middle at most, as a share of the way.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Interpolation">Nearest, bilinear or bicubic.</param>
/// <param name="Fill">Value of the pixels that come in.</param>
[Export("vision.transforms.RandomPerspective")]
public sealed record RandomPerspective(
    double Distortion = 0.5, double Probability = 0.5, Interpolation Interpolation = Interpolation.Bilinear, byte Fill = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        if (!random.Chance(Probability)) return image;
        int right = image.Width - 1, bottom = image.Height - 1;
        double reachX = Distortion * (image.Width / 2), reachY = Distortion * (image.Height / 2);
        ReadOnlySpan<(double, double)> corners = [(0, 0), (right, 0), (right, bottom), (0, bottom)];
        ReadOnlySpan<(double, double)> moved =
        [
            (Way(reachX), Way(reachY)), (right - Way(reachX), Way(reachY)), (right - Way(reachX), bottom - Way(reachY)), (Way(reachX), bottom - Way(reachY)),
        ];
        return image.Perspective(corners, moved, Interpolation, Fill);

        int Way(double reach) => random.Integer((int)reach + 1);
    }
}
