using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Brightness, contrast, saturation and hue changed at random and in random order.</summary>
/// <param name="Brightness">Factor at most so far from 1.</param>
/// <param name="Contrast">Factor at most so far from 1.</param>
/// <param name="Saturation">Factor at most so far from 1.</param>
/// <param name="Hue">At most such a share of a circle to either side, 0 to 0.5.</param>
[Export("vision.transforms.ColorJitter")]
public sealed record ColorJitter(double Brightness = 0, double Contrast = 0, double Saturation = 0, double Hue = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        int[] order = random.Permutation(4);
        double b = Factor(Brightness), c = Factor(Contrast), s = Factor(Saturation), h = random.Uniform(-Hue, Hue);
        foreach (int step in order)
        {
            image = step switch
            {
                0 when Brightness > 0 => image.Brightness(b),
                1 when Contrast > 0 => image.Contrast(c),
                2 when Saturation > 0 => image.Saturation(s),
                3 when Hue > 0 => image.Hue(h),
                _ => image,
            };
        }
        return image;

        double Factor(double reach) => random.Uniform(Math.Max(0, 1 - reach), 1 + reach);
    }
}

/// <summary>Grey, with as many channels as before.</summary>
/// <param name="Probability">0 to 1.</param>
[Export("vision.transforms.RandomGreyscale")]
public sealed record RandomGreyscale(double Probability = 1) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => random.Chance(Probability) ? image.Greyscale() : image;
}

/// <summary>Gaussian blur of a random width.</summary>
/// <param name="Taps">Odd.</param>
/// <param name="LeastSigma">Smallest width in pixels.</param>
/// <param name="MostSigma">Largest width in pixels.</param>
[Export("vision.transforms.RandomBlur")]
public sealed record RandomBlur(int Taps, double LeastSigma = 0.1, double MostSigma = 2) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => image.GaussianBlur(Taps, random.Uniform(LeastSigma, MostSigma));
}
