using System.Collections.Concurrent;
using System.Text;

namespace Nabla.Notes.Site;

/// <summary>A finished site in memory: paths with forward slashes, and what is there.</summary>
[Export("notes.BuiltSite")]
public sealed class BuiltSite
{
    /// <summary>Name of the file that lists what a build wrote, so that the next one can remove what is no longer part of the site.</summary>
    private const string Manifest = ".nabla-site";

    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    internal BuiltSite()
    {
    }

    /// <summary>Paths of all files, in order.</summary>
    public IEnumerable<string> Paths => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>How many notes there are, twins included.</summary>
    public int Notes { get; internal set; }

    /// <summary>What the reader should know, such as that formulas could not be rendered.</summary>
    public IReadOnlyList<string> Warnings { get; internal set; } = [];

    /// <summary>The content of a file; null when the site has no such file.</summary>
    /// <param name="path">Path from the site's root, without a slash in front.</param>
    public byte[]? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>Writes all files below a folder, and removes those that an earlier build wrote and this one did not.</summary>
    /// <param name="folder">The folder; created when missing.</param>
    /// <exception cref="IOException">The folder holds other things: it is not empty, and no build wrote it.</exception>
    public void WriteTo(string folder)
    {
        string manifest = Path.Combine(folder, Manifest);
        if (Directory.Exists(folder) && !File.Exists(manifest) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"'{folder}' holds files that no build of the notebook wrote; choose an empty or a new folder.");
        string[] before = File.Exists(manifest) ? File.ReadAllLines(manifest) : [];
        foreach (string stale in before.Except(Paths, StringComparer.Ordinal).Where(path => !path.Contains("..", StringComparison.Ordinal) && !Path.IsPathRooted(path)))
            File.Delete(Path.Combine(folder, stale));
        foreach (string directory in _files.Keys.Select(path => Path.GetDirectoryName(path) ?? string.Empty).Distinct(StringComparer.Ordinal))
            Directory.CreateDirectory(Path.Combine(folder, directory));
        Parallel.ForEach(_files, file => File.WriteAllBytes(Path.Combine(folder, file.Key), file.Value));
        File.WriteAllLines(manifest, Paths);
    }

    internal void Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    internal void Add(string path, byte[] content) => _files[path] = content;
}
