using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Nabla;

/// <summary>Batches of a dataset, prepared in the background while the last one is being used.</summary>
/// <typeparam name="TSample">One sample.</typeparam>
/// <typeparam name="TBatch">What the collation makes of several.</typeparam>
[Export("utils.data.DataLoader")]
public sealed class DataLoader<TSample, TBatch> : IBatchSource<TBatch>
{
    private readonly IDataset<TSample> _dataset;
    private readonly Sampler _sampler;
    private readonly Func<IReadOnlyList<TSample>, Generator, TBatch> _collate;
    private readonly int _batchSize, _prefetch;
    private readonly bool _dropLast;
    private readonly ulong _seed;

    /// <summary>Describes the batches.</summary>
    /// <param name="dataset">Where samples come from.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="collate">Makes a batch of samples; its generator depends on seed, epoch and batch alone, for augmentation.</param>
    /// <param name="sampler">Order of samples; sequential when null.</param>
    /// <param name="dropLast">Leave out a last batch that is not full?</param>
    /// <param name="prefetch">Batches prepared ahead; 0 prepares them on the calling thread.</param>
    /// <param name="seed">Seed of the collation's generators.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public DataLoader(
        IDataset<TSample> dataset, int batchSize, Func<IReadOnlyList<TSample>, Generator, TBatch> collate,
        Sampler? sampler = null, bool dropLast = false, int prefetch = 2, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(collate);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        (_dataset, _batchSize, _collate, _dropLast, _prefetch, _seed) = (dataset, batchSize, collate, dropLast, prefetch, seed);
        _sampler = sampler ?? new SequentialSampler(dataset.Count);
    }

    /// <summary>Batches per epoch.</summary>
    public int Count => _dropLast ? _sampler.Count / _batchSize : (_sampler.Count + _batchSize - 1) / _batchSize;

    /// <summary>Samples per epoch.</summary>
    public int Samples => _dropLast ? Count * _batchSize : _sampler.Count;

    /// <summary>Samples per batch.</summary>
    public int BatchSize => _batchSize;

    /// <summary>The batches of an epoch.</summary>
    /// <param name="epoch">Number of the epoch; decides order and augmentation.</param>
    /// <param name="first">Batch to begin with, to go on in the middle of an epoch.</param>
    /// <param name="cancellation">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<TBatch> Epoch(int epoch = 0, int first = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return _prefetch == 0 ? Inline(epoch, first, cancellation) : Background(epoch, first, cancellation);
    }

    private IEnumerable<TBatch> Inline(int epoch, int first, CancellationToken cancellation)
    {
        IReadOnlyList<int> order = _sampler.Order(epoch);
        for (int i = first; i < Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Make(order, epoch, i);
        }
    }

    private IEnumerable<TBatch> Background(int epoch, int first, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<(TBatch Batch, ExceptionDispatchInfo? Error)> ready = new(_prefetch);
        Task producer = Task.Factory.StartNew(() => Produce(ready, epoch, first, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (ready.TryTake(out (TBatch Batch, ExceptionDispatchInfo? Error) item, Timeout.Infinite, cancellation))
            {
                item.Error?.Throw();
                yield return item.Batch;
            }
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(producer).GetAwaiter().GetResult();
            while (ready.TryTake(out (TBatch Batch, ExceptionDispatchInfo? Error) unused)) (unused.Batch as IDisposable)?.Dispose();
        }
    }

    private void Produce(BlockingCollection<(TBatch Batch, ExceptionDispatchInfo? Error)> ready, int epoch, int first, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<int> order = _sampler.Order(epoch);
            for (int i = first; i < Count; i++)
            {
                stop.ThrowIfCancellationRequested();
                ready.Add((Make(order, epoch, i), null), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // whatever went wrong is rethrown where the batch was asked for
        catch (Exception error)
#pragma warning restore CA1031
        {
            ready.TryAdd((default!, ExceptionDispatchInfo.Capture(error)), Timeout.Infinite, CancellationToken.None);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }

    private TBatch Make(IReadOnlyList<int> order, int epoch, int batch)
    {
        int start = batch * _batchSize, count = Math.Min(_batchSize, order.Count - start);
        TSample[] samples = new TSample[count];
        for (int i = 0; i < count; i++) samples[i] = _dataset[order[start + i]];
        ulong seed = SeededShuffle.Mix(SeededShuffle.Mix(_seed, (ulong)epoch), (ulong)batch);
        return _collate(samples, new Philox(seed));
    }
}
