namespace Nabla;

/// <summary>A finite collection of samples by number. Reading must be safe from several threads at once.</summary>
/// <typeparam name="TSample">One sample.</typeparam>
[Export("utils.data.IDataset")]
public interface IDataset<out TSample>
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>The sample at a position, 0..Count-1.</summary>
    TSample this[int index] { get; }
}
