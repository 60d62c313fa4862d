using System.Buffers.Binary;
using System.Text;

namespace Nabla.Vision.Images.Png;

/// <summary>A PNG file taken apart: what decoding needs, every chunk's checksum verified.</summary>
internal sealed class PngChunks
{
    private const int Overhead = 12; // length, type and checksum

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private enum Stage
    {
        BeforeData,
        InData,
        AfterData,
    }

    public required PngHeader Header { get; init; }

    /// <summary>RGB triples; empty without a PLTE chunk.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>The tRNS chunk; null without one.</summary>
    public ReadOnlyMemory<byte>? Transparency { get; private set; }

    /// <summary>The contents of the IDAT chunks in order.</summary>
    public List<ReadOnlyMemory<byte>> Data { get; } = [];

    /// <summary>Where the first IDAT chunk's content begins.</summary>
    public long DataOffset { get; private set; }

    public ImageInfo Info => Header.Info(Transparency is not null);

    /// <summary>The rest of the signature is there to be damaged by careless transfers, and is checked by <see cref="Read"/>.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith(Signature[..4]);

    /// <summary>Reads all chunks up to IEND; what follows it is ignored.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="headerOnly">Stop at the first IDAT chunk.</param>
    public static PngChunks Read(ReadOnlyMemory<byte> file, string? name, bool headerOnly)
    {
        if (!file.Span.StartsWith(Signature)) throw new ImageFormatException(name, 0, "the PNG signature is missing or damaged", "89504E470D0A1A0A");
        int at = Signature.Length;
        (string type, ReadOnlyMemory<byte> content) = Next(file, ref at, name);
        if (type != "IHDR") throw new ImageFormatException(name, Signature.Length, $"the first chunk is {type}", "IHDR");
        var result = new PngChunks { Header = PngHeader.Parse(content.Span, name, Signature.Length + 8) };

        var stage = Stage.BeforeData;
        while (true)
        {
            int start = at;
            if (headerOnly && file.Length - at >= 8 && file.Span.Slice(at + 4, 4).SequenceEqual("IDAT"u8)) return result;
            (type, content) = Next(file, ref at, name);
            if (stage == Stage.InData && type != "IDAT") stage = Stage.AfterData;
            switch (type)
            {
                case "IDAT":
                    if (stage == Stage.AfterData) throw new ImageFormatException(name, start, "an IDAT chunk apart from the others", "all of them in a row");
                    if (stage == Stage.BeforeData) result.DataOffset = start + 8;
                    stage = Stage.InData;
                    if (content.Length > 0) result.Data.Add(content);
                    break;
                case "PLTE":
                    if (stage != Stage.BeforeData || !result.Palette.IsEmpty) throw new ImageFormatException(name, start, "a second or late PLTE chunk", "one before the image data");
                    result.SetPalette(content, name, start);
                    break;
                case "tRNS":
                    if (stage != Stage.BeforeData || result.Transparency is not null) throw new ImageFormatException(name, start, "a second or late tRNS chunk", "one before the image data");
                    result.SetTransparency(content, name, start);
                    break;
                case "IEND":
                    result.CheckComplete(name, start);
                    return result;
                case "IHDR":
                    throw new ImageFormatException(name, start, "a second IHDR chunk", "one");
                default:
                    // An upper-case first letter marks a chunk that must be understood.
                    if (char.IsAsciiLetterUpper(type[0])) throw new ImageFormatException(name, start, $"an unknown critical chunk {type}");
                    break;
            }
        }
    }

    private void SetPalette(ReadOnlyMemory<byte> content, string? name, long start)
    {
        if (content.Length is 0 or > 768 || content.Length % 3 != 0)
            throw new ImageFormatException(name, start, $"the PLTE chunk has {content.Length} bytes", "3 to 768, three a colour");
        if (Header.Colour is PngColour.Grey or PngColour.GreyAlpha)
            throw new ImageFormatException(name, start, "a grey image with a PLTE chunk", "none");
        Palette = content;
    }

    private void SetTransparency(ReadOnlyMemory<byte> content, string? name, long start)
    {
        int colours = Palette.Length / 3;
        (bool valid, string expected) = Header.Colour switch
        {
            PngColour.Grey => (content.Length == 2, "2 for a grey image"),
            PngColour.Rgb => (content.Length == 6, "6 for an RGB image"),
            PngColour.Palette => (content.Length <= colours, $"at most {colours}, as many as the palette has colours"),
            _ => (false, "no such chunk beside an alpha channel"),
        };
        if (!valid) throw new ImageFormatException(name, start, $"the tRNS chunk has {content.Length} bytes", expected);
        Transparency = content;
    }

    private void CheckComplete(string? name, long end)
    {
        if (Data.Count == 0) throw new ImageFormatException(name, end, "the file ends without image data", "an IDAT chunk");
        if (Header.Colour == PngColour.Palette && Palette.IsEmpty) throw new ImageFormatException(name, end, "a palette image without a PLTE chunk");
    }

    private static (string Type, ReadOnlyMemory<byte> Content) Next(ReadOnlyMemory<byte> file, ref int at, string? name)
    {
        int left = file.Length - at;
        if (left < Overhead) throw new ImageFormatException(name, at, $"the file ends with {left} bytes", "a chunk, up to IEND");
        ReadOnlySpan<byte> span = file.Span[at..];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(span);
        ReadOnlySpan<byte> type = span.Slice(4, 4);
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter)) throw new ImageFormatException(name, at + 4, $"a chunk of type {Convert.ToHexString(type)}", "four letters");
        }
        string text = Encoding.ASCII.GetString(type);
        if (length > left - Overhead) throw new ImageFormatException(name, at, $"the {text} chunk claims {length} bytes", $"at most the {left - Overhead} that follow");
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(span[(8 + (int)length)..]);
        uint computed = Crc32.Append(0, span.Slice(4, 4 + (int)length));
        if (stored != computed) throw new ImageFormatException(name, at, $"the {text} chunk is damaged: its checksum is {computed:X8}", $"{stored:X8}");
        ReadOnlyMemory<byte> content = file.Slice(at + 8, (int)length);
        at += (int)length + Overhead;
        return (text, content);
    }
}
