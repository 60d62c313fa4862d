namespace Nabla.Vision.Images;

/// <summary>One image file format, to be registered with <see cref="ImageCodecs"/>; used by many threads at once.</summary>
[Export("vision.io.IImageCodec")]
public interface IImageCodec
{
    /// <summary>The format's name, such as <c>PNG</c>.</summary>
    string Name { get; }

    /// <summary>File extensions in lower case with the dot; the first is the usual one.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>True if a file that begins with these bytes is of this format.</summary>
    /// <param name="start">The first bytes of the file, all of it if it is short.</param>
    bool Recognizes(ReadOnlySpan<byte> start);

    /// <summary>Size and layout of the image <see cref="Decode"/> would return, read from the header alone.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">A name for error messages.</param>
    /// <exception cref="ImageFormatException">The header is damaged.</exception>
    ImageInfo Identify(ReadOnlyMemory<byte> file, string? name);

    /// <summary>Decodes the file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="limits">Checked before memory is taken.</param>
    /// <exception cref="ImageFormatException">The file is damaged or exceeds the limits; no other exception, whatever the bytes.</exception>
    Image Decode(ReadOnlyMemory<byte> file, string? name, ImageLimits limits);

    /// <summary>Writes the image without loss, or as well as the format can.</summary>
    /// <exception cref="NotSupportedException">The format cannot be written, or cannot hold this image.</exception>
    void Encode(Image image, Stream stream);
}
