using Nabla.Exports;
using Nabla.Notes.Content;

namespace Nabla.Notes.Site;

/// <summary>An exported member and where it is documented.</summary>
/// <param name="Entry">The member.</param>
/// <param name="Group">The name of its page: the canonical name without its last part.</param>
/// <param name="Address">Its address from the site's root.</param>
internal sealed record ApiPageEntry(ApiEntry Entry, string Group, string Address);

/// <summary>The pages of the public interface, and what in a note's code leads to them.</summary>
internal sealed class ApiCatalog
{
    private readonly Dictionary<string, ApiPageEntry?> _byText = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public ApiCatalog(IEnumerable<ApiEntry> entries)
    {
        HashSet<string> anchors = new(StringComparer.Ordinal);
        Entries = [.. entries.Select(entry =>
        {
            int dot = entry.Name.LastIndexOf('.');
            string group = dot < 0 ? "nabla" : entry.Name[..dot];
            string page = $"api/{Slug.From(group.Replace('.', '-'))}.html";
            return new ApiPageEntry(entry, group, $"{page}#{Unique(anchors, page, Slug.From(entry.Name))}");
        })];
        foreach (ApiPageEntry entry in Entries)
        {
            _names[entry.Address] = entry.Entry.Name;
            string[] parts = entry.Entry.Member.Split('.');
            IEnumerable<string> texts = entry.Entry.Aliases.Append(entry.Entry.Name).Where(name => name.Contains('.', StringComparison.Ordinal));
            texts = texts.Append(entry.Entry.Member);
            if (entry.Entry.Kind == "class") texts = texts.Append(parts[^1]);
            else if (parts.Length > 1) texts = texts.Append($"{parts[^2]}.{parts[^1]}");
            foreach (string text in texts.Distinct(StringComparer.Ordinal))
            {
                // What could mean two things links to neither; the class and its own constructor's name are the same thing.
                if (!_byText.TryAdd(text, entry)) _byText[text] = _byText[text]?.Entry.Kind == "class" ? _byText[text] : null;
            }
        }
        Groups = Entries.GroupBy(entry => entry.Group).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (IReadOnlyList<ApiPageEntry>)[.. group], StringComparer.Ordinal);
    }

    /// <summary>All members, by canonical name.</summary>
    public IReadOnlyList<ApiPageEntry> Entries { get; }

    /// <summary>Members by page.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ApiPageEntry>> Groups { get; }

    /// <summary>The address of what a piece of code names, such as <c>Functional.Conv2d(x, w)</c>, <c>AdamW</c> or <c>nn.functional.relu</c>; null when it names nothing, or several things.</summary>
    public string? Find(string code)
    {
        string text = code.Split('(', 2)[0].Split('<', 2)[0].Trim();
        return text.Length >= 3 && _byText.TryGetValue(text, out ApiPageEntry? entry) ? entry?.Address : null;
    }

    /// <summary>The canonical name at an address.</summary>
    public string NameAt(string address) => _names[address];

    private static string Unique(HashSet<string> taken, string page, string anchor)
    {
        string made = anchor;
        for (int i = 2; !taken.Add($"{page}#{made}"); i++) made = $"{anchor}-{i}";
        return made;
    }
}
