using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The house rules that can be read off the source text.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 500;

    /// <summary>Text that is compiled into other assemblies, and a name that the compiler expects.</summary>
    private static readonly string[] ForOthers = ["src/Nabla.Generators/Attributes/ExportAttribute.cs", "src/Nabla.Generators/IsExternalInit.cs"];

    private static IEnumerable<string> Sources => new[] { "src", "tests", "benchmarks", "examples" }.SelectMany(folder => Repository.Files(folder, ".cs"));

    [Fact]
    public void Files_are_short() =>
        Assert.DoesNotContain(Sources.Select(path => (Path: path, Lines: Repository.ReadLines(path).Length)), file => file.Lines > LongestFile);

    [Fact]
    public void Namespaces_are_file_scoped() => Assert.Empty(Offences(Sources, BlockNamespace()));

    [Fact]
    public void Namespaces_begin_with_the_project()
    {
        var strangers =
            from project in ProjectFile.Below("src")
            from path in Repository.Files(project.Folder, ".cs")
            where !ForOthers.Contains(path)
            from Match found in DeclaredNamespace().Matches(Repository.Read(path))
            let name = found.Groups[1].Value
            where name != project.Name && !name.StartsWith(project.Name + ".", StringComparison.Ordinal)
            select $"{path}: {name}";
        Assert.Empty(strangers);
    }

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(Offences(Sources, Unfinished()));

    [Fact]
    public void No_test_is_skipped() => Assert.Empty(Offences(Repository.Files("tests", ".cs"), Skipped()));

    [Fact]
    public void Missing_documentation_stays_an_error()
    {
        IEnumerable<string> silenced = Repository.Files("src", ".cs", ".csproj").Where(path => MissingDocumentation().IsMatch(Repository.Read(path)));
        Assert.Empty(silenced);
        Assert.Contains("dotnet_diagnostic.CS1591.severity = warning", Repository.Read(".editorconfig"), StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
    }

    /// <summary>Lines that match, as <c>path:line: text</c>. The patterns' own file is left out.</summary>
    private static IEnumerable<string> Offences(IEnumerable<string> paths, Regex pattern) =>
        from path in paths
        where !path.EndsWith("/" + nameof(SourceTests) + ".cs", StringComparison.Ordinal)
        from line in Repository.ReadLines(path).Index()
        where pattern.IsMatch(line.Item)
        select $"{path}:{line.Index + 1}: {line.Item.Trim()}";

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+\s*(\{.*)?$")]
    private static partial Regex BlockNamespace();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"\bNotImplementedException\b|\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bSkip\s*=\s*""|\bSkip(When|Unless|Type|Exceptions)\s*=|\bAssert\.Skip|\bExplicit\s*=\s*true")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"(pragma warning disable|NoWarn).*CS1591")]
    private static partial Regex MissingDocumentation();
}
