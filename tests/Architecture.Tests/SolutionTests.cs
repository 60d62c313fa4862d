using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Nothing lies beside the solution.</summary>
public sealed class SolutionTests
{
    [Fact]
    public void Every_project_is_in_the_solution()
    {
        IEnumerable<string> listed = XDocument.Parse(Repository.Read("Nabla.slnx")).Descendants("Project")
            .Select(project => ((string?)project.Attribute("Path") ?? string.Empty).Replace('\\', '/'));
        IEnumerable<string> there = new[] { "src", "tests", "benchmarks", "examples" }.SelectMany(ProjectFile.Below).Select(project => project.Path);
        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_has_a_test_project()
    {
        HashSet<string> tests = [.. ProjectFile.Below("tests").Select(project => project.Name)];
        Assert.DoesNotContain(ProjectFile.Below("src").Select(project => project.Name + ".Tests"), name => !tests.Contains(name));
    }

    [Fact]
    public void Versions_stand_in_one_place()
    {
        IEnumerable<string> own = new[] { "src", "tests", "benchmarks", "examples" }.SelectMany(ProjectFile.Below)
            .Select(project => project.Path)
            .Where(path => XDocument.Parse(Repository.Read(path)).Descendants("PackageReference").Any(item => item.Attribute("Version") is not null));
        Assert.Empty(own);
    }

    [Fact]
    public void Every_library_is_described()
    {
        Assert.All(ProjectFile.Below("src"), project => Assert.False(string.IsNullOrWhiteSpace(project.Property("Description")), $"{project.Path} has no Description."));
    }
}
