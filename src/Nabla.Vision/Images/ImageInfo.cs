namespace Nabla.Vision.Images;

/// <summary>Size and sample layout of a decoded image.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
/// <param name="BitDepth">Bits in a sample, 8 or 16.</param>
[Export("vision.io.ImageInfo")]
public readonly record struct ImageInfo(int Width, int Height, int Channels, int BitDepth)
{
    /// <summary>Bytes of one pixel, 1 to 8.</summary>
    public int BytesPerPixel => Channels * (BitDepth / 8);

    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height}, {Channels} channels of {BitDepth} bits";
}
