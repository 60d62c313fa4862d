namespace Nabla.Vision.Images.Png;

/// <summary>Decodes PNG: every colour type, bit depth and interlacing of the specification (ISO/IEC 15948).</summary>
internal static class PngDecoder
{
    public static Image Decode(ReadOnlyMemory<byte> file, string? name, ImageLimits limits)
    {
        PngChunks chunks = PngChunks.Read(file, name, headerOnly: false);
        PngHeader header = chunks.Header;
        ImageInfo info = chunks.Info;
        limits.Check(info, name, offset: 16);

        using var inflater = new PngInflater(chunks, name);
        var unpacker = new PngUnpacker(chunks, name);
        var image = new Image(info.Width, info.Height, info.Channels, info.BitDepth);
        int longest = checked(1 + (int)header.RowBytes(header.Width));
        byte[] current = new byte[longest], above = new byte[longest];
        byte[] pixels = header.Interlaced ? new byte[image.Stride] : [];

        foreach (PngPass pass in header.Interlaced ? PngPass.Adam7 : PngPass.Whole)
        {
            (int width, int height) = pass.Size(header.Width, header.Height);
            if (width == 0) continue;
            int length = (int)header.RowBytes(width);
            above.AsSpan().Clear();
            for (int y = 0; y < height; y++)
            {
                inflater.Read(current.AsSpan(0, 1 + length));
                Span<byte> row = current.AsSpan(1, length);
                if (!PngFilters.Undo(current[0], row, above.AsSpan(1, length), header.FilterDistance))
                    throw new ImageFormatException(name, chunks.DataOffset, $"row {y} has filter {current[0]}", "0 to 4");
                Span<byte> target = image.Row(pass.StartY + y * pass.StepY);
                if (header.Interlaced)
                {
                    unpacker.Unpack(row, width, pixels);
                    Scatter(pixels, width, target, pass, info.BytesPerPixel);
                }
                else
                {
                    unpacker.Unpack(row, width, target);
                }
                (current, above) = (above, current);
            }
        }
        inflater.Finish();
        return image;
    }

    private static void Scatter(ReadOnlySpan<byte> pixels, int width, Span<byte> row, PngPass pass, int size)
    {
        for (int i = 0; i < width; i++)
            pixels.Slice(i * size, size).CopyTo(row[((pass.StartX + i * pass.StepX) * size)..]);
    }
}
