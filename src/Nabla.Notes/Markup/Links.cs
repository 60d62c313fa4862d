using System.Collections.Concurrent;
using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Notes.Markup;

/// <summary>Where the links of notes lead to on the site; links to nothing are problems.</summary>
/// <param name="folder">The folder of notes.</param>
/// <param name="articles">All articles.</param>
/// <param name="pages">Markdown files beside the notes that are pages of the site: full path to address.</param>
/// <param name="repository">Address of the repository's files on the web, ending in a slash; null when it is not known.</param>
internal sealed class Links(string folder, IEnumerable<Article> articles, IReadOnlyDictionary<string, string> pages, string? repository = null)
{
    private readonly string _folder = Path.GetFullPath(folder);

    private readonly string _root = FindRoot(Path.GetFullPath(folder));

    private readonly Dictionary<string, Article> _articles = articles.ToDictionary(article => Path.GetFullPath(Path.Combine(folder, article.Note.File)), StringComparer.Ordinal);

    /// <summary>Pictures and other files that notes show: address on the site to path on the disk.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with links.</summary>
    public ConcurrentBag<NoteProblem> Problems { get; } = [];

    /// <summary>The address for a link, relative to the site's root; null when there is nothing to link to on the site.</summary>
    /// <param name="article">The article with the link.</param>
    /// <param name="url">What the note says.</param>
    /// <param name="line">The line of the link.</param>
    /// <param name="isImage">Whether a picture is shown.</param>
    public LinkTarget Resolve(Article article, string url, int line, bool isImage)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && isImage) return new(url, LinkKind.External);
        if (url.StartsWith("//", StringComparison.Ordinal) || Uri.TryCreate(url, UriKind.Absolute, out Uri? absolute) && absolute.Scheme is not "file")
        {
            if (isImage) Report(article, line, $"the picture '{url}' would be fetched from elsewhere; put it beside the notes");
            else if (!IsHarmless(url)) Report(article, line, $"'{url}' is no link a page may have; http, https and mailto are");
            return new(url, LinkKind.External);
        }
        (string path, string anchor) = Split(url);
        if (path.Length == 0)
        {
            CheckAnchor(article, article, anchor, line);
            return new("#" + anchor, LinkKind.Anchor);
        }
        string target = Path.GetFullPath(Path.Combine(_folder, Path.GetDirectoryName(article.Note.File) ?? string.Empty, Uri.UnescapeDataString(path)));
        if (_articles.TryGetValue(target, out Article? other))
        {
            if (anchor.Length > 0) CheckAnchor(article, other, anchor, line);
            return new(WithAnchor($"notes/{HtmlText.Link(other.Note.Page)}.html", anchor), LinkKind.Page);
        }
        if (pages.TryGetValue(target, out string? page)) return new(WithAnchor(page, anchor), LinkKind.Page);
        if (!IsInside(target, _root) || (!File.Exists(target) && !Directory.Exists(target)))
        {
            Report(article, line, $"'{url}' leads to nothing");
            return new(string.Empty, LinkKind.None);
        }
        bool isMarkdown = target.EndsWith(".md", StringComparison.OrdinalIgnoreCase);
        if (IsInside(target, _folder) && File.Exists(target) && !isMarkdown) return Copied("notes/" + Relative(_folder, target), target);
        if (isImage) return Copied("files/" + Relative(_root, target), target);
        return repository is null ? new(Relative(_root, target), LinkKind.None) : new(repository + HtmlText.Link(Relative(_root, target)), LinkKind.External);
    }

    private static bool IsHarmless(string url) =>
        url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    private static (string Path, string Anchor) Split(string url)
    {
        int at = url.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? (url, string.Empty) : (url[..at], url[(at + 1)..]);
    }

    private static string WithAnchor(string page, string anchor) => anchor.Length > 0 ? $"{page}#{anchor}" : page;

    private static bool IsInside(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Relative(string from, string to) => Path.GetRelativePath(from, to).Replace('\\', '/');

    /// <summary>The repository's root: the nearest folder with a <c>.git</c> or a solution; two folders up from the notes otherwise.</summary>
    private static string FindRoot(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, ".git")) || (at.Exists && at.EnumerateFiles("*.slnx").Any())) return at.FullName;
        }
        return Path.GetDirectoryName(Path.GetDirectoryName(folder)) ?? folder;
    }

    private LinkTarget Copied(string address, string path)
    {
        Files.TryAdd(address, path);
        return new(HtmlText.Link(address), LinkKind.Page);
    }

    private void CheckAnchor(Article article, Article other, string anchor, int line)
    {
        string wanted = Uri.UnescapeDataString(anchor);
        if (wanted.StartsWith("fn", StringComparison.Ordinal) || other.Headings.Values.Any(heading => heading.Id == wanted)) return;
        Report(article, line, $"{other.Note.File} has no heading '#{wanted}'; it has {string.Join(", ", other.Headings.Values.Select(heading => "#" + heading.Id))}");
    }

    private void Report(Article article, int line, string message) => Problems.Add(new(article.Note.File, line, message + "."));
}

/// <summary>What a link became.</summary>
/// <param name="Address">For pages and files, the address from the site's root.</param>
/// <param name="Kind">What is there.</param>
internal readonly record struct LinkTarget(string Address, LinkKind Kind);

/// <summary>Kinds of targets.</summary>
internal enum LinkKind
{
    /// <summary>A page or file of the site.</summary>
    Page,

    /// <summary>A heading of the same page.</summary>
    Anchor,

    /// <summary>Another site.</summary>
    External,

    /// <summary>Something that is not on the site, such as a source file; it is shown as text.</summary>
    None,
}
