using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace Architecture.Tests;

/// <summary>The arrows between projects, as written and as compiled.</summary>
public sealed class ArrowTests
{
    public static TheoryData<string> Projects => [.. ProjectFile.Below("src").Select(project => project.Name)];

    [Fact]
    public void Arrows_form_no_cycle() => Assert.All(Arrows.Projects.Keys, project => Assert.DoesNotContain(project, Arrows.Reachable(project)));

    [Theory, MemberData(nameof(Projects))]
    public void Project_refers_only_along_the_arrows(string name)
    {
        Assert.True(Arrows.Projects.TryGetValue(name, out string[]? allowed), $"src/{name} has no line in Arrows.cs.");
        Assert.Empty(Find(name).Projects.Except(allowed));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Project_takes_only_agreed_packages(string name) =>
        Assert.Empty(Find(name).Packages.Except(Arrows.Packages.GetValueOrDefault(name, [])));

    [Theory, MemberData(nameof(Projects))]
    public void Assembly_refers_only_along_the_arrows(string name)
    {
        using PEReader file = new(File.OpenRead(Find(name).Assembly));
        MetadataReader metadata = file.GetMetadataReader();
        IEnumerable<string> own = metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(reference => reference == "Nabla" || reference.StartsWith("Nabla.", StringComparison.Ordinal));
        Assert.Empty(own.Except(Arrows.Reachable(name)));
    }

    [Theory, MemberData(nameof(Projects))]
    public void No_native_code_comes_in_through_a_package(string name)
    {
        string path = Path.Combine(Repository.Root, Find(name).Folder, "obj", "project.assets.json");
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(path));
        IEnumerable<string> native = assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.TryGetProperty("files", out _))
            .SelectMany(library => library.Value.GetProperty("files").EnumerateArray().Select(file => $"{library.Name}: {file.GetString()}"))
            .Where(file => file.Contains("/native/", StringComparison.Ordinal));
        Assert.Empty(native);
    }

    [Fact]
    public void Assembly_names_differ_by_more_than_case()
    {
        IEnumerable<string> clashes = ProjectFile.Below("src").GroupBy(project => project.AssemblyName, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group.Select(project => project.AssemblyName)));
        Assert.Empty(clashes);
    }

    private static ProjectFile Find(string name) => ProjectFile.Below("src").Single(project => project.Name == name);
}
