using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Safetensors;

/// <summary>Reads and checks the header: an 8-byte length and a JSON object that maps names to dtype, shape and byte range.</summary>
/// <remarks>
/// The checks are those of the reference implementation: at most 100 MB of JSON; no name twice; ranges in order, without holes or
/// overlaps, filling the file exactly; the length of each range equal to that of its shape and dtype, without overflow.
/// </remarks>
internal sealed class SafetensorsHeader
{
    public const long LongestJson = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private readonly string? _file;

    private SafetensorsHeader(string? file) => _file = file;

    public OrderedDictionary<string, SafetensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the tensors' bytes begin.</summary>
    public long DataStart { get; private set; }

    /// <exception cref="NablaFormatException">The header is not valid.</exception>
    public static SafetensorsHeader Read(ByteRegion file, string? name)
    {
        var header = new SafetensorsHeader(name);
        if (file.Length < 8) throw header.Error(0, $"the file has {file.Length} bytes", "at least the 8 bytes of a safetensors header length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, 8));
        if (length > LongestJson) throw header.Error(0, $"the header claims {length} bytes", $"at most {LongestJson} (is this a safetensors file?)");
        if ((long)length > file.Length - 8) throw header.Error(0, $"the header claims {length} bytes", $"at most the {file.Length - 8} that follow (the file is truncated)");
        header.DataStart = 8 + (long)length;
        header.ParseJson(file.Span(8, (int)length));
        header.CheckRanges(file.Length - header.DataStart);
        GC.KeepAlive(file);
        return header;
    }

    private void ParseJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            if (json.Length == 0 || json[0] != (byte)'{') throw Error(8, "the header does not begin with '{'", "a JSON object");
            reader.Read();
            bool sawMetadata = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                long at = 8 + reader.TokenStartIndex;
                string key = reader.GetString()!;
                reader.Read();
                if (key == MetadataKey)
                {
                    if (sawMetadata) throw Error(at, $"the key {MetadataKey} occurs twice");
                    sawMetadata = true;
                    ParseMetadata(ref reader);
                }
                else if (!Entries.TryAdd(key, ParseEntry(key, at, ref reader)))
                {
                    throw Error(at, $"the tensor {Quoted.Of(key)} occurs twice");
                }
            }
            reader.Read(); // Only white space may follow: anything else throws.
        }
        catch (JsonException e)
        {
            throw new NablaFormatException(_file, 8 + (e.BytePositionInLine ?? 0), "the header is not valid JSON", null, e);
        }
        catch (InvalidOperationException e)
        {
            // The reader's way to reject text that is not UTF-8, or half a surrogate pair.
            throw new NablaFormatException(_file, 8 + reader.TokenStartIndex, "the header holds text that is not valid Unicode", null, e);
        }
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Error(8 + reader.TokenStartIndex, $"{MetadataKey} is not an object", "an object of strings");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = 8 + reader.TokenStartIndex;
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Error(at, $"the metadata {Quoted.Of(key)} is not a string");
            if (!Metadata.TryAdd(key, reader.GetString()!)) throw Error(at, $"the metadata {Quoted.Of(key)} occurs twice");
        }
    }

    private SafetensorsEntry ParseEntry(string name, long at, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Error(at, $"the entry of {Quoted.Of(name)} is not an object", "dtype, shape and data_offsets");
        string? type = null;
        long[]? shape = null, range = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long place = 8 + reader.TokenStartIndex;
            string field = reader.GetString()!;
            reader.Read();
            bool again = false;
            switch (field)
            {
                case "dtype":
                    again = type is not null;
                    if (reader.TokenType != JsonTokenType.String) throw Error(place, $"the dtype of {Quoted.Of(name)} is not a string");
                    type = reader.GetString();
                    break;
                case "shape":
                    again = shape is not null;
                    shape = ParseNumbers(name, field, place, TensorData.MaxRank, ref reader);
                    break;
                case "data_offsets":
                    again = range is not null;
                    range = ParseNumbers(name, field, place, 2, ref reader);
                    break;
                default:
                    reader.Skip(); // As in the reference implementation, unknown fields mean nothing.
                    break;
            }
            if (again) throw Error(place, $"the field {field} of {Quoted.Of(name)} occurs twice");
        }
        if (type is null || shape is null || range is not { Length: 2 })
            throw Error(at, $"the entry of {Quoted.Of(name)} lacks {(type is null ? "dtype" : shape is null ? "shape" : "two data_offsets")}");
        CheckSize(name, at, type, shape, range[0], range[1]);
        return new(name, type, shape, range[0], range[1]);
    }

    private long[] ParseNumbers(string name, string field, long at, int most, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Error(at, $"the {field} of {Quoted.Of(name)} is not an array");
        var numbers = new List<long>(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Error(8 + reader.TokenStartIndex, $"the {field} of {Quoted.Of(name)} holds something else than non-negative integers");
            if (numbers.Count == most) throw Error(at, $"the {field} of {Quoted.Of(name)} has too many numbers", $"at most {most}");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private void CheckSize(string name, long at, string type, long[] shape, long begin, long end)
    {
        if (end < begin) throw Error(at, $"the range of {Quoted.Of(name)} ends at {end}, before it begins at {begin}");
        long count;
        try
        {
            count = TensorData.CountOf(shape);
        }
        catch (ArgumentException e)
        {
            throw new NablaFormatException(_file, at, $"the shape of {Quoted.Of(name)} is impossible", "sizes whose product fits 60 bits", e);
        }
        // A dtype from the future has an unknown size; its range is still checked against the others.
        if (SafetensorsTypes.Bits(type) is { } bits && (Int128)count * bits != (Int128)(end - begin) * 8)
            throw Error(at, $"the range of {Quoted.Of(name)} has {end - begin} bytes", $"{(Int128)count * bits / 8} for {count} elements of {Quoted.Of(type)}");
    }

    private void CheckRanges(long available)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in Entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end)
                throw Error(DataStart + entry.Begin, $"the bytes of {Quoted.Of(entry.Name)} begin at {entry.Begin} of the data", $"{end}: tensors may neither overlap nor leave holes");
            end = entry.End;
        }
        if (end != available)
            throw Error(DataStart, $"the tensors need {end} bytes, the file holds {available}", end > available ? "the rest (the file is truncated)" : "no bytes after the last tensor");
    }

    private NablaFormatException Error(long offset, string problem, string? expected = null) => new(_file, offset, problem, expected);
}
