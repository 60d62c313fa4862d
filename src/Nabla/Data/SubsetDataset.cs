namespace Nabla;

/// <summary>Some samples of another dataset, in a given order.</summary>
/// <typeparam name="TSample">One sample.</typeparam>
[Export("utils.data.SubsetDataset")]
public sealed class SubsetDataset<TSample> : IDataset<TSample>
{
    private readonly IDataset<TSample> _whole;
    private readonly IReadOnlyList<int> _indices;

    /// <summary>Selects samples.</summary>
    /// <param name="whole">The other dataset.</param>
    /// <param name="indices">Positions in it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position is not in the dataset.</exception>
    public SubsetDataset(IDataset<TSample> whole, IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(indices);
        foreach (int index in indices)
        {
            if (index < 0 || index >= whole.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"The dataset has {whole.Count} samples; position {index} does not exist.");
        }
        (_whole, _indices) = (whole, indices);
    }

    /// <inheritdoc/>
    public int Count => _indices.Count;

    /// <inheritdoc/>
    public TSample this[int index] => _whole[_indices[index]];
}
