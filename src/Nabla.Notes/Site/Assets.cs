using System.Collections.Frozen;
using System.Reflection;

namespace Nabla.Notes.Site;

/// <summary>The files that come with the library: style sheets, scripts, KaTeX and its fonts, weights of the playground.</summary>
internal static class Assets
{
    private const string Prefix = "assets/";

    private static readonly FrozenSet<string> Names =
        typeof(Assets).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names of all files below a folder.</summary>
    public static IEnumerable<string> Below(string folder) => Names.Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The content of a file.</summary>
    public static byte[] Bytes(string name)
    {
        using Stream stream = Open(name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A file as a stream.</summary>
    public static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name) ?? throw new InvalidOperationException($"The embedded file {name} is missing from this build.");
}
