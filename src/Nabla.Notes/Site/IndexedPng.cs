using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

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
            int stride = 1 + (width / 2);
            byte[] rows = ArrayPool<byte>.Shared.Rent(stride * height);
            for (int y = 0; y < height; y++)
            {
                Span<byte> row = rows.AsSpan(y * stride, stride);
                ReadOnlySpan<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(pixels.Slice(y * width, width));
                row[0] = 0;
                // Two pixels at a time: the left one is the low byte on every machine .NET runs on.
                for (int x = 0; x < pairs.Length; x++) row[x + 1] = (byte)(pairs[x] << 4 | pairs[x] >> 8);
            }
            zlib.Write(rows, 0, stride * height);
            ArrayPool<byte>.Shared.Return(rows);
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
