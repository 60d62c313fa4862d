using System.Text;

namespace Documentation.Tests;

/// <summary>A block of a note that is marked <c>csharp run</c>: a whole program, and what it prints if an <c>output</c> block follows.</summary>
/// <param name="Path">The note.</param>
/// <param name="Line">Line of the note where the code begins, from 1.</param>
/// <param name="Code">The program.</param>
/// <param name="Output">What it must print; null when the note does not say.</param>
internal sealed record Snippet(string Path, int Line, string Code, string? Output)
{
    /// <summary>Line of the fence of the output block, from 1; 0 when there is none.</summary>
    public int OutputLine { get; init; }

    /// <summary>All programs of a note, in order.</summary>
    public static IReadOnlyList<Snippet> Read(string path) => Parse(path, Repository.Read(path));

    public static IReadOnlyList<Snippet> Parse(string path, string text)
    {
        List<Snippet> snippets = [];
        string[] lines = text.Split('\n');
        bool afterCode = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd();
            if (line is "```csharp run" or "```output" or "```output table" or "```output svg")
            {
                int start = i + 1;
                string body = Body(lines, ref i);
                if (line == "```csharp run") snippets.Add(new(path, start + 1, body, null));
                else if (afterCode) snippets[^1] = snippets[^1] with { Output = body, OutputLine = start };
                else throw new FormatException($"{path}:{start}: an output block must follow its program.");
                afterCode = line == "```csharp run";
            }
            else if (line.Length > 0)
            {
                if (line.StartsWith("```", StringComparison.Ordinal)) Body(lines, ref i);
                afterCode = false;
            }
        }
        return snippets;
    }

    public override string ToString() => $"{Path}:{Line}";

    private static string Body(string[] lines, ref int i)
    {
        StringBuilder body = new();
        for (i++; i < lines.Length && lines[i].TrimEnd() != "```"; i++) body.Append(lines[i]).Append('\n');
        return body.ToString();
    }
}
