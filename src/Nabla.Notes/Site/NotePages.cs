using System.Text;
using Nabla.Notes.Content;
using Nabla.Notes.Markup;

namespace Nabla.Notes.Site;

/// <summary>The page of a note.</summary>
internal sealed class NotePages(BuiltSite site, PageShell shell, Notebook notebook, ApiCatalog api)
{
    public void Write(NoteEntry entry)
    {
        Note note = entry.Note;
        Words words = Words.Of(note.Language);
        Note? twin = notebook.Twin(note);
        Page page = new()
        {
            Path = entry.Path,
            Title = note.Title,
            Description = note.Summary,
            Language = note.Language,
            Twin = twin is null ? null : $"notes/{twin.Page}.html",
            Card = entry.Card,
            Published = note.Date,
            HasMath = entry.Html.Contains("class=\"katex\"", StringComparison.Ordinal),
        };
        string other = twin is null ? string.Empty
            : $" · <a href=\"{HtmlText.Link(twin.Page)}.html\" lang={Languages.Tag(twin.Language)} hreflang={Languages.Tag(twin.Language)}>{words.OtherLanguage}</a>";
        string draft = note.Draft ? "<span class=pinned>draft</span> " : string.Empty;
        StringBuilder html = new($"<article class=note>\n<header><h1>{HtmlText.Escape(note.Title)}</h1>\n<p class=meta>{draft}{ListPages.Dates(note)} · {ListPages.Labels(note, page.Up)}{other}</p>\n");
        html.Append($"<p class=summary>{HtmlText.Escape(note.Summary)}</p></header>\n");
        html.Append(Contents(entry.Article, words)).Append("<div class=body>\n").Append(entry.Html).Append("</div>\n");
        html.Append(Mentions(entry, page.Up, words)).Append("</article>\n").Append(Ways(note, words));
        site.Add(page.Path, shell.Html(page, html.ToString()));
    }

    /// <summary>A page made of a Markdown file that is no note.</summary>
    public void WritePlain(Article article, string html, string path)
    {
        Page page = new()
        {
            Path = path,
            Title = article.Note.Title,
            Description = article.Note.Summary,
            HasMath = html.Contains("class=\"katex\"", StringComparison.Ordinal),
        };
        site.Add(path, shell.Html(page, $"<article class=note>\n<header><h1>{HtmlText.Escape(article.Note.Title)}</h1></header>\n{Contents(article, Words.English)}<div class=body>\n{html}</div>\n</article>\n"));
    }

    private static string Contents(Article article, Words words)
    {
        ArticleHeading[] headings = [.. article.Headings.Values.Where(heading => heading.Level <= 3)];
        if (headings.Length < 2) return string.Empty;
        StringBuilder html = new($"<nav class=toc aria-label=\"{words.Contents}\"><details open><summary>{words.Contents}</summary>\n<ul>\n");
        foreach (ArticleHeading heading in headings)
            html.Append($"<li class=level{heading.Level}><a href=\"#{HtmlText.Escape(Uri.EscapeDataString(heading.Id))}\">{HtmlText.Escape(heading.Text)}</a></li>\n");
        return html.Append("</ul></details></nav>\n").ToString();
    }

    private string Mentions(NoteEntry entry, string up, Words words)
    {
        if (entry.Mentions.Count == 0) return string.Empty;
        IEnumerable<string> links = entry.Mentions.Order(StringComparer.Ordinal).Select(address => $"<a href=\"{up}{HtmlText.Escape(address)}\"><code>{HtmlText.Escape(api.NameAt(address))}</code></a>");
        return $"<section class=mentions><h2>{words.Mentions}</h2><p>{string.Join(" ", links)}</p></section>\n";
    }

    private string Ways(Note note, Words words)
    {
        (Note? newer, Note? older) = notebook.Neighbours(note);
        StringBuilder html = new();
        Note[] related = [.. notebook.Related(note)];
        if (related.Length > 0)
        {
            html.Append($"<section class=related><h2>{words.Related}</h2>\n<ul>\n");
            foreach (Note other in related) html.Append($"<li><a href=\"{HtmlText.Link(other.Page)}.html\">{HtmlText.Escape(other.Title)}</a> — {HtmlText.Escape(other.Summary)}</li>\n");
            html.Append("</ul></section>\n");
        }
        html.Append($"<nav class=ways aria-label=\"{words.Newer}, {words.Older}\">");
        if (newer is not null) html.Append($"<a rel=prev href=\"{HtmlText.Link(newer.Page)}.html\"><small>← {words.Newer}</small>{HtmlText.Escape(newer.Title)}</a>");
        if (older is not null) html.Append($"<a rel=next href=\"{HtmlText.Link(older.Page)}.html\"><small>{words.Older} →</small>{HtmlText.Escape(older.Title)}</a>");
        return html.Append("</nav>\n").ToString();
    }
}
