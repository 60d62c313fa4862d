using System.Buffers.Binary;

namespace Nabla.Vision.Images.Bmp;

/// <summary>Windows and OS/2 bitmaps.</summary>
/// <remarks>
/// Reads 1, 4, 8, 16, 24 and 32 bits a pixel, palettes, run lengths and bit fields, bottom-up and top-down; alpha is read where
/// a bit mask declares it. A palette of greys gives a grey image.
/// Writes grey with a palette, RGB with 24 bits, RGBA with bit fields; 16 bits a sample become 8.
/// </remarks>
[Export("vision.io.BmpCodec")]
public sealed class BmpCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "BMP";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".bmp", ".dib"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) => BmpHeader.Recognizes(start);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> file, string? name) => BmpHeader.Parse(file.Span, name).Info;

    /// <inheritdoc/>
    public Image Decode(ReadOnlyMemory<byte> file, string? name, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        BmpHeader header = BmpHeader.Parse(file.Span, name);
        limits.Check(header.Info, name, offset: 18);
        return BmpReader.Read(header, file.Span, name);
    }

    /// <inheritdoc/>
    public void Encode(Image image, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        image = image.Channels == 2 ? image.To8Bit().ToRgba() : image.To8Bit();
        int channels = image.Channels, headerSize = channels == 4 ? 108 : 40, palette = channels == 1 ? 1024 : 0;
        int row = (image.Width * channels + 3) / 4 * 4, offset = 14 + headerSize + palette;
        if (offset + (long)row * image.Height > int.MaxValue) throw new NotSupportedException($"A BMP file ends at 2 GiB; a {image.Info} image needs more.");
        byte[] head = new byte[offset];
        head[0] = (byte)'B';
        head[1] = (byte)'M';
        Write(head, 2, offset + row * image.Height);
        Write(head, 10, offset);
        Write(head, 14, headerSize);
        Write(head, 18, image.Width);
        Write(head, 22, image.Height);
        head[26] = 1;
        head[28] = (byte)(8 * channels);
        Write(head, 30, channels == 4 ? BmpHeader.Fields : BmpHeader.Plain);
        Write(head, 34, row * image.Height);
        Write(head, 38, 3780); // pixels per metre: 96 per inch
        Write(head, 42, 3780);
        if (channels == 4)
        {
            Write(head, 54, 0xFF0000);
            Write(head, 58, 0xFF00);
            Write(head, 62, 0xFF);
            Write(head, 66, unchecked((int)0xFF000000));
        }
        if (channels == 1)
        {
            Write(head, 46, 256);
            for (int i = 0; i < 256; i++) head.AsSpan(54 + 4 * i, 3).Fill((byte)i);
        }
        stream.Write(head);
        byte[] line = new byte[row];
        for (int y = image.Height - 1; y >= 0; y--)
        {
            ReadOnlySpan<byte> source = image.Row(y);
            source.CopyTo(line);
            if (channels >= 3)
            {
                for (int i = 0; i < source.Length; i += channels) (line[i], line[i + 2]) = (source[i + 2], source[i]);
            }
            stream.Write(line);
        }
    }

    private static void Write(byte[] head, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(at), value);
}
