using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Notes.Site;

/// <summary>Writes PNG pictures of at most sixteen colours.</summary>
internal static class IndexedPng
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels">Colour numbers 0..15, row by row; the width is even.</param>
    /// <param name="width">Width, even.</param>
    /// <param name="height">Height.</param>
    /// <param name="palette">Red, green and blue of every colour.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, ReadOnlySpan<byte> palette)
    {
        using MemoryStream png = new();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = (4, 3, 0, 0, 0);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, palette);
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] row = new byte[1 + (width / 2)];
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> line = pixels.Slice(y * width, width);
                for (int x = 0; x < width / 2; x++) row[x + 1] = (byte)(line[2 * x] << 4 | line[(2 * x) + 1]);
                zlib.Write(row);
            }
        }
        Chunk(png, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(name);
        png.Write(content);
        uint crc = uint.MaxValue;
        foreach (byte value in name) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        foreach (byte value in content) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        png.Write(number);
    }

    private static uint Remainder(int value)
    {
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
