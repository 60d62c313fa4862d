using System.IO.Compression;

namespace Nabla.Vision.Images.Png;

/// <summary>Portable Network Graphics.</summary>
/// <remarks>
/// Reads every colour type, bit depth (1 to 16), interlacing, palette and tRNS transparency; fewer than 8 bits become 8,
/// a palette becomes RGB, tRNS becomes an alpha channel. Gamma and colour profiles are ignored, as training wants the
/// stored values. All checksums are verified. Of an animated PNG the default image is read.
/// Writes 8 or 16 bits, not interlaced.
/// </remarks>
[Export("vision.io.PngCodec")]
public sealed class PngCodec : IImageCodec
{
    private readonly CompressionLevel _level;

    /// <summary>A codec that writes with the given effort.</summary>
    public PngCodec(CompressionLevel level = CompressionLevel.Optimal) => _level = level;

    /// <inheritdoc/>
    public string Name => "PNG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".png"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) => PngChunks.Recognizes(start);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> file, string? name) => PngChunks.Read(file, name, headerOnly: true).Info;

    /// <inheritdoc/>
    public Image Decode(ReadOnlyMemory<byte> file, string? name, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return PngDecoder.Decode(file, name, limits);
    }

    /// <inheritdoc/>
    public void Encode(Image image, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        PngEncoder.Encode(image, stream, _level);
    }
}
