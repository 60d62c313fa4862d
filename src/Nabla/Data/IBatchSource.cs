namespace Nabla;

/// <summary>Epochs of batches that can be entered anywhere.</summary>
/// <typeparam name="TBatch">One batch.</typeparam>
[Export("utils.data.IBatchSource")]
public interface IBatchSource<out TBatch>
{
    /// <summary>Batches per epoch.</summary>
    int Count { get; }

    /// <summary>Samples per epoch.</summary>
    int Samples { get; }

    /// <summary>The batches of an epoch, a function of its number alone.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="first">Batch to begin with.</param>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    IEnumerable<TBatch> Epoch(int epoch = 0, int first = 0, CancellationToken cancellation = default);
}
