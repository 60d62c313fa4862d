namespace Nabla;

/// <summary>0, 1, 2, ... in every epoch.</summary>
/// <param name="count">Number of samples.</param>
[Export("utils.data.SequentialSampler")]
public sealed class SequentialSampler(int count) : Sampler
{
    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Order(int epoch) => [.. Enumerable.Range(0, count)];
}
