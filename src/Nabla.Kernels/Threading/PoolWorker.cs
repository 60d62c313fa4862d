using System.Diagnostics;

namespace Nabla.Kernels.Threading;

/// <summary>One worker's place to sleep.</summary>
internal sealed class PoolWorker(int index)
{
    private static readonly long SpinTicks = Math.Max(1, Stopwatch.Frequency / 50_000);
    private readonly object _bed = new();
    private int _asleep;

    /// <summary>Position among the workers, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Returns the number of a job newer than <paramref name="seen"/>: a short spin (20 µs), then a block.</summary>
    public long AwaitJob(PoolJob job, long seen)
    {
        long limit = Stopwatch.GetTimestamp() + SpinTicks;
        do
        {
            if (job.Number != seen)
                return job.Number;
            Thread.SpinWait(8);
        }
        while (Stopwatch.GetTimestamp() < limit);
        lock (_bed)
        {
            Interlocked.Exchange(ref _asleep, 1);
            while (job.Number == seen)
                Monitor.Wait(_bed);
            _asleep = 0;
        }
        return job.Number;
    }

    /// <summary>Wakes the worker if it sleeps; the job must have been published before.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _asleep) == 0)
            return;
        lock (_bed)
            Monitor.Pulse(_bed);
    }
}
