using System.Globalization;
using System.Text.Json;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>The kernel table as lines and JSON.</summary>
internal static class KernelTable
{
    /// <summary>The limits, and the names of the columns.</summary>
    public static string Head(MachineLimits limits) => Limits(limits) + Environment.NewLine
        + $"{"kernel",-42} {"ms",9} {"rate",17} {"of limit",9}   peers: ms, their time / ours";

    /// <summary>One kernel.</summary>
    public static string Line(KernelResult result)
    {
        (double rate, string unit) = result.Rate;
        string peers = string.Join("   ", result.Peers.Select(peer => Text($"{peer.Name} {peer.Seconds * 1e3:F3} {peer.Seconds / result.Seconds:F2}")));
        string goal = result.Case.Goal > 0 ? Text($"   (goal {result.Case.Goal:0.##})") : string.Empty;
        return Text($"{result.Case.Name,-42} {result.Seconds * 1e3,9:F3} {rate,9:F1} {unit,-7} {100 * result.Share,7:F0} %   {peers}{goal}").TrimEnd();
    }

    /// <summary>The whole measurement as one document.</summary>
    public static void Write(Utf8JsonWriter writer, MachineLimits limits, IEnumerable<KernelResult> results)
    {
        writer.WriteStartObject();
        writer.WriteNumber("threads", WorkPool.Threads);
        writer.WriteNumber("peak_gflops", limits.SingleFlops / 1e9);
        writer.WriteNumber("peak_double_gflops", limits.DoubleFlops / 1e9);
        writer.WriteNumber("copy_gbytes", limits.Bandwidth / 1e9);
        writer.WriteStartArray("kernels");
        foreach (KernelResult result in results)
        {
            (double rate, string unit) = result.Rate;
            writer.WriteStartObject();
            writer.WriteString("name", result.Case.Name);
            writer.WriteNumber("median_ms", result.Seconds * 1e3);
            writer.WriteNumber("rate", rate);
            writer.WriteString("unit", unit);
            writer.WriteNumber("share", result.Share);
            writer.WriteStartObject("peers_ms");
            foreach (PeerTime peer in result.Peers) writer.WriteNumber(peer.Name, peer.Seconds * 1e3);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What the machine can do with the threads in use.</summary>
    public static string Limits(MachineLimits limits) => Text(
        $"{ThreadCount.Text}; limits of this machine: {limits.SingleFlops / 1e9:F0} GFLOP/s float, {limits.DoubleFlops / 1e9:F0} double, copy {limits.Bandwidth / 1e9:F1} GB/s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
