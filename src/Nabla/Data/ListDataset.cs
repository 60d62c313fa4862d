namespace Nabla;

/// <summary>A list in memory as a dataset.</summary>
/// <typeparam name="TSample">One sample.</typeparam>
/// <param name="samples">The samples.</param>
[Export("utils.data.ListDataset")]
public sealed class ListDataset<TSample>(IReadOnlyList<TSample> samples) : IDataset<TSample>
{
    /// <inheritdoc/>
    public int Count => samples.Count;

    /// <inheritdoc/>
    public TSample this[int index] => samples[index];
}
