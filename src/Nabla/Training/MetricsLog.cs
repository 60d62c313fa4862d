using System.Buffers;
using System.Text.Json;
using Nabla.Formats;

namespace Nabla.Training;

/// <summary>A metrics file of JSON lines: one object a line, appended as training goes, readable at any time.</summary>
/// <remarks>
/// Every line is handed to the operating system whole when the call returns, so a killed process loses none. Half a line
/// at the end, as a crash of the machine or a full disk may leave it, is cut when the file is opened again, and ignored
/// by <see cref="Read"/>. JSON has no NaN and no infinity; they are written as the strings "NaN", "Infinity" and
/// "-Infinity". Safe to use from several threads.
/// </remarks>
[Export("training.MetricsLog")]
public sealed class MetricsLog : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    /// <summary>Opens the file for appending; creates it, and its folder, if absent.</summary>
    /// <param name="path">The file, by custom <c>metrics.jsonl</c>.</param>
    /// <param name="keepWhile">
    /// Decides, when a run is resumed, which of the lines already there stay: the first line for which it returns false
    /// is cut, and all after it (they tell of steps after the checkpoint, which will be done again). Null keeps all.
    /// </param>
    /// <exception cref="NablaFormatException">A line other than the last is not a JSON object.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public MetricsLog(string path, Predicate<JsonElement>? keepWhile = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        FilePath = full;
        _file = new FileStream(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            long end = 0;
            foreach ((JsonElement line, long lineEnd) in Lines(_file, path))
            {
                if (keepWhile is not null && !keepWhile(line)) break;
                end = lineEnd;
            }
            if (end != _file.Length) _file.SetLength(end);
            _file.Position = end;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The lines of a file; half a line at the end is ignored.</summary>
    /// <exception cref="NablaFormatException">A line other than the last is not a JSON object.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    [Export("training.MetricsLog.read")]
    public static IReadOnlyList<JsonElement> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return [.. Lines(file, path).Select(line => line.Line)];
    }

    /// <summary>Appends a line of numbers; whole ones are written without a fraction.</summary>
    public void Append(params ReadOnlySpan<(string Name, double Value)> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach ((string name, double value) in values) WriteNumber(json, name, value);
            json.WriteEndObject();
        }
        Write(buffer);
    }

    /// <summary>Appends a line whose properties <paramref name="write"/> writes; the braces are there already.</summary>
    /// <remarks>For numbers that may be NaN or infinite use <see cref="WriteNumber"/>.</remarks>
    public void Append(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        Write(buffer);
    }

    /// <summary>Writes a number as a property: whole ones without a fraction, NaN and infinities as strings.</summary>
    [Export("training.MetricsLog.write_number")]
    public static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (double.IsNaN(value)) json.WriteString(name, "NaN");
        else if (double.IsInfinity(value)) json.WriteString(name, value > 0 ? "Infinity" : "-Infinity");
        else if (double.IsInteger(value) && Math.Abs(value) < 1L << 53) json.WriteNumber(name, (long)value);
        else json.WriteNumber(name, value);
    }

    /// <summary>Waits until everything appended is on the disk itself.</summary>
    public void Flush()
    {
        lock (_gate) _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _file.Dispose();
    }

    private void Write(ArrayBufferWriter<byte> buffer)
    {
        buffer.Write("\n"u8);
        lock (_gate) _file.Write(buffer.WrittenSpan); // one call: a reader sees the line whole or not at all
    }

    /// <summary>Complete lines and the offsets of their ends; stops at half a line.</summary>
    private static IEnumerable<(JsonElement Line, long End)> Lines(FileStream file, string name)
    {
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        int number = 0;
        for (int at = 0; at < content.Length;)
        {
            int length = content.AsSpan(at).IndexOf((byte)'\n');
            if (length < 0) yield break;
            number++;
            int end = at + length + 1;
            JsonElement line = default;
            try
            {
                using JsonDocument document = JsonDocument.Parse(content.AsMemory(at, length));
                if (document.RootElement.ValueKind == JsonValueKind.Object) line = document.RootElement.Clone();
            }
            catch (JsonException e)
            {
                // A crash of the machine may leave a last block of zeros, line break or not.
                if (end == content.Length) yield break;
                throw new NablaFormatException(name, at, $"line {number} is not JSON", "one JSON object a line", e);
            }
            if (line.ValueKind != JsonValueKind.Object) throw new NablaFormatException(name, at, $"line {number} is not a JSON object", "one a line");
            yield return (line, end);
            at = end;
        }
    }
}
