namespace Nabla.Notes.Site;

/// <summary>What the notebook is built from, and how.</summary>
[Export("notes.SiteOptions")]
public sealed record SiteOptions
{
    /// <summary>Folder of the notes; the folder around it may hold <c>benchmarks*.md</c> and other pages.</summary>
    public string Notes { get; init; } = Path.Combine("docs", "notes");

    /// <summary>Where the site will be; feed, sitemap and social cards need whole addresses.</summary>
    public Uri Address { get; init; } = new("http://localhost/");

    /// <summary>Address of the repository's files on the web; links from notes to source files lead there. Null shows them as text.</summary>
    public Uri? Repository { get; init; }

    /// <summary>Whether drafts are shown.</summary>
    public bool Drafts { get; init; }

    /// <summary>Notes a page of a list, 1 or more.</summary>
    public int PageSize { get; init; } = 10;

    /// <summary>The program that runs JavaScript for formulas.</summary>
    public string Node { get; init; } = "node";

    /// <summary>Whether the pages are served, with playground and live reload, rather than written to files.</summary>
    public bool Served { get; init; }
}
