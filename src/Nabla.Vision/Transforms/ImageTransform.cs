using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>A step from image to image; the same random numbers give the same result. Safe for many threads at once.</summary>
[Export("vision.transforms.ImageTransform")]
public abstract record ImageTransform
{
    /// <summary>Transforms an image, which is not changed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="random">Its random numbers.</param>
    public abstract Image Apply(Image image, TransformRandom random);
}

/// <summary>Several steps in order.</summary>
/// <param name="Steps">The steps.</param>
[Export("vision.transforms.Compose")]
public sealed record Compose(IReadOnlyList<ImageTransform> Steps) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        for (int i = 0; i < Steps.Count; i++)
        {
            // The middle of a resized image is computed without the rest.
            if (Steps[i] is Resize resize && i + 1 < Steps.Count && Steps[i + 1] is CenterCrop crop)
            {
                image = resize.ApplyCropped(image, crop.Width, crop.Height);
                i++;
                continue;
            }
            image = Steps[i].Apply(image, random);
        }
        return image;
    }
}

/// <summary>A step taken with some probability.</summary>
/// <param name="Step">The step.</param>
/// <param name="Probability">0 to 1.</param>
[Export("vision.transforms.RandomApply")]
public sealed record RandomApply(ImageTransform Step, double Probability = 0.5) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => random.Chance(Probability) ? Step.Apply(image, random) : image;
}

/// <summary>One of several steps, with equal chances.</summary>
/// <param name="Steps">The steps, at least one.</param>
[Export("vision.transforms.RandomChoice")]
public sealed record RandomChoice(IReadOnlyList<ImageTransform> Steps) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => Steps[random.Integer(Steps.Count)].Apply(image, random);
}
