using Nabla.Vision.Transforms;

namespace Nabla.Cli.Training;

/// <summary>Augmentations by the names of <c>--augment</c>.</summary>
internal static class Augmentations
{
    public const string Known = "crop, color, randaugment, trivialaugment, autoaugment, augmix or none";

    /// <summary>The steps of a list of names with commas between; null for none.</summary>
    /// <param name="names">Such as <c>crop,randaugment</c>.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="width">Columns of the pictures.</param>
    /// <exception cref="UsageException">A name is unknown.</exception>
    public static ImageTransform? Parse(string? names, int height, int width)
    {
        List<ImageTransform> steps = [];
        foreach (string name in (names ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name == "none") continue;
            steps.Add(name switch
            {
                "crop" => new RandomResizedCrop(width, height, LeastArea: 0.35),
                "color" => new ColorJitter(0.4, 0.4, 0.4, 0.1),
                "randaugment" => new RandAugment(),
                "trivialaugment" => new TrivialAugment(),
                "autoaugment" => new AutoAugment(Math.Min(height, width) <= 64 ? AutoAugmentPolicy.Cifar10 : AutoAugmentPolicy.ImageNet),
                "augmix" => new AugMix(),
                _ => throw new UsageException($"There is no augmentation '{name}'; expected {Known}."),
            });
        }
        return steps.Count == 0 ? null : new Compose(steps);
    }
}
