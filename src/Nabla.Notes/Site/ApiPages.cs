using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Nabla.Notes.Site;

/// <summary>Pages of the public interface: an index, and a page for each part of it.</summary>
internal sealed class ApiPages(BuiltSite site, PageShell shell, ApiCatalog catalog, ApiDocs docs)
{
    /// <summary>Writes all pages.</summary>
    /// <param name="mentions">Notes that mention an address.</param>
    public void Write(ILookup<string, NoteEntry> mentions)
    {
        Page index = new() { Path = "api/index.html", Title = "API", Description = "The public interface of Nabla, by the field's own names." };
        StringBuilder html = new();
        html.Append(CultureInfo.InvariantCulture, $"<h1>API</h1>\n<p>{catalog.Entries.Count:N0} exported classes and functions by their language-neutral names. <code>nabla api find TEXT</code> searches them in the terminal; the search box above does it here.</p>\n");
        foreach (IGrouping<string, string> part in catalog.Groups.Keys.GroupBy(group => group.Split('.')[0]).OrderBy(part => part.Key, StringComparer.OrdinalIgnoreCase))
        {
            html.Append($"<h2>{HtmlText.Escape(part.Key)}</h2>\n<ul class=apis>\n");
            foreach (string group in part)
                html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"../{Address(group)}\"><code>{HtmlText.Escape(group)}</code></a> <small>{catalog.Groups[group].Count}</small></li>\n");
            html.Append("</ul>\n");
        }
        site.Add(index.Path, shell.Html(index, html.ToString()));
        Parallel.ForEach(catalog.Groups, group => Group(group.Key, group.Value, mentions));
    }

    private string Address(string group) => catalog.Groups[group][0].Address.Split('#')[0];

    private void Group(string group, IReadOnlyList<ApiPageEntry> entries, ILookup<string, NoteEntry> mentions)
    {
        Page page = new() { Path = Address(group), Title = group, Description = $"{group}: {entries.Count} members of Nabla's public interface." };
        StringBuilder html = new($"<p class=meta><a href=\"index.html\">API</a></p>\n<h1><code>{HtmlText.Escape(group)}</code></h1>\n");
        if (entries.Count > 12) html.Append($"<p class=cloud>{string.Join(" ", entries.Select(entry => $"<a href=\"#{Anchor(entry)}\">{HtmlText.Escape(entry.Entry.Name.Split('.')[^1])}</a>"))}</p>\n");
        foreach (ApiPageEntry entry in entries) Entry(html, entry, mentions[entry.Address]);
        site.Add(page.Path, shell.Html(page, html.ToString()));
    }

    private static string Anchor(ApiPageEntry entry) => entry.Address.Split('#')[1];

    private void Entry(StringBuilder html, ApiPageEntry entry, IEnumerable<NoteEntry> notes)
    {
        var api = entry.Entry;
        html.Append($"<section class=entry id=\"{Anchor(entry)}\">\n<h2><code>{HtmlText.Escape(api.Name)}</code> <a class=anchor href=\"#{Anchor(entry)}\" aria-label=\"Link to {HtmlText.Escape(api.Name)}\">#</a></h2>\n");
        html.Append($"<p class=meta>{api.Kind} · <code>{HtmlText.Escape(api.Member)}</code></p>\n");
        IReadOnlyList<XElement> members = docs.Find(api.Symbol);
        string summary = members.Select(member => member.Element("summary")).FirstOrDefault(element => element is not null) is { } documented ? ApiDocs.Html(documented) : HtmlText.Escape(api.Summary);
        html.Append($"<p>{summary}</p>\n");
        foreach (XElement member in members) Member(html, api.Member.Split('.')[^1], member);
        if (api.Aliases.Any()) html.Append($"<p class=meta>Also {string.Join(", ", api.Aliases.Select(alias => $"<code>{HtmlText.Escape(alias)}</code>{(api.Deprecated.Contains(alias) ? " (deprecated)" : string.Empty)}"))}</p>\n");
        NoteEntry[] all = [.. notes];
        if (all.Length > 0) html.Append($"<p class=meta>In {string.Join(", ", all.Select(note => $"<a href=\"../{HtmlText.Link(note.Path)}\">{HtmlText.Escape(note.Note.Title)}</a>"))}</p>\n");
        html.Append("</section>\n");
    }

    private static void Member(StringBuilder html, string name, XElement member)
    {
        bool isType = ((string)member.Attribute("name")!).StartsWith("T:", StringComparison.Ordinal);
        string parameters = ApiDocs.Parameters(member);
        if (!isType) html.Append($"<p class=signature><code>{HtmlText.Escape(name + parameters)}</code></p>\n");
        StringBuilder rows = new();
        foreach (XElement parameter in member.Elements("param")) Row(rows, (string?)parameter.Attribute("name") ?? string.Empty, parameter, isCode: true);
        if (member.Element("returns") is { } returns) Row(rows, "returns", returns);
        foreach (XElement exception in member.Elements("exception")) Row(rows, ((string?)exception.Attribute("cref") ?? string.Empty).Split('.')[^1], exception, isCode: true);
        if (rows.Length > 0) html.Append("<dl>\n").Append(rows).Append("</dl>\n");
        if (member.Element("remarks") is { } remarks) html.Append($"<p class=remarks>{ApiDocs.Html(remarks)}</p>\n");
    }

    private static void Row(StringBuilder rows, string name, XElement content, bool isCode = false)
    {
        string text = ApiDocs.Html(content), label = HtmlText.Escape(name);
        if (text.Length > 0) rows.Append($"<dt>{(isCode ? $"<code>{label}</code>" : label)}</dt><dd>{text}</dd>\n");
    }
}
