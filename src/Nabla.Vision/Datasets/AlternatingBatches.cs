namespace Nabla.Vision;

/// <summary>Batches from several sources in turn, one epoch each: how SPP-net learns with pictures of several sizes (He et al. 2014, section 2.3).</summary>
[Export("vision.datasets.AlternatingBatches")]
public sealed class AlternatingBatches : IBatchSource<Batch>
{
    private readonly IReadOnlyList<IBatchSource<Batch>> _sources;

    /// <summary>Takes the sources in their order.</summary>
    /// <param name="sources">The same samples in several sizes.</param>
    /// <exception cref="ArgumentException">There is none, one is null, or their numbers of batches or samples differ.</exception>
    public AlternatingBatches(params IReadOnlyList<IBatchSource<Batch>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources.Count == 0 || sources.Contains(null!)) throw new ArgumentException($"At least one source is needed, and none may be null; got {sources.Count}.", nameof(sources));
        if (sources.Any(source => source.Count != sources[0].Count || source.Samples != sources[0].Samples))
            throw new ArgumentException($"Sources of equally many batches and samples are needed; got {string.Join(", ", sources.Select(source => $"{source.Count} of {source.Samples}"))}.", nameof(sources));
        _sources = [.. sources];
    }

    /// <inheritdoc/>
    public int Count => _sources[0].Count;

    /// <inheritdoc/>
    public int Samples => _sources[0].Samples;

    /// <inheritdoc/>
    public IEnumerable<Batch> Epoch(int epoch = 0, int first = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return _sources[epoch % _sources.Count].Epoch(epoch, first, cancellation);
    }
}
