using Nabla.Formats;

namespace Nabla.Vision.Images;

/// <summary>An image file is damaged, truncated, larger than the <see cref="ImageLimits"/>, or of an unknown kind.</summary>
[Export("vision.io.ImageFormatException")]
public sealed class ImageFormatException : NablaFormatException
{
    /// <summary>An error without further facts.</summary>
    public ImageFormatException()
        : this("The data is not an image of a known format.")
    {
    }

    /// <inheritdoc/>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ImageFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public ImageFormatException(string? file, long? offset, string problem, string? expected = null, Exception? innerException = null)
        : base(file, offset, problem, expected, innerException)
    {
    }
}
