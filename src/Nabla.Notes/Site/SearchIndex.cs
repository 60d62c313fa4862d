using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Nabla.Notes.Content;
using Nabla.Notes.Markup;

namespace Nabla.Notes.Site;

/// <summary>What the browser searches: a script with a row for each note, and one with a row for each API entry. Scripts load from files too, where fetching is forbidden.</summary>
internal static partial class SearchIndex
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(BuiltSite site, PageShell shell, IReadOnlyList<NoteEntry> notes, ApiCatalog api)
    {
        // title, address, language, category, date, tags, summary, text
        site.Add("assets/search-notes.js", Script("nablaNotes", writer =>
        {
            foreach (NoteEntry entry in notes)
            {
                Note note = entry.Note;
                string text = Spaces().Replace(PlainText.Everything(entry.Article.Document), " ").Trim();
                Row(writer, note.Title, entry.Path, note.Language, Categories.Name(note.Category, note.Language), $"{note.Latest:yyyy-MM-dd}", string.Join(' ', note.Tags), note.Summary, text);
            }
        }));
        // name, address, C# member, summary
        site.Add("assets/search-api.js", Script("nablaApi", writer =>
        {
            foreach (ApiPageEntry entry in api.Entries) Row(writer, entry.Entry.Name, entry.Address, entry.Entry.Member, entry.Entry.Summary);
        }));
        foreach (string language in new[] { Languages.English, Languages.Chinese })
        {
            Words words = Words.Of(language);
            string path = language == Languages.Chinese ? "zh/search.html" : "search.html";
            Page page = new()
            {
                Path = path,
                Title = words.Search,
                Description = words.SearchHint,
                Language = language,
                Twin = language == Languages.Chinese ? "search.html" : "zh/search.html",
                Scripts = ["assets/search-notes.js", "assets/search-api.js", "assets/search.js"],
            };
            site.Add(path, shell.Html(page, $"<h1>{words.Search}</h1>\n<form class=search aria-label=\"{words.Search}\"><label for=q>{words.SearchHint}</label> <input id=q type=search name=q autocomplete=off autofocus></form>\n<p id=found role=status></p>\n<ol id=results></ol>\n"));
        }
    }

    private static void Row(Utf8JsonWriter writer, params ReadOnlySpan<string> cells)
    {
        writer.WriteStartArray();
        foreach (string cell in cells) writer.WriteStringValue(cell);
        writer.WriteEndArray();
    }

    private static byte[] Script(string name, Action<Utf8JsonWriter> rows)
    {
        using MemoryStream stream = new();
        stream.Write(Encoding.UTF8.GetBytes($"window.{name}="));
        using (Utf8JsonWriter writer = new(stream, Compact))
        {
            writer.WriteStartArray();
            rows(writer);
            writer.WriteEndArray();
        }
        stream.Write(";\n"u8);
        return stream.ToArray();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
