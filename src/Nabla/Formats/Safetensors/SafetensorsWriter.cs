using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Safetensors;

/// <summary>Writes safetensors files whose bytes depend on the input alone.</summary>
public static class SafetensorsWriter
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the tensors to a file, atomically.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="tensors">Names and tensors; a strided view is written densely.</param>
    /// <param name="metadata">Free-form strings kept in the header.</param>
    /// <param name="sortKeys">
    /// False (the default) lists the names in the order given, so that a state dict comes back in its order. True lists them in the order of
    /// their bytes, as the reference writer does. The bytes themselves always follow the reference: widest dtype first, then by name.
    /// </param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or the header exceeds 100 MB.</exception>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.safetensors.SafetensorsWriter.write")]
    public static void Write(string path, IEnumerable<KeyValuePair<string, TensorData>> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool sortKeys = false) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata, sortKeys));

    /// <summary>Writes the tensors to a stream.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, TensorData}}, IReadOnlyDictionary{string, string}?, bool)"/>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, TensorData>> tensors, IReadOnlyDictionary<string, string>? metadata = null, bool sortKeys = false)
    {
        KeyValuePair<string, TensorData>[] given = [.. tensors];
        KeyValuePair<string, TensorData>[] layout = [.. given
            .OrderByDescending(t => SafetensorsTypes.LayoutRank(t.Value.DType))
            .ThenBy(t => t.Key, StringComparer.Ordinal)];
        var ranges = new Dictionary<string, (long Begin, long End)>(given.Length, StringComparer.Ordinal);
        long end = 0;
        foreach ((string name, TensorData tensor) in layout)
        {
            long begin = end;
            end = checked(end + tensor.Count * tensor.DType.Size());
            if (name == "__metadata__") throw new ArgumentException("The name __metadata__ is reserved.", nameof(tensors));
            if (!ranges.TryAdd(name, (begin, end))) throw new ArgumentException($"The name {Quoted.Of(name)} occurs twice.", nameof(tensors));
        }

        WriteHeader(stream, sortKeys ? layout : given, ranges, metadata);
        foreach ((_, TensorData tensor) in layout) tensor.WriteTo(stream);
    }

    private static void WriteHeader(Stream stream, KeyValuePair<string, TensorData>[] order, Dictionary<string, (long Begin, long End)> ranges, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            foreach ((string name, TensorData tensor) in order)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsTypes.Name(tensor.DType));
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(ranges[name].Begin);
                json.WriteNumberValue(ranges[name].End);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces bring the data to a multiple of 8 bytes.
        int padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        if (buffer.WrittenCount > SafetensorsHeader.LongestJson)
            throw new ArgumentException($"The header would have {buffer.WrittenCount} bytes; the format allows {SafetensorsHeader.LongestJson}.", nameof(order));

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, buffer.WrittenCount);
        stream.Write(length);
        stream.Write(buffer.WrittenSpan);
    }
}
