using Nabla.Formats;

namespace Nabla.Vision.Images;

public sealed partial class Image
{
    /// <summary>Reads an image file; the content, not the name, tells the format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What may be spent; null for <see cref="ImageLimits.Default"/>.</param>
    /// <exception cref="ImageFormatException">The file is damaged, too large, or of an unknown format.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    [Export("vision.io.Image.load")]
    public static Image Load(string path, ImageLimits? limits = null)
    {
        using FileStream file = File.OpenRead(path);
        return Decode(file, path, limits);
    }

    /// <summary>Reads an image from a stream, to its end.</summary>
    /// <param name="stream">The bytes of an image file.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="limits">What may be spent; null for <see cref="ImageLimits.Default"/>.</param>
    /// <inheritdoc cref="Load" path="/exception"/>
    [Export("vision.io.Image.decode")]
    public static Image Decode(Stream stream, string? name = null, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ImageLimits.Default;
        return Decode(ReadAll(stream, name, limits.MaxFileBytes), name, limits);
    }

    /// <summary>Reads an image from the bytes of its file.</summary>
    /// <param name="file">The bytes of an image file.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="limits">What may be spent; null for <see cref="ImageLimits.Default"/>.</param>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static Image Decode(ReadOnlyMemory<byte> file, string? name = null, ImageLimits? limits = null) =>
        ImageCodecs.Detect(file.Span, name).Decode(file, name, limits ?? ImageLimits.Default);

    /// <summary>Writes the image in the format of the file's extension; the old file stays until the new one is whole.</summary>
    /// <param name="path">The file; <c>.png</c>, <c>.pgm</c>, <c>.ppm</c>, <c>.pnm</c> or what else is registered.</param>
    /// <exception cref="NotSupportedException">No codec writes such files, or it cannot hold this image.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        IImageCodec codec = ImageCodecs.ForExtension(Path.GetExtension(path));
        AtomicFile.Write(path, stream => codec.Encode(this, stream));
    }

    /// <summary>The image as the bytes of a file.</summary>
    /// <param name="extension">The format by its extension, with or without the dot.</param>
    /// <exception cref="NotSupportedException">No codec writes such files, or it cannot hold this image.</exception>
    public byte[] Encode(string extension = "png")
    {
        var stream = new MemoryStream();
        ImageCodecs.ForExtension(extension).Encode(this, stream);
        return stream.ToArray();
    }

    /// <summary>Reads to the end; the buffer grows with what really arrives.</summary>
    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string? name, long limit)
    {
        limit = Math.Min(limit, Array.MaxLength);
        long known = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (known > limit) throw new ImageFormatException(name, null, $"the file has {known} bytes", $"at most {limit}");
        byte[] buffer = new byte[Math.Max(known + 1, 4096)];
        int count = 0;
        while (true)
        {
            int read = stream.Read(buffer, count, buffer.Length - count);
            if (read == 0) return buffer.AsMemory(0, count);
            count += read;
            if (count > limit) throw new ImageFormatException(name, limit, "the file goes on", $"at most {limit} bytes");
            if (count == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * count, Array.MaxLength));
        }
    }
}
