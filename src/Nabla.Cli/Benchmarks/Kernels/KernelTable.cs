using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>The kernel table as lines, Markdown and JSON.</summary>
internal static class KernelTable
{
    /// <summary>The limits, and the names of the columns.</summary>
    public static string Head(MachineLimits limits) => Limits(limits) + Environment.NewLine
        + $"{"kernel",-42} {"ms",9} {"rate",17} {"of limit",9}   peer ms   peer/ours";

    /// <summary>One kernel.</summary>
    public static string Line(KernelResult result)
    {
        (double rate, string unit) = result.Rate;
        string peer = result.PeerSeconds is { } other ? Text($"{other * 1e3,9:F3} {other / result.Seconds,11:F2}") : string.Empty;
        return Text($"{result.Case.Name,-42} {result.Seconds * 1e3,9:F3} {rate,9:F1} {unit,-7} {100 * result.Share,7:F0} % {peer}").TrimEnd();
    }

    /// <summary>A table for the documentation.</summary>
    public static string Markdown(MachineLimits limits, IEnumerable<KernelResult> results)
    {
        StringBuilder text = new();
        text.AppendLine(Limits(limits)).AppendLine().AppendLine("| kernel | ms | rate | share of the limit | PyTorch ms | PyTorch / Nabla |").AppendLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (KernelResult result in results)
        {
            (double rate, string unit) = result.Rate;
            string peer = result.PeerSeconds is { } other ? Text($"{other * 1e3:F3} | {other / result.Seconds:F2}") : "- | -";
            text.AppendLine(Text($"| `{result.Case.Name}` | {result.Seconds * 1e3:F3} | {rate:F1} {unit} | {100 * result.Share:F0} % | {peer} |"));
        }
        return text.ToString();
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
            if (result.PeerSeconds is { } other) writer.WriteNumber("peer_ms", other * 1e3);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Limits(MachineLimits limits) => Text(
        $"{WorkPool.Threads} threads; limits of this machine: {limits.SingleFlops / 1e9:F0} GFLOP/s float, {limits.DoubleFlops / 1e9:F0} double, copy {limits.Bandwidth / 1e9:F1} GB/s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
