namespace Nabla.Vision.Images;

/// <summary>What a decoder may spend on one image, checked before memory is taken.</summary>
[Export("vision.io.ImageLimits")]
public sealed record ImageLimits
{
    /// <summary>100 million pixels, 512 MiB decoded, files of 256 MiB.</summary>
    [Export("vision.io.ImageLimits.default")]
    public static ImageLimits Default { get; } = new();

    /// <summary>Most pixels, width times height.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Most bytes of the decoded image.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>Most bytes of the file; at most <see cref="int.MaxValue"/> are ever read.</summary>
    public long MaxFileBytes { get; init; } = 256L << 20;

    /// <summary>Rejects an image that is empty or larger than the limits.</summary>
    /// <param name="info">The image as its header tells it.</param>
    /// <param name="file">Name for the message.</param>
    /// <param name="offset">Where the header gives the size.</param>
    /// <exception cref="ImageFormatException">Width or height is not positive, or a limit is exceeded.</exception>
    public void Check(ImageInfo info, string? file, long offset)
    {
        if (info.Width <= 0 || info.Height <= 0)
            throw new ImageFormatException(file, offset, $"the image has {info.Width}x{info.Height} pixels", "at least one");
        long pixels = (long)info.Width * info.Height; // below 2^62
        if (pixels > MaxPixels)
            throw new ImageFormatException(file, offset, $"the image has {info.Width}x{info.Height} pixels", $"at most {MaxPixels} in all");
        // pixels * 8 may not overflow: a caller may have lifted MaxPixels.
        Int128 bytes = (Int128)pixels * info.BytesPerPixel;
        if (bytes > Math.Min(MaxBytes, Array.MaxLength))
            throw new ImageFormatException(file, offset, $"the image takes {bytes} bytes", $"at most {Math.Min(MaxBytes, Array.MaxLength)}");
    }
}
