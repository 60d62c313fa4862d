using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Nabla.Formats;

/// <summary>Reads tables of numbers from comma-, semicolon-, tab- or space-separated text, plain or gzip-compressed.</summary>
public static class CsvFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, gzip-compressed or not; its content tells which.</param>
    /// <param name="options">How to read it; null for <see cref="CsvOptions.Default"/>.</param>
    /// <exception cref="NablaFormatException">A cell is not a number, a line has too few or too many cells, or a limit is
    /// exceeded; the message names line and column, both counted from 1.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    [Export("formats.CsvFile.read")]
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        return Read(file, path, options);
    }

    /// <summary>Reads a stream to its end; the stream stays open.</summary>
    /// <param name="stream">UTF-8 text, gzip-compressed or not.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="options">How to read it; null for <see cref="CsvOptions.Default"/>.</param>
    /// <inheritdoc cref="Read(string, CsvOptions)" path="/exception"/>
    public static CsvTable Read(Stream stream, string? name = null, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var input = new CompressedInput(stream, name, leaveOpen: true);
        using var reader = new StreamReader(input, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        return new Parser(reader, name, options ?? CsvOptions.Default).Parse();
    }

    private sealed class Parser(TextReader reader, string? name, CsvOptions options)
    {
        private readonly CsvLines _lines = new(reader, name, options.MaxLineLength);
        private readonly List<float> _values = [];
        private readonly List<int> _labels = [];
        private readonly Dictionary<string, int> _classes = [];
        private List<string> _header = [];
        private int _label = -1;
        private char _delimiter;

        public CsvTable Parse()
        {
            string line = _lines.Read() ?? throw new NablaFormatException(name, null, "the file is empty", "at least one line");
            _delimiter = options.Delimiter ?? Guess(line);
            _header = CsvLines.Split(line, _delimiter);
            if (_header.Count > options.MaxColumns) throw Problem($"line {_lines.Number} has {_header.Count} columns", $"at most {options.MaxColumns}");
            bool named = options.Header ?? options.LabelName is not null || IsHeader();
            _label = LabelIndex(named);

            string? next = named ? _lines.Read() : line;
            if (!named) _header = [.. _header.Select((_, i) => i.ToString(CultureInfo.InvariantCulture))];
            int rows = 0;
            for (; next is not null; next = _lines.Read(), rows++) ParseRow(next);

            string[] columns = [.. _header.Where((_, i) => i != _label)];
            (string[] classes, int[] labels) = SortClasses();
            return new CsvTable(columns, rows, [.. _values], labels, classes);
        }

        private void ParseRow(ReadOnlySpan<char> line)
        {
            int column = 0, at = 0;
            for (; CsvLines.Next(line, ref at, _delimiter, out ReadOnlySpan<char> cell); column++)
            {
                if (column >= _header.Count) throw Problem($"line {_lines.Number} has more than {_header.Count} columns", $"{_header.Count}, as in the first line");
                if (column == _label)
                {
                    ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_classes, cell.ToString(), out bool known);
                    if (!known) index = _classes.Count - 1;
                    _labels.Add(index);
                    continue;
                }
                if (_values.Count >= options.MaxValues) throw Problem($"line {_lines.Number}: there are too many numbers", $"at most {options.MaxValues}");
                _values.Add(ParseNumber(cell, column));
            }
            if (column < _header.Count) throw Problem($"line {_lines.Number} has {column} columns", $"{_header.Count}, as in the first line");
        }

        private float ParseNumber(ReadOnlySpan<char> cell, int column)
        {
            if (IsNumber(cell, out float value)) return value;
            if (options.AllowMissing && cell is ("" or "NA" or "?")) return float.NaN;
            string shown = cell.Length > 40 ? $"{cell[..40]}..." : cell.ToString();
            throw Problem($"line {_lines.Number}, column {column + 1} ({_header[column]}): \"{shown}\" is not a number", null);
        }

        private bool IsHeader() => _header.Where((_, i) => !IsLabel(i)).Any(cell => !IsNumber(cell, out _) && !(options.AllowMissing && cell is ("" or "NA" or "?")));

        // Only for the guess: a label may be a word in a file without a header.
        private bool IsLabel(int column) => options.LabelColumn is { } label && column == (label < 0 ? label + _header.Count : label);

        private int LabelIndex(bool named)
        {
            if (options.LabelName is { } wanted)
            {
                int index = named ? _header.IndexOf(wanted) : -1;
                return index >= 0 ? index : throw Problem($"there is no column \"{wanted}\"", named ? $"one of {string.Join(", ", _header.Take(20))}" : "a header");
            }
            if (options.LabelColumn is not { } column) return -1;
            int at = column < 0 ? column + _header.Count : column;
            return at >= 0 && at < _header.Count ? at : throw Problem($"there is no column {column}", $"{-_header.Count} to {_header.Count - 1}");
        }

        private (string[] Classes, int[] Labels) SortClasses()
        {
            bool numeric = _classes.Keys.All(text => IsNumber(text, out _));
            string[] sorted = [.. numeric
                ? _classes.Keys.OrderBy(text => float.Parse(text, CultureInfo.InvariantCulture)).ThenBy(text => text, StringComparer.Ordinal)
                : _classes.Keys.Order(StringComparer.Ordinal)];
            int[] place = new int[sorted.Length];
            for (int i = 0; i < sorted.Length; i++) place[_classes[sorted[i]]] = i;
            return (sorted, [.. _labels.Select(label => place[label])]);
        }

        private static bool IsNumber(ReadOnlySpan<char> cell, out float value) =>
            float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

        private static char Guess(string line)
        {
            foreach (char candidate in "\t;,")
            {
                if (line.Contains(candidate)) return candidate;
            }
            return ' ';
        }

        private NablaFormatException Problem(string problem, string? expected) => new(name, null, problem, expected);
    }
}
