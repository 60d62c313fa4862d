using System.Buffers.Binary;
using System.Numerics;

namespace Nabla.Vision.Images.Bmp;

/// <summary>Reads the pixels of a BMP file.</summary>
internal static class BmpReader
{
    public static Image Read(BmpHeader header, ReadOnlySpan<byte> file, string? name)
    {
        bool runs = header.Compression is BmpHeader.RunLength8 or BmpHeader.RunLength4;
        // A run covers at most 255 pixels with two bytes. Jumps may leave out more, but no honest large picture is mostly left out.
        long pixelCount = (long)header.Width * header.Height, bytes = file.Length - header.PixelOffset;
        if (runs && pixelCount > Math.Max(1 << 20, bytes * 128))
            throw new ImageFormatException(name, header.PixelOffset, $"{bytes} bytes of runs cannot hold {pixelCount} pixels");
        if (!runs && header.PixelOffset + (Int128)header.RowBytes * header.Height > file.Length)
            throw new ImageFormatException(name, header.PixelOffset, $"the file ends after {file.Length - header.PixelOffset} bytes of pixels", $"{(Int128)header.RowBytes * header.Height}");
        var image = new Image(header.Width, header.Height, header.Info.Channels);
        ReadOnlySpan<byte> pixels = file[header.PixelOffset..];
        if (runs)
        {
            ReadRuns(header, pixels, image, name);
            return image;
        }
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice((int)(y * header.RowBytes), (int)header.RowBytes);
            Span<byte> target = image.Row(header.TopDown ? y : header.Height - 1 - y);
            if (header.Bits <= 8) Indexed(header, row, target, name);
            else if (header.Bits == 24) Triples(row, target);
            else Masked(header, row, target);
        }
        return image;
    }

    private static void Indexed(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> target, string? name)
    {
        int bits = header.Bits, mask = (1 << bits) - 1;
        for (int x = 0; x < header.Width; x++)
        {
            int bit = x * bits;
            Put(header, row[bit >> 3] >> (8 - bits - (bit & 7)) & mask, target, x, name);
        }
    }

    private static void Put(BmpHeader header, int index, Span<byte> target, int x, string? name)
    {
        if (3 * index >= header.Palette.Length) throw new ImageFormatException(name, null, $"a pixel has palette index {index}", $"at most {header.Palette.Length / 3 - 1}");
        if (header.IsGrey) target[x] = header.Palette[3 * index];
        else header.Palette.AsSpan(3 * index, 3).CopyTo(target[(3 * x)..]);
    }

    private static void Triples(ReadOnlySpan<byte> row, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i += 3) (target[i], target[i + 1], target[i + 2]) = (row[i + 2], row[i + 1], row[i]);
    }

    private static void Masked(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> target)
    {
        int channels = header.HasAlpha ? 4 : 3;
        for (int x = 0; x < header.Width; x++)
        {
            uint pixel = header.Bits == 16 ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..]) : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
            for (int c = 0; c < channels; c++)
            {
                uint mask = header.Masks[c];
                if (mask == 0) continue;
                int shift = BitOperations.TrailingZeroCount(mask);
                ulong full = mask >> shift;
                target[channels * x + c] = (byte)(((pixel & mask) >> shift) * 255UL / full);
            }
        }
    }

    private static void ReadRuns(BmpHeader header, ReadOnlySpan<byte> data, Image image, string? name)
    {
        bool nibbles = header.Bits == 4;
        int x = 0, y = 0, at = 0;
        // Pixels that no run covers have the first colour.
        for (int row = 0; row < image.Height; row++)
        {
            for (int i = 0; i < image.Width; i++) Put(header, 0, image.Row(row), i, name);
        }
        while (y < image.Height)
        {
            if (at + 2 > data.Length) throw new ImageFormatException(name, header.PixelOffset + at, "the runs end early", "an end mark");
            int count = data[at], value = data[at + 1];
            at += 2;
            if (count > 0)
            {
                if (x + count > image.Width) throw new ImageFormatException(name, header.PixelOffset + at, "a run leaves its row");
                Span<byte> row = image.Row(image.Height - 1 - y);
                for (int i = 0; i < count; i++) Put(header, nibbles ? (i % 2 == 0 ? value >> 4 : value & 15) : value, row, x++, name);
                continue;
            }
            if (value == 1) return;
            if (value == 0)
            {
                (x, y) = (0, y + 1);
            }
            else if (value == 2)
            {
                if (at + 2 > data.Length) throw new ImageFormatException(name, header.PixelOffset + at, "a jump is cut short");
                (x, y) = (x + data[at], y + data[at + 1]);
                at += 2;
                if (x > image.Width) throw new ImageFormatException(name, header.PixelOffset + at, "a jump leaves its row");
            }
            else
            {
                int bytes = nibbles ? (value + 1) / 2 : value;
                if (at + bytes > data.Length || x + value > image.Width) throw new ImageFormatException(name, header.PixelOffset + at, "a row of single pixels is cut short or leaves its row");
                Span<byte> row = image.Row(image.Height - 1 - y);
                for (int i = 0; i < value; i++) Put(header, nibbles ? (data[at + i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15 : data[at + i], row, x++, name);
                at += (bytes + 1) / 2 * 2;
            }
        }
    }
}
