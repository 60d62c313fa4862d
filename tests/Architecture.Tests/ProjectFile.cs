using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>What a project file says about itself and what it refers to.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _xml;

    private ProjectFile(string path)
    {
        Path = path;
        _xml = XDocument.Parse(Repository.Read(path));
    }

    /// <summary>Relative to the root, with forward slashes.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => Path[..Path.LastIndexOf('/')];

    public string AssemblyName => Property("AssemblyName") ?? Name;

    public IEnumerable<string> Projects => Items("ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    public IEnumerable<string> Packages => Items("PackageReference");

    /// <summary>Where the build puts the assembly.</summary>
    public string Assembly => System.IO.Path.Combine(Repository.Root, Folder, "bin", Repository.Configuration, Property("TargetFramework") ?? "net10.0", AssemblyName + ".dll");

    public static IReadOnlyList<ProjectFile> Below(string folder) => [.. Repository.Files(folder, ".csproj").Select(path => new ProjectFile(path))];

    public string? Property(string name) => _xml.Descendants(name).FirstOrDefault()?.Value;

    private IEnumerable<string> Items(string name) => _xml.Descendants(name).Select(item => (string?)item.Attribute("Include")).OfType<string>();
}
