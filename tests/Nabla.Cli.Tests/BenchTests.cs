using System.Text.Json;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class BenchTests
{
    [Fact]
    public void Algorithms_are_listed()
    {
        (int code, string output, string error) = NablaCommand.Run("bench", "algorithms", "--list");
        Assert.Equal(0, code);
        Assert.Equal(string.Empty, error);
        Assert.Superset(new HashSet<string> { "sort-int32", "heap", "payload-int64", "window-64", "knapsack", "delaunay" }, output.Trim().Split('\n').ToHashSet());
    }

    [Fact]
    public void Measurements_come_as_one_document_with_ratios_and_goals()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, string output, _) = NablaCommand.Run("bench", "algorithms", "--filter", "heap", "--sizes", "100", "300", "--json", "--curves", folder.Path);
        Assert.Equal(0, code);
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.Equal([100, 300], document.RootElement.EnumerateArray().Select(row => row.GetProperty("n").GetInt32()));
        JsonElement row = document.RootElement[0], peer = row.GetProperty("peers")[0];
        Assert.Equal("PriorityQueue", peer.GetProperty("name").GetString());
        double ratio = peer.GetProperty("milliseconds").GetDouble() / row.GetProperty("milliseconds").GetDouble();
        Assert.Equal(ratio, peer.GetProperty("ratio").GetDouble(), 12);
        Assert.Equal(ratio >= 1.5, peer.GetProperty("met").GetBoolean());
        Assert.Contains("BinaryHeap", File.ReadAllText(folder["heaps-curve.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_a_line_a_measurement()
    {
        (int code, string output, _) = NablaCommand.Run("bench", "algorithms", "--filter", "sort-order-s*", "--sizes", "50");
        Assert.Equal(0, code);
        string[] lines = output.Trim().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains("Array.Sort", line, StringComparison.Ordinal));
    }
}
