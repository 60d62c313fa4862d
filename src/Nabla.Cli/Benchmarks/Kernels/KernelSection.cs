using System.Globalization;
using System.Text;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>The kernel table inside a Markdown file: rows of this run replace rows of the same kernel and thread count, everything else stays.</summary>
internal static class KernelSection
{
    private const string Begin = "<!-- kernels: written by nabla bench kernels --markdown -->", End = "<!-- end of kernels -->";
    private const string Header = "| kernel | threads | ms | rate | of the limit | PyTorch / Nabla | goal | OpenBLAS / Nabla | ONNX Runtime / Nabla |", Rule = "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    private static readonly int Columns = Header.Count(c => c == '|') - 1;

    /// <summary>Writes the section into <paramref name="file"/>, at its markers or, where there are none, at the end.</summary>
    public static void Write(string file, MachineLimits limits, IReadOnlyList<KernelResult> results)
    {
        string old = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        int begin = old.IndexOf(Begin, StringComparison.Ordinal), end = begin < 0 ? -1 : old.IndexOf(End, begin, StringComparison.Ordinal);
        bool found = end >= 0;
        string before = found ? old[..begin] : old.Length == 0 ? string.Empty : old.TrimEnd() + "\n\n", after = found ? old[(end + End.Length)..] : "\n";
        File.WriteAllText(file, before + Section(found ? old[begin..end] : string.Empty, limits, results) + after);
    }

    /// <summary>The section with the rows of an older one kept where they were not measured again.</summary>
    public static string Section(string old, MachineLimits limits, IReadOnlyList<KernelResult> results)
    {
        Dictionary<(string Name, int Threads), string> rows = [];
        SortedDictionary<int, string> machines = [];
        foreach (string line in old.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            string[] cells = line.Split('|');
            if (line.StartsWith("| `", StringComparison.Ordinal) && int.TryParse(cells[2], CultureInfo.InvariantCulture, out int threads)) rows[(cells[1].Trim(' ', '`'), threads)] = cells.Length < Columns + 2 ? line + " - |" : line;
            else if (line.StartsWith("- ", StringComparison.Ordinal) && int.TryParse(line[2..].Split(' ')[0], CultureInfo.InvariantCulture, out threads)) machines[threads] = line;
        }
        foreach (KernelResult result in results) rows[(result.Case.Name, WorkPool.Threads)] = Row(result);
        machines[WorkPool.Threads] = "- " + KernelTable.Limits(limits);
        // The order is that of the suite; kernels that are no longer in it are dropped.
        StringBuilder text = new();
        text.Append(Begin).Append('\n').AppendJoin('\n', machines.Values).Append("\n\n").Append(Header).Append('\n').Append(Rule).Append('\n');
        foreach (KernelCase one in KernelSuite.Cases)
        {
            foreach (int threads in machines.Keys)
            {
                if (rows.TryGetValue((one.Name, threads), out string? row)) text.Append(row).Append('\n');
            }
        }
        return text.Append(End).ToString();
    }

    private static string Row(KernelResult result)
    {
        (double rate, string unit) = result.Rate;
        return string.Create(CultureInfo.InvariantCulture,
            $"| `{result.Case.Name}` | {WorkPool.Threads} | {result.Seconds * 1e3:F3} | {rate:F1} {unit} | {100 * result.Share:F0} % | {Ratio("PyTorch")} | {(result.Case.Goal > 0 ? result.Case.Goal.ToString("0.##", CultureInfo.InvariantCulture) : "-")} | {Ratio("OpenBLAS")} | {Ratio("ONNX Runtime")} |");

        string Ratio(string peer) => result.Of(peer) is { } other ? (other / result.Seconds).ToString("F2", CultureInfo.InvariantCulture) : "-";
    }
}
