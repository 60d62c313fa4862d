using System.Diagnostics;

namespace Nabla.Kernels.Bench;

/// <summary>Medians of repeated runs; on a busy machine the fastest run says more.</summary>
internal static class Timing
{
    /// <summary>Whether to report the fastest sample instead of the median.</summary>
    public static bool Best { get; set; }

    /// <summary>Median seconds of one call: each sample runs at least 2 ms, samples are taken for <paramref name="budget"/> seconds.</summary>
    public static double Median(Action work, double budget = 0.25)
    {
        work();
        long calls = 1;
        while (true)
        {
            double once = Seconds(work, calls);
            if (once >= 0.002)
                break;
            calls = Math.Max(calls + 1, (long)(calls * Math.Min(10, 0.0025 / Math.Max(once, 1e-7))));
        }
        var samples = new List<double>();
        long start = Stopwatch.GetTimestamp();
        while (samples.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < budget)
            samples.Add(Seconds(work, calls) / calls);
        samples.Sort();
        return samples[Best ? 0 : samples.Count / 2];
    }

    private static double Seconds(Action work, long calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < calls; i++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
