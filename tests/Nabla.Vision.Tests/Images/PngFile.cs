using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Nabla.Vision.Images.Png;

namespace Nabla.Vision.Tests.Images;

/// <summary>Puts PNG files together, right or deliberately wrong.</summary>
internal static class PngFile
{
    public static byte[] Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Chunk(string type, params byte[] content)
    {
        byte[] chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Append(0, chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    public static byte[] Header(uint width, uint height, byte depth = 8, byte colour = 0, byte compression = 0, byte filter = 0, byte interlace = 0)
    {
        byte[] content = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(content, width);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), height);
        (content[8], content[9], content[10], content[11], content[12]) = (depth, colour, compression, filter, interlace);
        return Chunk("IHDR", content);
    }

    public static byte[] Zlib(params byte[] raw)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize)) zlib.Write(raw);
        return stream.ToArray();
    }

    /// <summary>A 2x2 grey image with the rows 10 20 and 30 40.</summary>
    public static byte[] Small => [.. Signature, .. Header(2, 2), .. Chunk("IDAT", Zlib(0, 10, 20, 0, 30, 40)), .. Chunk("IEND")];
}
