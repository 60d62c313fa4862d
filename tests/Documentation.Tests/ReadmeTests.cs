using System.Text.RegularExpressions;

namespace Documentation.Tests;

/// <summary>The programs printed in the README are the ones that are built and run under <c>examples/</c>.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Programs_in_the_readme_equal_the_examples()
    {
        MatchCollection programs = Program().Matches(Repository.Read("README.md"));
        Assert.Equal(["examples/TenLines/Program.cs", "examples/FortyLines/Program.cs"], programs.Select(program => program.Groups[1].Value));
        Assert.All(programs, program => Assert.Equal(Repository.Read(program.Groups[1].Value), program.Groups[2].Value));
    }

    [Theory]
    [InlineData("examples/TenLines/Program.cs", 10)]
    [InlineData("examples/FortyLines/Program.cs", 40)]
    public void Programs_are_as_short_as_promised(string path, int most) =>
        Assert.InRange(Repository.Read(path).Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)), 1, most);

    [GeneratedRegex(@"<!-- (examples/\S+\.cs) -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
