using System.Globalization;
using Nabla.Notes.Content;

namespace Nabla.Notes.Site;

/// <summary>What stands around the text of a page.</summary>
internal sealed record Page
{
    /// <summary>Path from the site's root.</summary>
    public required string Path { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public string Language { get; init; } = Languages.English;

    /// <summary>The same page in the other language.</summary>
    public string? Twin { get; init; }

    /// <summary>Path of the picture that other sites show beside a link.</summary>
    public string Card { get; init; } = "cards/site.png";

    /// <summary>A note, rather than a list.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>Scripts of this page, as paths from the site's root.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    public bool HasMath { get; init; }

    /// <summary>The way from the page to the root.</summary>
    public string Up => string.Concat(Enumerable.Repeat("../", Path.Count(letter => letter == '/')));
}

/// <summary>Head, navigation and foot of every page.</summary>
internal sealed class PageShell(SiteOptions options, bool hasBenchmarks)
{
    /// <summary>The whole address of a path.</summary>
    public string Absolute(string path) => new Uri(options.Address, HtmlText.Link(path)).AbsoluteUri;

    /// <summary>A whole page around its main part.</summary>
    public string Html(Page page, string main)
    {
        Words words = Words.Of(page.Language);
        string up = page.Up, zh = page.Language == Languages.Chinese ? "zh/" : string.Empty;
        string title = page.Title == words.SiteName ? page.Title : $"{page.Title} · {words.SiteName}";
        string type = page.Published is null ? "website" : "article";
        string published = page.Published is { } date ? $"\n<meta property=\"article:published_time\" content=\"{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\">" : string.Empty;
        string twin = page.Twin is { } other
            ? $"\n<link rel=alternate hreflang={Languages.Tag(page.Language == Languages.Chinese ? Languages.English : Languages.Chinese)} href=\"{up}{HtmlText.Link(other)}\">"
            : string.Empty;
        string math = page.HasMath ? $"\n<link rel=stylesheet href=\"{up}assets/katex/katex.min.css\">" : string.Empty;
        string scripts = string.Concat(page.Scripts.Select(script => $"\n<script src=\"{up}{script}\" defer></script>"));
        string benchmarks = hasBenchmarks ? $" · <a href=\"{up}docs/benchmarks.html\">{words.Benchmarks}</a>" : string.Empty;
        string live = options.Served ? $"\n<script src=\"{up}assets/live.js\" defer></script>" : string.Empty;
        return $"""
            <!DOCTYPE html>
            <html lang="{Languages.Tag(page.Language)}" data-root="{up}" data-copy="{words.Copy}" data-copied="{words.Copied}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{HtmlText.Escape(title)}</title>
            <meta name="description" content="{HtmlText.Escape(page.Description)}">
            <meta name="color-scheme" content="light dark">
            <meta property="og:title" content="{HtmlText.Escape(page.Title)}">
            <meta property="og:description" content="{HtmlText.Escape(page.Description)}">
            <meta property="og:type" content="{type}">
            <meta property="og:url" content="{HtmlText.Escape(Absolute(page.Path))}">
            <meta property="og:image" content="{HtmlText.Escape(Absolute(page.Card))}">
            <meta property="og:image:width" content="1200">
            <meta property="og:image:height" content="630">
            <meta name="twitter:card" content="summary_large_image">{published}
            <link rel=icon href="{up}assets/icon.svg" type="image/svg+xml">
            <link rel=alternate type="application/atom+xml" title="{HtmlText.Escape(words.SiteName)}" href="{up}feed.xml">{twin}
            <script src="{up}assets/theme.js"></script>
            <link rel=stylesheet href="{up}assets/site.css">{math}
            <script src="{up}assets/site.js" defer></script>{scripts}{live}
            </head>
            <body>
            <a class=skip href="#main">{words.Skip}</a>
            <header class=top>
            <a class=brand href="{up}{zh}index.html"><span aria-hidden=true>∇</span> {HtmlText.Escape(words.SiteName)}</a>
            <nav aria-label="{words.SiteName}">
            {Navigation(page, words, zh)}
            </nav>
            <form class=find role=search aria-label="{words.SearchHint}" action="{up}{zh}search.html"><input type=search name=q aria-label="{words.SearchHint}" placeholder="{words.SearchHint}"></form>
            <button class=theme type=button aria-label="{words.Theme}" title="{words.Theme}"><span aria-hidden=true>◐</span></button>
            </header>
            <main id=main>
            {main}
            </main>
            <footer class=foot><p>{HtmlText.Escape(words.Tagline)}</p><p><a href="{up}feed.xml">{words.Feed}</a>{benchmarks} · MIT</p></footer>
            </body>
            </html>

            """;
    }

    private string Navigation(Page page, Words words, string zh)
    {
        List<(string Path, string Text)> links =
        [
            (zh + "index.html", words.Notes), (zh + "topics.html", words.Topics), (zh + "archive/index.html", words.Archive), ("api/index.html", "API"),
        ];
        if (options.Served) links.Add(("playground/index.html", words.Playground));
        IEnumerable<string> items = links.Select(link =>
            $"<a href=\"{page.Up}{link.Path}\"{(link.Path == page.Path ? " aria-current=page" : string.Empty)}>{HtmlText.Escape(link.Text)}</a>");
        // The way to the other language: the twin where there is one, that language's home otherwise.
        bool isChinese = page.Language == Languages.Chinese;
        string other = page.Twin ?? (isChinese ? "index.html" : "zh/index.html");
        string tag = Languages.Tag(isChinese ? Languages.English : Languages.Chinese);
        return string.Join("\n", items.Append($"<a href=\"{page.Up}{HtmlText.Link(other)}\" lang={tag} hreflang={tag}>{words.OtherLanguage}</a>"));
    }
}
