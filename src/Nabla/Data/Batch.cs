namespace Nabla;

/// <summary>Samples stacked for one training step.</summary>
/// <param name="Inputs">[B, ...].</param>
/// <param name="Targets">[B, ...]; class numbers as int64 for classification.</param>
[Export("utils.data.Batch")]
public sealed record Batch(Tensor Inputs, Tensor Targets) : IDisposable
{
    /// <summary>Number of samples.</summary>
    public long Count => Inputs.Shape[0];

    /// <summary>Gives the memory back at once; optional.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}
