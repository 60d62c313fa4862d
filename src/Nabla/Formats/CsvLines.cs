using System.Text;

namespace Nabla.Formats;

/// <summary>Splits text into lines and lines into cells, with quotes as in RFC 4180 and with bounds.</summary>
internal sealed class CsvLines(TextReader reader, string? name, int maxLineLength)
{
    private const char Quote = '"';
    private readonly StringBuilder _line = new();
    private int _next = 1;

    /// <summary>Number of the line last read, from 1; of a line with quoted line breaks, the first.</summary>
    public int Number { get; private set; }

    /// <summary>Reads the next line that is not blank; null at the end. Line breaks within quotes belong to the line.</summary>
    public string? Read()
    {
        while (true)
        {
            Number = _next;
            _line.Clear();
            bool quoted = false, ended = false;
            while (!ended)
            {
                int c = reader.Read();
                if (c < 0)
                {
                    if (quoted) throw new NablaFormatException(name, null, $"line {Number}: the quotes are not closed");
                    if (_line.Length == 0) return null;
                    break;
                }
                if (c == Quote) quoted = !quoted;
                if (c is '\n') _next++;
                ended = c == '\n' && !quoted;
                if (!ended) _line.Append((char)c);
                if (_line.Length > maxLineLength) throw new NablaFormatException(name, null, $"line {Number} is too long", $"at most {maxLineLength} characters");
            }
            if (_line.Length > 0 && _line[^1] == '\r') _line.Length--;
            string line = _line.ToString();
            if (!string.IsNullOrWhiteSpace(line)) return line;
            if (!ended) return null;
        }
    }

    /// <summary>Takes the next cell off the line, trimmed and without its quotes; false if there is none.</summary>
    /// <param name="line">What is left of the line.</param>
    /// <param name="at">Where the next cell begins; past the end when there is none.</param>
    /// <param name="delimiter">What separates cells; several spaces count as one.</param>
    /// <param name="cell">Receives the cell.</param>
    public static bool Next(ReadOnlySpan<char> line, ref int at, char delimiter, out ReadOnlySpan<char> cell)
    {
        cell = default;
        if (delimiter == ' ')
        {
            while (at < line.Length && line[at] == ' ') at++;
            if (at >= line.Length) return false;
        }
        if (at > line.Length) return false;

        int end = at;
        bool quoted = false;
        for (; end < line.Length && (quoted || line[end] != delimiter); end++)
        {
            if (line[end] == Quote) quoted = !quoted;
        }
        cell = line[at..end].Trim();
        at = end + 1;
        if (cell is [Quote, .., Quote] && cell.Length >= 2)
            cell = cell[1..^1].Contains(Quote) ? cell[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell[1..^1];
        return true;
    }

    /// <summary>All cells of a line.</summary>
    public static List<string> Split(string line, char delimiter)
    {
        var cells = new List<string>();
        int at = 0;
        while (Next(line, ref at, delimiter, out ReadOnlySpan<char> cell)) cells.Add(cell.ToString());
        return cells;
    }
}
