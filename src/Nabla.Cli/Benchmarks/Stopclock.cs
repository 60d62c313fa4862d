using System.Diagnostics;
using System.Runtime;

namespace Nabla.Cli.Benchmarks;

/// <summary>Median time of a piece of work, measured after the just-in-time compiler has finished with it.</summary>
internal static class Stopclock
{
    /// <summary>Medians over fresh inputs: <paramref name="prepare"/> is not timed, <paramref name="work"/> is.</summary>
    /// <param name="prepare">Makes the i-th input ready.</param>
    /// <param name="work">Works on the i-th input.</param>
    /// <param name="batch">Inputs per measurement; short work needs many, so that the clock's grain does not matter.</param>
    public static double Median(Action<int> prepare, Action<int> work, int batch)
    {
        Warm(prepare, work);
        List<double> times = [];
        Stopwatch total = Stopwatch.StartNew();
        for (int run = 0; run < 101 && (run < 5 || total.Elapsed.TotalMilliseconds < 200); run++)
        {
            for (int i = 0; i < batch; i++) prepare(i);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < batch; i++) work(i);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch);
        }
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>Median time of work that leaves its input alone.</summary>
    public static double Median(Action work, int batch = 1) => Median(static _ => { }, _ => work(), batch);

    /// <summary>How many inputs of this size make one measurement.</summary>
    public static int Batch(int n) => Math.Max(1, 50_000 / Math.Max(1, n));

    /// <summary>Calls in rounds, with pauses in which the compiler works in the background, until a round compiled nothing any more and was hardly faster than the one before.</summary>
    private static void Warm(Action<int> prepare, Action<int> work)
    {
        double before = double.PositiveInfinity;
        long compiled = -1;
        for (int round = 0; round < 16; round++)
        {
            long start = Stopwatch.GetTimestamp();
            int calls = 0;
            for (; calls < 2000 && (calls < 2 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < 40); calls++)
            {
                prepare(0);
                work(0);
            }
            double each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / calls;
            long now = JitInfo.GetCompiledMethodCount();
            // Work of a second or more has run in loops that were replaced while they ran.
            if (round >= 3 && each > 0.95 * before && (now == compiled || each > 1000)) return;
            (before, compiled) = (Math.Min(before, each), now);
            Thread.Sleep(110);
        }
    }
}
