using System.Globalization;
using System.Text;
using Nabla.Notes.Content;

namespace Nabla.Notes.Site;

/// <summary>Pages that list notes: home, categories, tags, archive.</summary>
internal sealed class ListPages(BuiltSite site, PageShell shell, SiteOptions options, IReadOnlyDictionary<Note, NoteEntry> entries, Notebook notebook)
{
    /// <summary>Splits a list into pages of equal size; an empty list still has one page.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Split<T>(IReadOnlyList<T> items, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return items.Count == 0 ? [[]] : [.. items.Chunk(size)];
    }

    /// <summary>Writes the lists of one language.</summary>
    /// <param name="notes">Its notes, newest first.</param>
    /// <param name="language">The language.</param>
    public void Write(IReadOnlyList<Note> notes, string language)
    {
        Words words = Words.Of(language);
        string zh = language == Languages.Chinese ? "zh/" : string.Empty;
        // Pinned notes first; the order inside both parts stays.
        Pages(zh + "index.html", zh + "page/", words.SiteName, words.Latest, words.Tagline, [.. notes.OrderByDescending(note => note.Pinned)], language, language == Languages.Chinese ? "index.html" : "zh/index.html");
        foreach (IGrouping<string, Note> group in notes.GroupBy(note => note.Category))
        {
            string name = Categories.Name(group.Key, language), path = $"{zh}categories/{Slug.From(group.Key)}";
            Pages(path + ".html", path + "/", name, name, $"{words.Category}: {name}", [.. group], language, null);
        }
        foreach (IGrouping<string, Note> group in notes.SelectMany(note => note.Tags.Select(tag => (note, tag))).GroupBy(pair => pair.tag, pair => pair.note))
        {
            string path = $"{zh}tags/{Slug.From(group.Key)}";
            Pages(path + ".html", path + "/", group.Key, "#" + group.Key, $"{words.Tags}: {group.Key}", [.. group], language, null);
        }
        Archive(notes, words, zh, language);
        Topics(notes, words, zh, language);
    }

    /// <summary>Links to category and tags of a note.</summary>
    public static string Labels(Note note, string up)
    {
        string zh = note.IsChinese ? "zh/" : string.Empty;
        string category = $"<a class=category href=\"{up}{zh}categories/{HtmlText.Link(Slug.From(note.Category))}.html\">{HtmlText.Escape(Categories.Name(note.Category, note.Language))}</a>";
        return category + string.Concat(note.Tags.Select(tag => $" <a class=tag href=\"{up}{zh}tags/{HtmlText.Link(Slug.From(tag))}.html\">#{HtmlText.Escape(tag)}</a>"));
    }

    /// <summary>The dates of a note.</summary>
    public static string Dates(Note note)
    {
        string html = Time(note.Date);
        return note.Updated is { } updated && updated != note.Date ? $"{html} <span class=updated>({Words.Of(note.Language).Updated} {Time(updated)})</span>" : html;

        static string Time(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"<time datetime={date:yyyy-MM-dd}>{date:yyyy-MM-dd}</time>");
    }

    private void Pages(string first, string further, string title, string heading, string description, IReadOnlyList<Note> notes, string language, string? twin)
    {
        Words words = Words.Of(language);
        IReadOnlyList<IReadOnlyList<Note>> pages = Split(notes, options.PageSize);
        for (int i = 0; i < pages.Count; i++)
        {
            Page page = new()
            {
                Path = Path(i),
                Title = i == 0 ? title : $"{title} ({i + 1})",
                Description = description,
                Language = language,
                Twin = i == 0 && notebook.Chinese.Count > 0 ? twin : null,
            };
            StringBuilder html = new($"<h1>{HtmlText.Escape(heading)}</h1>\n");
            foreach (Note note in pages[i]) html.Append(Item(note, page.Up, words));
            if (pages.Count > 1) html.Append(Pager(page, i, pages.Count, words));
            site.Add(page.Path, shell.Html(page, html.ToString()));
        }

        string Path(int number) => number == 0 ? first : string.Create(CultureInfo.InvariantCulture, $"{further}{number + 1}.html");

        string Pager(Page page, int at, int count, Words say)
        {
            StringBuilder html = new($"<nav class=pages aria-label=\"{say.PagesLabel}\">");
            html.Append(at > 0 ? $"<a rel=prev href=\"{page.Up}{HtmlText.Link(Path(at - 1))}\">← {say.NewerPage}</a> " : string.Empty);
            int last = -1;
            foreach (int number in Enumerable.Range(0, count).Where(number => number == 0 || number == count - 1 || Math.Abs(number - at) <= 2))
            {
                if (number > last + 1) html.Append("<span>…</span> ");
                last = number;
                string label = string.Format(CultureInfo.InvariantCulture, say.Page, number + 1, count);
                html.Append(number == at ? $"<a href=\"{page.Up}{HtmlText.Link(Path(number))}\" aria-current=page aria-label=\"{label}\">{number + 1}</a> "
                    : $"<a href=\"{page.Up}{HtmlText.Link(Path(number))}\" aria-label=\"{label}\">{number + 1}</a> ");
            }
            return html.Append(at < count - 1 ? $"<a rel=next href=\"{page.Up}{HtmlText.Link(Path(at + 1))}\">{say.OlderPage} →</a>" : string.Empty).Append("</nav>\n").ToString();
        }
    }

    private string Item(Note note, string up, Words words)
    {
        NoteEntry entry = entries[note];
        string pinned = note.Pinned ? $"<span class=pinned>{words.Pinned}</span> " : string.Empty;
        string draft = note.Draft ? "<span class=pinned>draft</span> " : string.Empty;
        string twin = notebook.Twin(note) is { } other
            ? $" · <a href=\"{up}notes/{HtmlText.Link(other.Page)}.html\" lang={Languages.Tag(other.Language)} hreflang={Languages.Tag(other.Language)}>{words.OtherLanguage}</a>"
            : string.Empty;
        string lang = note.Language == words.Language ? string.Empty : $" lang={Languages.Tag(note.Language)}";
        return $"""
            <article class=item{lang}>
            <h2><a href="{up}{HtmlText.Link(entry.Path)}">{HtmlText.Escape(note.Title)}</a></h2>
            <p class=meta>{pinned}{draft}{Dates(note)} · {Labels(note, up)}{twin}</p>
            <p class=summary>{HtmlText.Escape(note.Summary)}</p>
            <p class=excerpt>{HtmlText.Escape(entry.Excerpt)}</p>
            </article>

            """;
    }

    private static string Row(Note note, string up) =>
        $"<li><time datetime={note.Latest:yyyy-MM-dd}>{note.Latest:MM-dd}</time> <a href=\"{up}notes/{HtmlText.Link(note.Page)}.html\">{HtmlText.Escape(note.Title)}</a> <span class=meta>{Labels(note, up)}</span></li>\n";

    private void Archive(IReadOnlyList<Note> notes, Words words, string zh, string language)
    {
        IGrouping<int, Note>[] years = [.. notes.GroupBy(note => note.Latest.Year).OrderByDescending(year => year.Key)];
        Page page = new() { Path = zh + "archive/index.html", Title = words.Archive, Description = words.Archive, Language = language, Twin = Other("archive/index.html", language) };
        StringBuilder html = new($"<h1>{words.Archive}</h1>\n");
        foreach (IGrouping<int, Note> year in years)
            html.Append(CultureInfo.InvariantCulture, $"<p class=year><a href=\"{year.Key}.html\">{year.Key}</a> <span class=meta>{string.Format(CultureInfo.InvariantCulture, words.Count, year.Count())}</span></p>\n");
        if (years.Length > 0) html.Append(Year(years[0], page.Up));
        site.Add(page.Path, shell.Html(page, html.ToString()));
        foreach (IGrouping<int, Note> year in years)
        {
            Page one = new() { Path = $"{zh}archive/{year.Key}.html", Title = $"{words.Archive} {year.Key}", Description = $"{words.Archive} {year.Key}", Language = language };
            site.Add(one.Path, shell.Html(one, $"<h1>{words.Archive} {year.Key}</h1>\n{Year(year, one.Up)}"));
        }

        static string Year(IGrouping<int, Note> year, string up) => $"<h2>{year.Key}</h2>\n<ul class=rows>\n{string.Concat(year.Select(note => Row(note, up)))}</ul>\n";
    }

    private void Topics(IReadOnlyList<Note> notes, Words words, string zh, string language)
    {
        Page page = new() { Path = zh + "topics.html", Title = words.Topics, Description = words.Topics, Language = language, Twin = Other("topics.html", language) };
        StringBuilder html = new($"<h1>{words.Topics}</h1>\n");
        foreach (string category in Categories.All.Keys)
        {
            Note[] inside = [.. notes.Where(note => note.Category == category)];
            if (inside.Length == 0) continue;
            html.Append($"<h2><a href=\"{page.Up}{zh}categories/{Slug.From(category)}.html\">{Categories.Name(category, language)}</a></h2>\n<ul class=rows>\n");
            foreach (Note note in inside) html.Append(Row(note, page.Up));
            html.Append("</ul>\n");
        }
        IGrouping<string, Note>[] tags = [.. notes.SelectMany(note => note.Tags.Select(tag => (note, tag))).GroupBy(pair => pair.tag, pair => pair.note).OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)];
        if (tags.Length > 0)
        {
            html.Append($"<h2>{words.Tags}</h2>\n<p class=cloud>");
            foreach (IGrouping<string, Note> tag in tags)
                html.Append(CultureInfo.InvariantCulture, $"<a class=tag href=\"{page.Up}{zh}tags/{HtmlText.Link(Slug.From(tag.Key))}.html\">#{HtmlText.Escape(tag.Key)} <small>{tag.Count()}</small></a> ");
            html.Append("</p>\n");
        }
        site.Add(page.Path, shell.Html(page, html.ToString()));
    }

    private string? Other(string path, string language) => language == Languages.Chinese ? path : notebook.Chinese.Count > 0 ? "zh/" + path : null;
}
