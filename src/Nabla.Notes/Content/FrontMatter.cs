using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlScalar = YamlDotNet.Core.Events.Scalar;

namespace Nabla.Notes.Content;

/// <summary>Reads a note: YAML between two lines of three hyphens, then Markdown.</summary>
/// <remarks>The YAML is a flat map of known keys; whatever else stands there is refused with its line.</remarks>
internal sealed class FrontMatter
{
    private const string Fence = "---";

    private static readonly string[] Known = ["title", "date", "updated", "category", "tags", "summary", "pinned", "language", "draft", "slug"];

    private readonly string _file;
    private readonly Dictionary<string, (int Line, List<string> Values, bool IsList)> _entries = new(StringComparer.Ordinal);

    private FrontMatter(string file) => _file = file;

    /// <summary>Reads a note from its text.</summary>
    /// <param name="file">Path from the folder of notes; its name gives slug and language.</param>
    /// <param name="text">The whole file.</param>
    /// <exception cref="NotesException">Something is missing, unknown or malformed; file and line are named.</exception>
    public static Note Read(string file, string text)
    {
        text = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        string[] lines = text.Split('\n');
        if (lines[0].TrimEnd() != Fence) throw Error(file, 1, "a note begins with front matter: a line of three hyphens, title, date, category and summary, and three hyphens again");
        int end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence);
        if (end < 0) throw Error(file, 1, "the front matter is not closed by a line of three hyphens");
        FrontMatter front = new(file);
        front.Parse(string.Join('\n', lines[1..end]));
        string name = Path.GetFileNameWithoutExtension(file), suffix = Path.GetExtension(name);
        string language = suffix == ".zh" ? Languages.Chinese : Languages.English;
        string slug = front.Text("slug") ?? (suffix == ".zh" ? name[..^3] : name);
        if (!Slug.IsValid(slug)) throw Error(file, front.Line("slug"), $"'{slug}' cannot be the address of a note; small letters, digits and single hyphens can, such as '{Slug.From(slug)}'");
        if (front.Text("language") is { } given && given != language)
            throw Error(file, front.Line("language"), $"the language is '{given}', but the file's name says '{language}' (a Chinese note ends in .zh.md)");
        DateOnly date = front.Date("date") ?? throw front.Missing("date");
        DateOnly? updated = front.Date("updated");
        if (updated < date) throw Error(file, front.Line("updated"), $"it was updated on {updated:yyyy-MM-dd}, before its date {date:yyyy-MM-dd}");
        string category = front.Text("category") ?? throw front.Missing("category");
        if (!Categories.All.ContainsKey(category))
            throw Error(file, front.Line("category"), $"there is no category '{category}'; there are {string.Join(", ", Categories.All.Keys)}");
        return new()
        {
            File = file,
            Slug = slug,
            Language = language,
            Title = front.Text("title") ?? throw front.Missing("title"),
            Date = date,
            Updated = updated,
            Category = category,
            Summary = front.Text("summary") ?? throw front.Missing("summary"),
            Tags = front.List("tags"),
            Pinned = front.Flag("pinned"),
            Draft = front.Flag("draft"),
            Text = string.Join('\n', lines[(end + 1)..]),
            FirstLine = end + 2,
        };
    }

    private static NotesException Error(string file, int line, string message) => new([new NoteProblem(file, line, message + ".")]);

    private NotesException Missing(string key) => Error(_file, 1, $"the front matter has no '{key}'");

    private int Line(string key) => _entries.TryGetValue(key, out var entry) ? entry.Line : 1;

    private void Parse(string yaml)
    {
        // The first line of the file is the fence, so line 1 of the YAML is line 2 of the file.
        Parser parser = new(new StringReader(yaml));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw Error(_file, 1, "the front matter is empty");
            parser.Consume<DocumentStart>();
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _)) Entry(parser);
            parser.Consume<DocumentEnd>();
            if (!parser.TryConsume<StreamEnd>(out _)) throw Error(_file, 2, "the front matter holds a second document");
        }
        catch (InvalidOperationException)
        {
            // What the parser throws when a list is not closed; it knows no line then, the entry it was in does.
            throw Error(_file, (int)(parser.Current?.Start.Line ?? 1) + 1, "malformed front matter: a list or a quotation is not closed");
        }
        catch (YamlException error)
        {
            throw Error(_file, (int)error.Start.Line + 1, $"malformed front matter: {error.Message.TrimEnd('.')}");
        }
    }

    private void Entry(Parser parser)
    {
        YamlScalar key = parser.Consume<YamlScalar>();
        int line = (int)key.Start.Line + 1;
        if (!Known.Contains(key.Value)) throw Error(_file, line, $"there is no key '{key.Value}'; there are {string.Join(", ", Known)}");
        List<string> values = [];
        bool isList = parser.TryConsume<SequenceStart>(out _);
        if (isList)
        {
            while (!parser.TryConsume<SequenceEnd>(out _)) values.Add(parser.Consume<YamlScalar>().Value.Trim());
        }
        else
        {
            values.Add(parser.Consume<YamlScalar>().Value.Trim());
        }
        if (!_entries.TryAdd(key.Value, (line, values, isList))) throw Error(_file, line, $"the key '{key.Value}' stands there twice");
    }

    private string? Text(string key)
    {
        if (!_entries.TryGetValue(key, out var entry)) return null;
        if (entry.IsList) throw Error(_file, entry.Line, $"'{key}' is a list; one value was expected");
        return entry.Values[0].Length > 0 ? entry.Values[0] : throw Error(_file, entry.Line, $"'{key}' is empty");
    }

    private DateOnly? Date(string key)
    {
        if (Text(key) is not { } text) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : throw Error(_file, Line(key), $"'{text}' is no date; a day such as 2026-11-21 was expected");
    }

    private bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        { } other => throw Error(_file, Line(key), $"'{key}' is '{other}'; true or false was expected"),
    };

    private string[] List(string key)
    {
        if (!_entries.TryGetValue(key, out var entry)) return [];
        IEnumerable<string> values = entry.IsList ? entry.Values : entry.Values[0].Split(',', StringSplitOptions.TrimEntries);
        string[] tags = [.. values.Where(value => value.Length > 0)];
        string? twice = tags.GroupBy(tag => tag, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? tags : throw Error(_file, entry.Line, $"'{twice}' stands in '{key}' twice");
    }
}
