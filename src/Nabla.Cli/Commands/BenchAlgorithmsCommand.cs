using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using Nabla.Cli.Benchmarks;
using Nabla.Cli.Benchmarks.Algorithms;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench algorithms</c>: the classic algorithms beside .NET's own, and beside any peer program.</summary>
internal static class BenchAlgorithmsCommand
{
    public static Command Create()
    {
        Option<string> filter = new("--filter") { Description = "Only cases whose name matches, such as sort-* or heap.", DefaultValueFactory = _ => "*" };
        Option<int[]> sizes = new("--sizes") { Description = "Sizes to measure instead of each case's own.", AllowMultipleArgumentsPerToken = true };
        sizes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()?.Any(n => n is < 2 or > 100_000_000) == true) result.AddError("--sizes must be 2..100000000.");
        });
        Option<bool> full = new("--full") { Description = "Every size from 10 to 10,000,000; takes many minutes." };
        Option<string[]> peer = new("--peer") { Description = "A program that measures the same work (benchmarks/peers); may be repeated.", AllowMultipleArgumentsPerToken = true };
        Option<string?> curves = new("--curves") { Description = "A folder that receives a drawing of time against n for each topic." };
        Option<bool> list = new("--list") { Description = "Only list the cases." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("algorithms", "Sorting, heaps, windows, merges, knapsacks and geometry beside the standard library.") { filter, sizes, full, peer, curves, list, json };
        command.SetAction(parsed =>
        {
            string pattern = parsed.GetValue(filter)!;
            BenchCase[] cases = [.. AlgorithmSuite.Cases.Where(c => FileSystemName.MatchesSimpleExpression(pattern, c.Name))];
            if (cases.Length == 0) throw new UsageException($"No case matches {pattern}; the cases are {string.Join(", ", AlgorithmSuite.Cases.Select(c => c.Name))}.");
            if (parsed.GetValue(list))
            {
                List(cases, parsed.GetValue(json));
                return;
            }
            int[]? given = parsed.GetValue(sizes) is { Length: > 0 } some ? some : null;
            using BenchPeers peers = new(parsed.GetValue(peer) ?? []);
            string? folder = parsed.GetValue(curves);
            Run(cases, c => given ?? (parsed.GetValue(full) ? c.FullSizes : c.Sizes), peers, folder, parsed.GetValue(json));
        });
        return command;
    }

    private static void List(BenchCase[] cases, bool json)
    {
        if (!json)
        {
            foreach (BenchCase one in cases) Console.WriteLine(one.Name);
            return;
        }
        JsonOutput.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (BenchCase one in cases) writer.WriteStringValue(one.Name);
            writer.WriteEndArray();
        });
    }

    private static void Run(BenchCase[] cases, Func<BenchCase, int[]> sizes, BenchPeers peers, string? folder, bool json)
    {
        List<BenchRow> rows = [];
        Dictionary<string, BenchCurve> curves = new(StringComparer.Ordinal);
        if (!json) Console.WriteLine($"{"work",-48} {"n",10} {"ours",10}   others: time (how many times ours; * misses its goal)");
        foreach (BenchCase one in cases)
        {
            foreach (int n in sizes(one))
            {
                BenchRow row = one.Run(n, peers);
                rows.Add(row);
                if (!json) Console.WriteLine(Line(row));
                if (one.Label is null) continue;
                if (!curves.TryGetValue(one.Topic, out BenchCurve? curve)) curves[one.Topic] = curve = new BenchCurve(AlgorithmSuite.Titles[one.Topic]);
                curve.Add(one.Label, n, row.Milliseconds);
                foreach (BenchPeer other in row.Peers) curve.Add(Series(one, other), n, other.Milliseconds);
            }
        }
        if (json) JsonOutput.Write(writer => BenchJson.Write(writer, rows));
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        foreach ((string topic, BenchCurve curve) in curves) curve.Write(Path.Combine(folder, $"{topic}-curve.svg"));
    }

    /// <summary>A peer of several lines of one drawing says which of them it belongs to.</summary>
    private static string Series(BenchCase one, BenchPeer other)
        => one.Topic is "computational-geometry" or "sliding-window" ? $"{other.Name}, {one.Label}" : other.Name;

    private static string Line(BenchRow row)
    {
        IEnumerable<string> others = row.Peers.Select(other => string.Create(CultureInfo.InvariantCulture,
            $"{other.Name} {BenchRow.Format(other.Milliseconds)} ({other.Milliseconds / row.Milliseconds:0.00}{(other.Milliseconds < other.Goal * row.Milliseconds ? "*" : "")})"));
        return string.Create(CultureInfo.InvariantCulture, $"{row.Work,-48} {row.N,10} {BenchRow.Format(row.Milliseconds),10}   {string.Join("; ", others)}").TrimEnd();
    }
}
