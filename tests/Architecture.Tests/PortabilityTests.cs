using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The repository works wherever it is cloned: nothing in it knows one machine.</summary>
public sealed partial class PortabilityTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".json", ".yml", ".yaml", ".sh", ".py", ".ps1", ".html", ".css", ".js", ".xml", ".config", ".txt", ".svg", ""];

    [Fact]
    public void No_file_names_a_place_on_one_machine()
    {
        var offences =
            from path in Repository.Files(string.Empty, TextFiles)
            where !path.EndsWith("/" + nameof(PortabilityTests) + ".cs", StringComparison.Ordinal)
            from line in Repository.ReadLines(path).Index()
            where MachinePath().IsMatch(line.Item) || Address().IsMatch(line.Item)
            select $"{path}:{line.Index + 1}: {Shorten(line.Item)}";
        Assert.Empty(offences);
    }

    [Theory]
    [InlineData("see /root/notes.md", true)]
    [InlineData("cd \"/work/clone\"", true)]
    [InlineData("/home/ann/data", true)]
    [InlineData(@"C:\Users\ann\data", true)]
    [InlineData("http://10.0.0.7:8080/simple", true)]
    [InlineData("docs/work/plan.md", false)]
    [InlineData("https://example.org/home/page", false)]
    [InlineData("http://127.0.0.1:5000/", false)]
    [InlineData("a.work/b", false)]
    public void Places_are_told_from_ordinary_text(string text, bool isPlace) => Assert.Equal(isPlace, MachinePath().IsMatch(text) || Address().IsMatch(text));

    [Fact]
    public void No_package_source_is_configured() =>
        Assert.DoesNotContain(Repository.Files(string.Empty, ".config", ".Config"), path => path.EndsWith("nuget.config", StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string line) => line.Length <= 160 ? line.Trim() : line[..160].Trim() + "...";

    [GeneratedRegex(@"(?<![\w.\-/])/(root|work|mnt|home/\w+|Users/\w+)/|\b[A-Za-z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://(?!127\.)\d{1,3}(\.\d{1,3}){3}\b")]
    private static partial Regex Address();
}
