using System.Diagnostics;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Times our kernel and the peers in turns, so that a machine that slows down slows all of them.</summary>
internal static class KernelClock
{
    /// <summary>How long one turn measures.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(0.1);

    private const int Rounds = 3;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(0.3);

    /// <summary>The best of three turns' medians, for us and for every peer.</summary>
    public static KernelResult Measure(KernelCase work, MachineLimits limits, IReadOnlyList<IKernelPeer> peers)
    {
        using GradMode.Restore off = GradMode.NoGrad();
        Action run = work.Prepare();
        IKernelPeer[] able = [.. peers.Where(peer => peer.Prepare(work))];
        // The just-in-time compiler has its time first.
        Stopwatch warming = Stopwatch.StartNew();
        for (int i = 0; i < 3 || warming.Elapsed < Warm; i++) run();
        double ours = double.MaxValue;
        double[] theirs = [.. able.Select(_ => double.MaxValue)];
        for (int round = 0; round < Rounds; round++)
        {
            ours = Math.Min(ours, Median(run, Round));
            for (int i = 0; i < able.Length; i++) theirs[i] = Math.Min(theirs[i], able[i].Seconds());
        }
        GC.Collect();
        return new(work, ours, limits.Seconds(work.Flops, work.Bytes, work.IsDouble) / ours, [.. able.Zip(theirs, (peer, seconds) => new PeerTime(peer.Name, seconds))]);
    }

    /// <summary>Median of calls until the budget is used; short work is timed several calls at a time, so that the clock's own cost does not show.</summary>
    public static double Median(Action run, TimeSpan budget)
    {
        run();
        Stopwatch watch = Stopwatch.StartNew();
        run();
        int batch = (int)Math.Clamp(0.001 / watch.Elapsed.TotalSeconds, 1, 1000);
        List<double> samples = [];
        watch.Restart();
        while (samples.Count < 3 || watch.Elapsed < budget)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < batch; i++) run();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / batch);
        }
        samples.Sort();
        return samples[samples.Count / 2];
    }
}
