namespace Documentation.Tests;

/// <summary>Where the repository lies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The notes, as paths from the root.</summary>
    public static IEnumerable<string> Notes =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs", "notes"), "*.md").Select(path => "docs/notes/" + Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>The text of a file, with line feeds alone.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Nabla.slnx"))) return folder.FullName;
        }
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
