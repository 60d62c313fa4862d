using System.Diagnostics;

namespace Nabla.Algorithms.Bench;

/// <summary>Median time of a piece of work over fresh copies of its input.</summary>
internal static class Timing
{
    /// <summary>Runs prepare (untimed) and work (timed) until the budget is spent; the median in milliseconds.</summary>
    /// <remarks>Short work is repeated on several prepared inputs within one measurement, so the clock's grain does not matter.</remarks>
    public static double Median(Action<int> prepare, Action<int> work, int batch, double budgetMs = 400, int minimum = 5, int maximum = 101)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(work);
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        for (int run = 0; run < maximum && (run < minimum || total.Elapsed.TotalMilliseconds < budgetMs); run++)
        {
            for (int i = 0; i < batch; i++) prepare(i);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < batch; i++) work(i);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>Brings the work to its final tier before anything is measured.</summary>
    /// <remarks>Three rounds: enough calls to be promoted, then a pause in which the compiler works in the background.</remarks>
    public static void Warm(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (int round = 0; round < 3; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 2000 && (i < 3 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < 100); i++) work();
            Thread.Sleep(150);
        }
    }
}
