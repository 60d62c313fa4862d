namespace Nabla.Vision.Images.Jpeg;

/// <summary>What the components of a file mean.</summary>
internal enum JpegColours
{
    Grey,
    Rgb,
    YCbCr,

    /// <summary>Four inks, stored inverted as Adobe does.</summary>
    Cmyk,

    /// <summary>CMYK whose first three inks are stored as YCbCr.</summary>
    Ycck,
}
