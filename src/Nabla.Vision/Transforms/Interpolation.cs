namespace Nabla.Vision.Transforms;

/// <summary>How pixels between pixels are found, with Pillow's kernels.</summary>
[Export("vision.transforms.Interpolation")]
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>Mean of the area, half a pixel wide to both sides.</summary>
    Box,

    /// <summary>A triangle, one pixel to both sides.</summary>
    Bilinear,

    /// <summary>A Hamming-windowed cosine, one pixel to both sides.</summary>
    Hamming,

    /// <summary>Keys' cubic with a = -1/2, two pixels to both sides.</summary>
    Bicubic,

    /// <summary>A sinc windowed by a sinc, three pixels to both sides.</summary>
    Lanczos,
}
