namespace Nabla.Vision.Images.Jpeg;

/// <summary>JPEG, ITU-T T.81: baseline, extended and progressive Huffman files of 8 bits.</summary>
/// <remarks>
/// Reads every sampling with whole ratios, grey, YCbCr, RGB, CMYK and YCCK (the last two become RGB), restart markers, and the
/// orientation of Exif, which is applied. Inverse DCT, upsampling and colours follow libjpeg's accurate integer method, so the
/// pixels are those of libjpeg-turbo. Damaged or truncated data is an error, never a half-grey picture.
/// Writes baseline files; alpha is refused, 16 bits become 8.
/// </remarks>
/// <param name="quality">1 to 100, as libjpeg scales its tables.</param>
/// <param name="subsample">Halve the resolution of the colours along both axes (4:2:0)?</param>
/// <param name="applyOrientation">Turn the picture as Exif says when reading?</param>
[Export("vision.io.JpegCodec")]
public sealed class JpegCodec(int quality = 90, bool subsample = true, bool applyOrientation = true) : IImageCodec
{
    private readonly int _quality = quality is >= 1 and <= 100 ? quality
        : throw new ArgumentOutOfRangeException(nameof(quality), quality, "The quality is 1 to 100.");

    /// <inheritdoc/>
    public string Name => "JPEG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".jpe", ".jfif"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) => JpegDecoder.Recognizes(start);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> file, string? name)
    {
        var decoder = new JpegDecoder(file, name);
        decoder.ReadHeader();
        ImageInfo info = decoder.Info;
        return applyOrientation && decoder.Orientation >= 5 ? info with { Width = info.Height, Height = info.Width } : info;
    }

    /// <inheritdoc/>
    public Image Decode(ReadOnlyMemory<byte> file, string? name, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var decoder = new JpegDecoder(file, name);
        Image image = decoder.Decode(limits);
        return applyOrientation ? image.Orient(decoder.Orientation) : image;
    }

    /// <inheritdoc/>
    public void Encode(Image image, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        if (image.HasAlpha) throw new NotSupportedException("JPEG has no alpha channel; drop it with ToGrey, ToRgb or Flatten first.");
        if (image.Width > ushort.MaxValue || image.Height > ushort.MaxValue)
            throw new NotSupportedException($"JPEG holds at most 65535 pixels along an axis; the image has {image.Width}x{image.Height}.");
        JpegEncoder.Encode(image.To8Bit(), stream, _quality, subsample);
    }
}
