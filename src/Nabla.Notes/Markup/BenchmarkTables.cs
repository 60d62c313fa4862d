using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;

namespace Nabla.Notes.Markup;

/// <summary>Figures of speed for notes, taken from the tables of <c>docs/benchmarks*.md</c> with their date and machine.</summary>
/// <remarks>
/// A note asks for rows with a block <c>benchmarks</c> of lines <c>key: value</c>: <c>section</c> (a heading of the file), and where wanted
/// <c>file</c> (benchmarks.md), <c>rows</c> (a pattern with * and ? for the first column, several with | between) and <c>columns</c> (names, commas between).
/// </remarks>
internal sealed partial class BenchmarkTables(string folder)
{
    private readonly Dictionary<string, string[]> _files = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();

    /// <summary>The rows a block asks for, as Markdown: the table, then date, machine and file.</summary>
    /// <exception cref="FormatException">The block is malformed, or there are no such figures.</exception>
    public string Markdown(string query)
    {
        Dictionary<string, string> asked = new(StringComparer.Ordinal);
        foreach (string line in query.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] pair = line.Split(':', 2, StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || pair[0] is not ("file" or "section" or "rows" or "columns")) throw new FormatException($"'{line}' is no line of a benchmarks block; file, section, rows and columns are known");
            asked[pair[0]] = pair[1];
        }
        string file = asked.GetValueOrDefault("file", "benchmarks.md");
        string section = asked.GetValueOrDefault("section") ?? throw new FormatException("a benchmarks block needs a section");
        string[] lines = Lines(file);
        string taken = Taken().Match(string.Join(' ', lines)).Value;
        if (taken.Length == 0) throw new FormatException($"{file} does not say when and where its figures were taken ('Taken on 2026-11-21 on ...')");
        (string[] head, List<string[]> rows) = Table(lines, file, section);
        int[] columns = Columns(head, asked.GetValueOrDefault("columns"), file);
        string[] patterns = asked.GetValueOrDefault("rows", "*").Split('|', StringSplitOptions.TrimEntries);
        rows = [.. rows.Where(row => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, row[0])))];
        if (rows.Count == 0) throw new FormatException($"{file} has no row '{asked["rows"]}' below '{section}'");
        StringBuilder table = new();
        Append(table, [.. columns.Select(column => head[column])]);
        Append(table, [.. columns.Select((column, i) => i == 0 ? "---" : "---:")]);
        foreach (string[] row in rows) Append(table, [.. columns.Select(column => column < row.Length ? row[column] : string.Empty)]);
        return table.Append('\n').Append(taken).ToString();
    }

    private static void Append(StringBuilder table, string[] cells) => table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static int[] Columns(string[] head, string? names, string file)
    {
        if (names is null) return [.. Enumerable.Range(0, head.Length)];
        return [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name =>
        {
            int at = Array.IndexOf(head, name);
            return at >= 0 ? at : throw new FormatException($"the table in {file} has no column '{name}'; it has {string.Join(", ", head)}");
        })];
    }

    private static (string[] Head, List<string[]> Rows) Table(string[] lines, string file, string section)
    {
        int at = Array.FindIndex(lines, line => line.StartsWith('#') && line.TrimStart('#').Trim() == section);
        if (at < 0) throw new FormatException($"{file} has no heading '{section}'");
        int start = Array.FindIndex(lines, at + 1, line => line.StartsWith('|') || line.StartsWith('#'));
        if (start < 0 || lines[start][0] == '#') throw new FormatException($"there is no table below '{section}' in {file}");
        string[][] rows = [.. lines[start..].TakeWhile(line => line.StartsWith('|')).Select(Cells)];
        return (rows[0], [.. rows.Skip(2)]);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)];

    private string[] Lines(string file)
    {
        lock (_gate)
        {
            if (_files.TryGetValue(file, out string[]? known)) return known;
            string path = Path.Combine(folder, file);
            if (Path.GetFileName(file) != file || !File.Exists(path)) throw new FormatException($"there is no file '{file}' of figures beside the folder of notes");
            return _files[file] = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        }
    }

    [GeneratedRegex(@"Taken on \d{4}-\d{2}-\d{2}.*?\.(?=\s|$)")]
    private static partial Regex Taken();
}
