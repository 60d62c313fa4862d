using Nabla.Vision.Images.Bmp;
using Nabla.Vision.Images.Jpeg;
using Nabla.Vision.Images.Png;
using Nabla.Vision.Images.Pnm;

namespace Nabla.Vision.Images;

/// <summary>The image formats that <see cref="Image"/> reads and writes: PNG, JPEG, BMP and PNM, and what a program registers.</summary>
public static class ImageCodecs
{
    private static readonly Lock Gate = new();
    private static IImageCodec[] _all = [new PngCodec(), new JpegCodec(), new BmpCodec(), new PnmCodec()];

    /// <summary>All codecs; the last one registered comes first.</summary>
    [Export("vision.io.ImageCodecs.all")]
    public static IReadOnlyList<IImageCodec> All => _all;

    /// <summary>Every extension some codec knows, in lower case with the dot.</summary>
    [Export("vision.io.ImageCodecs.extensions")]
    public static IEnumerable<string> Extensions => _all.SelectMany(codec => codec.Extensions).Distinct();

    /// <summary>Adds a codec, which goes before those already there.</summary>
    [Export("vision.io.ImageCodecs.register")]
    public static void Register(IImageCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        lock (Gate) _all = [codec, .. _all];
    }

    /// <summary>Size and layout of an image file, without decoding it.</summary>
    /// <exception cref="ImageFormatException">The header is damaged, or the format unknown.</exception>
    [Export("vision.io.ImageCodecs.identify")]
    public static ImageInfo Identify(ReadOnlyMemory<byte> file, string? name = null) => Detect(file.Span, name).Identify(file, name);

    /// <summary>The codec for a file extension, with or without the dot, in any case.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    [Export("vision.io.ImageCodecs.for_extension")]
    public static IImageCodec ForExtension(string extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        string wanted = extension.StartsWith('.') ? extension : "." + extension;
        return _all.FirstOrDefault(codec => codec.Extensions.Contains(wanted, StringComparer.OrdinalIgnoreCase))
            ?? throw new NotSupportedException($"No image format has the extension {wanted}; known are {string.Join(", ", Extensions)}.");
    }

    /// <summary>The codec for a file that begins with these bytes.</summary>
    /// <param name="start">The first bytes of the file.</param>
    /// <param name="name">A name for error messages.</param>
    /// <exception cref="ImageFormatException">No codec knows such files.</exception>
    [Export("vision.io.ImageCodecs.detect")]
    public static IImageCodec Detect(ReadOnlySpan<byte> start, string? name = null)
    {
        foreach (IImageCodec codec in _all)
        {
            if (codec.Recognizes(start)) return codec;
        }
        throw new ImageFormatException(name, 0, Describe(start), $"one of {string.Join(", ", _all.Select(codec => codec.Name))}");
    }

    private static string Describe(ReadOnlySpan<byte> start) => start switch
    {
        [] => "the file is empty",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "the file is a GIF",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "the file is a WebP",
        _ => $"the file begins with {Convert.ToHexString(start[..Math.Min(start.Length, 8)])}",
    };
}
