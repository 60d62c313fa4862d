using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using System.Runtime;
using Nabla.Cli.Benchmarks.Kernels;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench kernels</c>: the rate of every kernel, its share of what this machine can do, and PyTorch's time beside it.</summary>
internal static class BenchKernelsCommand
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(0.3), Budget = TimeSpan.FromSeconds(0.3);

    public static Command Create()
    {
        Option<string> filter = new("--filter") { Description = "Only cases whose name matches, such as gemm-* or conv-1x64*.", DefaultValueFactory = _ => "*" };
        Option<bool> peers = new("--peers") { Description = "Time PyTorch on the same work in the same run; needs a Python with PyTorch and a clone of the repository." };
        Option<string> python = new("--python") { Description = "The Python of --peers.", DefaultValueFactory = _ => "/usr/bin/python3" };
        Option<string?> markdown = new("--markdown") { Description = "A file that receives the table as Markdown." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("kernels", "Rates of the kernels and their share of the machine's limits.") { filter, peers, python, markdown, json };
        command.SetAction(parsed =>
        {
            string pattern = parsed.GetValue(filter)!;
            KernelCase[] cases = [.. KernelSuite.Cases.Where(one => FileSystemName.MatchesSimpleExpression(pattern, one.Name))];
            if (cases.Length == 0) throw new UsageException($"No kernel matches {pattern}; the kinds are {string.Join(", ", KernelSuite.Cases.Select(one => one.Kind).Distinct())}.");
            using PyTorchPeer? peer = parsed.GetValue(peers) ? PyTorchPeer.Start(parsed.GetValue(python)!) : null;
            bool quiet = parsed.GetValue(json);
            MachineLimits limits = MachineLimits.Measure();
            if (!quiet) Console.WriteLine(KernelTable.Head(limits));
            List<KernelResult> results = [];
            foreach (KernelCase one in cases)
            {
                KernelResult result = Measure(one, limits, peer);
                results.Add(result);
                if (!quiet) Console.WriteLine(KernelTable.Line(result));
            }
            if (quiet) JsonOutput.Write(writer => KernelTable.Write(writer, limits, results));
            if (parsed.GetValue(markdown) is { } file) File.WriteAllText(file, KernelTable.Markdown(limits, results));
        });
        return command;
    }

    private static KernelResult Measure(KernelCase work, MachineLimits limits, PyTorchPeer? peer)
    {
        using GradMode.Restore off = GradMode.NoGrad();
        Action run = work.Prepare();
        double seconds = Median(run);
        double? other = peer?.Seconds(work);
        GC.Collect();
        return new(work, seconds, limits.Seconds(work.Flops, work.Bytes, work.IsDouble) / seconds, other);
    }

    /// <summary>Median of calls until the budget is used, after the just-in-time compiler has had its time.</summary>
    private static double Median(Action run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int calls = 0;
        for (; calls < 3 || watch.Elapsed < Warm; calls++) run();
        // Short work is timed several calls at a time, so that the clock's own cost does not show.
        int batch = (int)Math.Clamp(calls * 0.001 / watch.Elapsed.TotalSeconds, 1, 1000);
        List<double> samples = [];
        watch.Restart();
        while (samples.Count < 5 || watch.Elapsed < Budget)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < batch; i++) run();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / batch);
        }
        samples.Sort();
        return samples[samples.Count / 2];
    }
}
