using System.Buffers.Binary;
using System.Numerics;

namespace Nabla.Vision.Images.Bmp;

/// <summary>The headers of a BMP file: Windows versions 1 to 5 and the old OS/2 form.</summary>
internal sealed class BmpHeader
{
    public const int Plain = 0, RunLength8 = 1, RunLength4 = 2, Fields = 3, AlphaFields = 6;

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required bool TopDown { get; init; }

    /// <summary>1, 4, 8, 16, 24 or 32.</summary>
    public required int Bits { get; init; }

    public required int Compression { get; init; }

    /// <summary>Where the pixels begin.</summary>
    public required int PixelOffset { get; init; }

    /// <summary>RGB triples.</summary>
    public required byte[] Palette { get; init; }

    /// <summary>Bits of red, green, blue and alpha in a pixel of 16 or 32 bits.</summary>
    public required uint[] Masks { get; init; }

    public bool HasAlpha => Bits >= 16 && Masks[3] != 0;

    /// <summary>Every palette colour is grey.</summary>
    public bool IsGrey { get; private init; }

    public ImageInfo Info => new(Width, Height, Bits <= 8 ? IsGrey ? 1 : 3 : HasAlpha ? 4 : 3, 8);

    /// <summary>Bytes of an uncompressed row.</summary>
    public long RowBytes => ((long)Width * Bits + 31) / 32 * 4;

    public static bool Recognizes(ReadOnlySpan<byte> start) =>
        start.Length >= 18 && start[0] == 'B' && start[1] == 'M' && BinaryPrimitives.ReadInt32LittleEndian(start[14..]) is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    public static BmpHeader Parse(ReadOnlySpan<byte> file, string? name)
    {
        if (!Recognizes(file)) throw new ImageFormatException(name, 0, "the BMP signature is missing", "BM and a header of a known size");
        int size = BinaryPrimitives.ReadInt32LittleEndian(file[14..]);
        if (file.Length < 14 + size) throw new ImageFormatException(name, 14, "the header is cut short", $"{size} bytes");
        ReadOnlySpan<byte> own = file.Slice(14, size);
        bool old = size == 12;
        long width = old ? BinaryPrimitives.ReadUInt16LittleEndian(own[4..]) : BinaryPrimitives.ReadInt32LittleEndian(own[4..]);
        long height = old ? BinaryPrimitives.ReadUInt16LittleEndian(own[6..]) : BinaryPrimitives.ReadInt32LittleEndian(own[8..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(own[(old ? 10 : 14)..]);
        int compression = old ? Plain : BinaryPrimitives.ReadInt32LittleEndian(own[16..]);
        uint colours = old ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(own[32..]);
        if (width <= 0 || height == 0 || height <= int.MinValue) throw new ImageFormatException(name, 18, $"the image has {width}x{height} pixels", "at least one");
        bool fits = compression switch
        {
            Plain => bits is 1 or 4 or 8 or 16 or 24 or 32,
            RunLength8 => bits == 8 && height > 0,
            RunLength4 => bits == 4 && height > 0,
            Fields or AlphaFields => bits is 16 or 32,
            _ => false,
        };
        if (!fits) throw new ImageFormatException(name, 28, $"the image has {bits} bits a pixel in compression {compression}", "1 to 32 bits: plain, run lengths or bit fields");

        int after = 14 + size;
        uint[] masks = bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        if (compression is Fields or AlphaFields)
        {
            int count = size >= 56 || compression == AlphaFields ? 4 : 3;
            int at = 14 + 40;
            if (file.Length < at + 4 * count) throw new ImageFormatException(name, at, "the bit masks are cut short");
            for (int i = 0; i < count; i++) masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4 * i)..]);
            if (size == 40) after += 4 * count;
            CheckMasks(masks, bits, name, at);
        }
        byte[] palette = [];
        if (bits <= 8)
        {
            int count = colours == 0 ? 1 << bits : (int)Math.Min(colours, 257), entry = old ? 3 : 4;
            if (count > 256) throw new ImageFormatException(name, 46, $"the palette has {colours} colours", "at most 256");
            if (file.Length < after + (long)count * entry) throw new ImageFormatException(name, after, "the palette is cut short", $"{count} colours");
            palette = new byte[3 * count];
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> colour = file.Slice(after + entry * i, 3);
                (palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) = (colour[2], colour[1], colour[0]);
            }
        }
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (offset > file.Length || offset < after) throw new ImageFormatException(name, 10, $"the pixels begin at {offset}", $"{after} to {file.Length}");
        bool grey = palette.Length > 0;
        for (int i = 0; i < palette.Length; i += 3) grey &= palette[i] == palette[i + 1] && palette[i] == palette[i + 2];
        return new()
        {
            Width = (int)width,
            Height = (int)Math.Abs(height),
            TopDown = height < 0,
            Bits = bits,
            Compression = compression,
            PixelOffset = (int)offset,
            Palette = palette,
            Masks = masks,
            IsGrey = grey,
        };
    }

    private static void CheckMasks(uint[] masks, int bits, string? name, int at)
    {
        uint all = 0;
        foreach (uint mask in masks)
        {
            uint run = mask == 0 ? 0 : mask >> BitOperations.TrailingZeroCount(mask);
            if ((run & (run + 1)) != 0 || (all & mask) != 0 || (bits == 16 && mask > ushort.MaxValue))
                throw new ImageFormatException(name, at, $"a colour has the bit mask {mask:X8}", "one run of bits that no other colour has");
            all |= mask;
        }
    }
}
