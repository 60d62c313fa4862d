using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Nabla.Notes.Site;

/// <summary>The XML documentation that the compiler writes beside the libraries.</summary>
internal sealed partial class ApiDocs
{
    private static readonly ConcurrentDictionary<string, ApiDocs> Cache = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<XElement>> _members = new(StringComparer.Ordinal);

    /// <summary>The documentation in a folder; read once.</summary>
    public static ApiDocs In(string folder) => Cache.GetOrAdd(folder, Load);

    /// <summary>Everything documented under a symbol: the type, or all overloads of a member.</summary>
    public IReadOnlyList<XElement> Find(string symbol) => _members.TryGetValue(symbol, out List<XElement>? found) ? found : [];

    /// <summary>What a member is called with: the types of its parameters, short.</summary>
    public static string Parameters(XElement member)
    {
        string name = (string)member.Attribute("name")!;
        int open = name.IndexOf('(', StringComparison.Ordinal);
        string[] names = [.. member.Elements("param").Select(parameter => (string?)parameter.Attribute("name") ?? string.Empty)];
        if (open < 0) return names.Length > 0 ? $"({string.Join(", ", names)})" : string.Empty;
        string[] types = [.. Split(name[(open + 1)..name.LastIndexOf(')')]).Select(Short)];
        return $"({string.Join(", ", types.Select((type, i) => i < names.Length && names.Length == types.Length ? $"{type} {names[i]}" : type))})";
    }

    /// <summary>Documentation as HTML.</summary>
    public static string Html(XElement element)
    {
        StringBuilder html = new();
        foreach (XNode node in element.Nodes())
        {
            switch (node)
            {
                case XText text: html.Append(HtmlText.Escape(Spaces().Replace(text.Value, " "))); break;
                case XElement { Name.LocalName: "see" or "seealso" } see: html.Append($"<code>{HtmlText.Escape(Reference(see))}</code>"); break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } name: html.Append($"<code>{HtmlText.Escape((string?)name.Attribute("name") ?? string.Empty)}</code>"); break;
                case XElement { Name.LocalName: "c" or "code" } code: html.Append($"<code>{HtmlText.Escape(code.Value)}</code>"); break;
                case XElement { Name.LocalName: "para" } paragraph: html.Append("<br>").Append(Html(paragraph)); break;
                case XElement other: html.Append(Html(other)); break;
            }
        }
        return html.ToString().Trim();
    }

    private static ApiDocs Load(string folder)
    {
        ApiDocs docs = new();
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "Nabla*.xml") : [];
        foreach (string path in files.Order(StringComparer.Ordinal))
        {
            XDocument file;
            try
            {
                file = XDocument.Load(path);
            }
            catch (XmlException)
            {
                // A file that is being written by a build beside us; the page then has the one-line summary alone.
                continue;
            }
            foreach (XElement member in file.Descendants("member"))
            {
                if ((string?)member.Attribute("name") is not { Length: > 2 } name) continue;
                string key = Arity().Replace(name[2..].Split('(')[0], string.Empty);
                if (!docs._members.TryGetValue(key, out List<XElement>? list)) docs._members[key] = list = [];
                list.Add(member);
            }
        }
        return docs;
    }

    private static string Reference(XElement see)
    {
        if ((string?)see.Attribute("langword") is { } word) return word;
        if (see.Value.Length > 0) return see.Value;
        string name = Arity().Replace(((string?)see.Attribute("cref") ?? string.Empty).Split('(')[0], string.Empty);
        string[] parts = name.Split(':')[^1].Split('.');
        return parts.Length > 1 && !name.StartsWith("T:", StringComparison.Ordinal) ? $"{parts[^2]}.{parts[^1]}" : parts[^1];
    }

    /// <summary>Divides at commas outside braces.</summary>
    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                if (i > start) yield return text[start..i];
                start = i + 1;
            }
            else if (text[i] is '{' or '[') depth++;
            else if (text[i] is '}' or ']') depth--;
        }
    }

    private static string Short(string type) => GenericArgument().Replace(Qualifier().Replace(type, string.Empty).Replace('{', '<').Replace('}', '>').Replace("@", string.Empty, StringComparison.Ordinal), "T");

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex GenericArgument();

    [GeneratedRegex(@"\b(?:\w+\.)+")]
    private static partial Regex Qualifier();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
