using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Nabla.Vision.Images.Pnm;

/// <summary>The portable any-map family: PBM (P1, P4), PGM (P2, P5) and PPM (P3, P6), plain and binary.</summary>
/// <remarks>
/// Values are scaled from the file's maximum to 255, or to 65535 where the maximum exceeds 255. PBM's 1 is black.
/// Writes P5 or P6; an image with alpha is refused, as the format has none. Of several images in a file the first is read.
/// </remarks>
[Export("vision.io.PnmCodec")]
public sealed class PnmCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "PNM";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".ppm", ".pgm", ".pnm", ".pbm"];

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) =>
        start.Length >= 3 && start[0] == 'P' && start[1] is >= (byte)'1' and <= (byte)'6' && PnmReader.IsSpace(start[2]);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> file, string? name) => new PnmReader(file.Span, name).Info;

    /// <inheritdoc/>
    public Image Decode(ReadOnlyMemory<byte> file, string? name, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var reader = new PnmReader(file.Span, name);
        limits.Check(reader.Info, name, offset: 2);
        return reader.ReadPixels();
    }

    /// <inheritdoc/>
    public void Encode(Image image, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(stream);
        if (image.HasAlpha) throw new NotSupportedException("PNM has no alpha channel; drop it with ToGrey, ToRgb or Flatten first.");
        char kind = image.Channels == 1 ? '5' : '6';
        int maximum = image.BitDepth == 8 ? byte.MaxValue : ushort.MaxValue;
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P{kind}\n{image.Width} {image.Height}\n{maximum}\n")));
        if (image.BitDepth == 8)
        {
            stream.Write(image.Data);
            return;
        }
        byte[] row = new byte[image.Stride];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<ushort> samples = image.Samples16.Slice(y * image.Width * image.Channels, row.Length / 2);
            for (int i = 0; i < samples.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(row.AsSpan(2 * i), samples[i]);
            stream.Write(row);
        }
    }
}
