using System.Runtime.InteropServices;

namespace Nabla.Vision.Images;

/// <summary>A picture in memory: rows from the top, pixels interleaved, 8 or 16 bits a sample.</summary>
/// <remarks>
/// One channel is grey, two are grey and alpha, three RGB, four RGB and alpha. Alpha is straight, not premultiplied.
/// Samples of 16 bits lie in the machine's byte order, so <see cref="Samples16"/> needs no conversion.
/// </remarks>
[Export("vision.io.Image")]
public sealed partial class Image
{
    private readonly byte[] _data;

    /// <summary>A black (and, with alpha, transparent) image.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the image would exceed 2 GiB.</exception>
    public Image(int width, int height, int channels, int bitDepth = 8)
        : this(Checked(width, height, channels, bitDepth), new byte[ByteCount(width, height, channels, bitDepth)])
    {
    }

    /// <summary>An image of these samples, which are not copied.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="data">width * height * channels bytes, interleaved, rows from the top.</param>
    /// <param name="bitDepth">8 or 16; with 16, <paramref name="data"/> holds twice as many bytes in the machine's byte order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="data"/> has the wrong length.</exception>
    public Image(int width, int height, int channels, byte[] data, int bitDepth = 8)
        : this(Checked(width, height, channels, bitDepth), data)
    {
        ArgumentNullException.ThrowIfNull(data);
        long expected = ByteCount(width, height, channels, bitDepth);
        if (data.Length != expected)
            throw new ArgumentException($"{data.Length} bytes; a {Info} image has {expected}.", nameof(data));
    }

    private Image(ImageInfo info, byte[] data)
    {
        Info = info;
        _data = data;
    }

    /// <summary>Size and layout in one value.</summary>
    public ImageInfo Info { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width => Info.Width;

    /// <summary>Rows.</summary>
    public int Height => Info.Height;

    /// <summary>Samples of a pixel, 1 to 4.</summary>
    public int Channels => Info.Channels;

    /// <summary>Bits of a sample, 8 or 16.</summary>
    public int BitDepth => Info.BitDepth;

    /// <summary>True with two or four channels; the last one is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Bytes of a row.</summary>
    public int Stride => Width * Info.BytesPerPixel;

    /// <summary>All samples as bytes, height * stride of them.</summary>
    public Span<byte> Data => _data;

    /// <summary>The array behind <see cref="Data"/>.</summary>
    internal byte[] Buffer => _data;

    /// <summary>All samples of a 16-bit image.</summary>
    /// <exception cref="InvalidOperationException">The image has 8 bits a sample.</exception>
    public Span<ushort> Samples16 => BitDepth == 16
        ? MemoryMarshal.Cast<byte, ushort>(_data.AsSpan())
        : throw new InvalidOperationException("The image has 8 bits a sample; Samples16 needs 16 (see To16Bit).");

    /// <summary>The bytes of row <paramref name="y"/>, counted from the top.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return _data.AsSpan(y * Stride, Stride);
    }

    private static ImageInfo Checked(int width, int height, int channels, int bitDepth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        if (bitDepth is not (8 or 16)) throw new ArgumentOutOfRangeException(nameof(bitDepth), bitDepth, "A sample has 8 or 16 bits.");
        if (ByteCount(width, height, channels, bitDepth) > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(width), width, $"{width}x{height} pixels of {channels} channels exceed 2 GiB.");
        return new(width, height, channels, bitDepth);
    }

    // Below 2^65 only for absurd sizes; saturates instead of wrapping.
    private static long ByteCount(int width, int height, int channels, int bitDepth) =>
        (long)Int128.Min((Int128)width * height * channels * (bitDepth / 8), long.MaxValue);
}
