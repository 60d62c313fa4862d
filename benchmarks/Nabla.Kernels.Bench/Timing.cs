using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Nabla.Kernels.Bench;

/// <summary>Medians of repeated runs; on a busy machine the fastest run says more.</summary>
internal static partial class Timing
{
    /// <summary>Whether to report the fastest sample instead of the median.</summary>
    public static bool Best { get; set; }

    /// <summary>Whether to count the processor time of this thread instead of the time on the clock (Linux, one thread).</summary>
    public static bool Processor { get; set; }

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
        double start = Now();
        for (long i = 0; i < calls; i++)
            work();
        return Now() - start;
    }

    private static double Now()
    {
        if (!Processor)
            return (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        const int ThreadClock = 3;
        _ = ReadClock(ThreadClock, out Moment moment);
        return moment.Seconds + (1e-9 * moment.Nanoseconds);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Moment moment);

    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
