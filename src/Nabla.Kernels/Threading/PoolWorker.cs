using System.Diagnostics;

namespace Nabla.Kernels.Threading;

/// <summary>One worker's place to sleep.</summary>
internal sealed class PoolWorker(int index)
{
    private static readonly long SpinTicks = Math.Max(1, Stopwatch.Frequency / 50_000), YieldTicks = Math.Max(1, Stopwatch.Frequency / 5_000);
    private readonly object _bed = new();
    private int _asleep;

    /// <summary>Position among the workers, from 0.</summary>
    public int Index { get; } = index;

    /// <summary>Returns the number of a job newer than <paramref name="seen"/>: a spin of 20 µs, yielding ones up to 200 µs, then a block.</summary>
    /// <remarks>A worker that sleeps begins 50 to 80 µs late, half of a small loop; what a network does between two loops seldom takes 200 µs.</remarks>
    public long AwaitJob(PoolJob job, long seen)
    {
        long begin = Stopwatch.GetTimestamp(), waited;
        do
        {
            if (job.Number != seen)
                return job.Number;
            Thread.SpinWait(8);
            waited = Stopwatch.GetTimestamp() - begin;
            if (waited > SpinTicks)
                Thread.Yield();
        }
        while (waited < YieldTicks);
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
