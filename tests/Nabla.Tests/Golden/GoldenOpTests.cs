using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>Every op against what PyTorch computed: values, types, shapes and gradients.</summary>
public sealed class GoldenOpTests
{
    private const int Shown = 30;

    /// <summary>(file, op) for every op that has a table line.</summary>
    public static TheoryData<string, string> Ops
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach ((string file, string op) in Recorded())
                if (GoldenTable.Lines.ContainsKey(op)) rows.Add(file, op);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Ops))]
    public void Matches_PyTorch(string file, string op)
    {
        GoldenFile golden = GoldenFile.Open(file);
        JsonElement[] cases = [.. golden.Cases.Where(c => c.GetProperty("op").GetString() == op)];
        string[] problems = [.. cases.SelectMany(c => GoldenCase.Check(golden, c, GoldenTable.Lines[op]))];
        Assert.True(problems.Length == 0, $"{problems.Length} differences in {cases.Length} cases of {op}:\n" + string.Join("\n", problems.Take(Shown)));
    }

    [Fact]
    public void Every_recorded_op_has_a_table_line_or_a_reason()
    {
        string[] missing = [.. Recorded().Select(pair => pair.Op).Distinct().Where(op => !GoldenTable.Lines.ContainsKey(op) && !GoldenExceptions.Reasons.ContainsKey(op))];
        Assert.True(missing.Length == 0, $"Ops without a line in Golden/Tables: {string.Join(", ", missing)}");
    }

    [Fact]
    public void No_exception_has_outlived_its_reason()
    {
        string[] stale = [.. GoldenExceptions.Reasons.Keys.Where(GoldenTable.Lines.ContainsKey)];
        string[] unknown = [.. GoldenExceptions.Reasons.Keys.Concat(GoldenTable.Lines.Keys).Except(Recorded().Select(pair => pair.Op))];
        Assert.True(stale.Length == 0, $"Ops with a table line and an exception: {string.Join(", ", stale)}");
        Assert.True(unknown.Length == 0, $"Ops that no golden file records: {string.Join(", ", unknown)}");
    }

    private static IEnumerable<(string File, string Op)> Recorded() =>
        GoldenFile.In("ops").SelectMany(file => GoldenFile.Open(file).Cases.Select(c => (file, c.GetProperty("op").GetString()!)).Distinct());
}
