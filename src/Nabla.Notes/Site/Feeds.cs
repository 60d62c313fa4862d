using System.Globalization;
using System.Text;
using System.Xml;
using Nabla.Notes.Content;

namespace Nabla.Notes.Site;

/// <summary>What machines read: the Atom feed, the sitemap, robots.txt.</summary>
internal static class Feeds
{
    /// <summary>Notes in the feed.</summary>
    public const int Length = 30;

    public static void Write(BuiltSite site, PageShell shell, IReadOnlyList<NoteEntry> notes)
    {
        site.Add("feed.xml", Atom(shell, notes));
        site.Add("sitemap.xml", Sitemap(site, shell, notes));
        site.Add("robots.txt", $"User-agent: *\nAllow: /\nSitemap: {shell.Absolute("sitemap.xml")}\n");
    }

    private static byte[] Atom(PageShell shell, IReadOnlyList<NoteEntry> notes) => Xml(xml =>
    {
        xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
        xml.WriteElementString("title", Words.English.SiteName);
        xml.WriteElementString("subtitle", Words.English.Tagline);
        xml.WriteElementString("id", shell.Absolute(string.Empty));
        xml.WriteElementString("updated", Moment(notes.Select(entry => entry.Note.Latest).DefaultIfEmpty().Max()));
        Link("self", shell.Absolute("feed.xml"));
        Link("alternate", shell.Absolute("index.html"));
        xml.WriteStartElement("author");
        xml.WriteElementString("name", "The Nabla authors");
        xml.WriteEndElement();
        foreach (NoteEntry entry in notes.OrderByDescending(entry => entry.Note.Latest).Take(Length))
        {
            xml.WriteStartElement("entry");
            xml.WriteAttributeString("xml", "lang", null, Languages.Tag(entry.Note.Language));
            xml.WriteElementString("title", entry.Note.Title);
            xml.WriteElementString("id", shell.Absolute(entry.Path));
            Link("alternate", shell.Absolute(entry.Path));
            xml.WriteElementString("published", Moment(entry.Note.Date));
            xml.WriteElementString("updated", Moment(entry.Note.Latest));
            foreach (string term in entry.Note.Tags.Prepend(entry.Note.Category))
            {
                xml.WriteStartElement("category");
                xml.WriteAttributeString("term", term);
                xml.WriteEndElement();
            }
            xml.WriteElementString("summary", $"{entry.Note.Summary} {entry.Excerpt}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();

        void Link(string rel, string href)
        {
            xml.WriteStartElement("link");
            xml.WriteAttributeString("rel", rel);
            xml.WriteAttributeString("href", href);
            xml.WriteEndElement();
        }
    });

    private static byte[] Sitemap(BuiltSite site, PageShell shell, IReadOnlyList<NoteEntry> notes) => Xml(xml =>
    {
        Dictionary<string, DateOnly> dates = notes.ToDictionary(entry => entry.Path, entry => entry.Note.Latest);
        xml.WriteStartElement("urlset", "http://www.sitemaps.org/schemas/sitemap/0.9");
        foreach (string path in site.Paths.Where(path => path.EndsWith(".html", StringComparison.Ordinal) && !path.EndsWith("404.html", StringComparison.Ordinal)))
        {
            xml.WriteStartElement("url");
            xml.WriteElementString("loc", shell.Absolute(path));
            if (dates.TryGetValue(path, out DateOnly date)) xml.WriteElementString("lastmod", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    });

    private static byte[] Xml(Action<XmlWriter> write)
    {
        using MemoryStream stream = new();
        using (XmlWriter xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" })) write(xml);
        return stream.ToArray();
    }

    private static string Moment(DateOnly date) => date.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);
}
