using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>Every module against what PyTorch computed: strict state, outputs and gradients in training and in evaluation, buffers afterwards.</summary>
public sealed class GoldenModuleTests
{
    private const int Shown = 20;

    /// <summary>(file, module) for every recorded module.</summary>
    public static TheoryData<string, string> Recorded
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string file in GoldenFile.In("modules"))
            {
                foreach (string module in GoldenFile.Open(file).Cases.Where(c => !GoldenModuleExceptions.Covers(c)).Select(c => c.GetProperty("module").GetString()!).Distinct()) rows.Add(file, module);
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Recorded))]
    public void Matches_PyTorch(string file, string module)
    {
        GoldenFile golden = GoldenFile.Open(file);
        JsonElement[] cases = [.. golden.Cases.Where(c => c.GetProperty("module").GetString() == module && !GoldenModuleExceptions.Covers(c))];
        string[] problems = [.. cases.SelectMany(c => GoldenModuleCase.Check(golden, c))];
        Assert.True(problems.Length == 0, $"{problems.Length} differences in {cases.Length} cases of {module}:\n" + string.Join("\n", problems.Take(Shown)));
    }

    [Fact]
    public void Every_exception_is_a_recorded_case()
    {
        HashSet<string> names = [.. GoldenFile.In("modules").SelectMany(file => GoldenFile.Open(file).Cases).Select(c => c.GetProperty("name").GetString()!)];
        Assert.Subset(names, GoldenModuleExceptions.Reasons.Keys.ToHashSet());
    }
}
