namespace Nabla.Vision;

/// <summary>A registered model.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="InputShape">The usual input without the batch, [C, H, W].</param>
/// <param name="Build">Builds it from weights and settings.</param>
/// <param name="Summary">One line about it.</param>
[Export("vision.models.ModelEntry")]
public sealed record ModelEntry(string Name, Shape InputShape, Func<Weights, ModelSettings, Module> Build, string Summary)
{
    /// <summary>Paths of the layers that depend on the number of classes, such as <c>fc</c>.</summary>
    public IReadOnlyList<string> Classifier { get; init; } = [];

    /// <summary>Path of the first convolution, such as <c>conv1</c>; empty when unknown.</summary>
    public string Stem { get; init; } = string.Empty;

    /// <summary>Paths whose outputs make a feature pyramid, from fine to coarse.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>How checkpoints with other names become this model's.</summary>
    public IReadOnlyList<WeightMap> Maps { get; init; } = [];
}
