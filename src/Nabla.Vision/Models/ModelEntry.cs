namespace Nabla.Vision;

/// <summary>A registered model.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="InputShape">The usual input without the batch, [C, H, W].</param>
/// <param name="Build">Builds it from weights and settings.</param>
/// <param name="Summary">One line about it.</param>
[Export("vision.models.ModelEntry")]
public sealed record ModelEntry(string Name, Shape InputShape, Func<Weights, ModelSettings, Module> Build, string Summary);
