using System.Buffers.Binary;

namespace Nabla.Vision.Images.Png;

/// <summary>PNG's colour types; the bits mean palette (1), colour (2) and alpha (4).</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColour Colour, bool Interlaced)
{
    public const int Length = 13;

    /// <summary>Samples of a pixel as stored; a palette index is one.</summary>
    public int Samples => Colour switch { PngColour.Rgb => 3, PngColour.GreyAlpha => 2, PngColour.Rgba => 4, _ => 1 };

    public int BitsPerPixel => Samples * BitDepth;

    /// <summary>Distance in bytes to the corresponding byte of the pixel before, for the filters; at least 1.</summary>
    public int FilterDistance => Math.Max(1, BitsPerPixel / 8);

    /// <summary>The decoded image; <paramref name="transparency"/> tells whether a tRNS chunk adds alpha.</summary>
    public ImageInfo Info(bool transparency)
    {
        int channels = Colour == PngColour.Palette ? 3 : Samples;
        return new(Width, Height, transparency ? channels + 1 : channels, BitDepth == 16 ? 16 : 8);
    }

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without the filter byte.</summary>
    public long RowBytes(int width) => ((long)width * BitsPerPixel + 7) / 8;

    /// <summary>Bytes of the whole image before compression, filter bytes included.</summary>
    public Int128 RawBytes()
    {
        if (!Interlaced) return (Int128)(1 + RowBytes(Width)) * Height;
        Int128 sum = 0;
        foreach (PngPass pass in PngPass.Adam7)
        {
            (int width, int height) = pass.Size(Width, Height);
            if (width > 0) sum += (Int128)(1 + RowBytes(width)) * height;
        }
        return sum;
    }

    public static PngHeader Parse(ReadOnlySpan<byte> data, string? name, long offset)
    {
        if (data.Length != Length) throw new ImageFormatException(name, offset, $"the IHDR chunk has {data.Length} bytes", $"{Length}");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new ImageFormatException(name, offset, $"the image has {width}x{height} pixels", "1 to 2147483647 each way");
        byte depth = data[8], colour = data[9];
        bool valid = (PngColour)colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!valid) throw new ImageFormatException(name, offset + 8, $"colour type {colour} with {depth} bits", "a pair that PNG defines");
        if (data[10] != 0) throw new ImageFormatException(name, offset + 10, $"compression method {data[10]}", "0");
        if (data[11] != 0) throw new ImageFormatException(name, offset + 11, $"filter method {data[11]}", "0");
        if (data[12] > 1) throw new ImageFormatException(name, offset + 12, $"interlace method {data[12]}", "0 or 1");
        return new((int)width, (int)height, depth, (PngColour)colour, data[12] == 1);
    }
}

/// <summary>One of Adam7's passes: every <c>StepX</c>th pixel from <c>StartX</c> of every <c>StepY</c>th row from <c>StartY</c>.</summary>
internal readonly record struct PngPass(int StartX, int StartY, int StepX, int StepY)
{
    public static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    public static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>Pixels of the pass in an image of this size; none at all where either is 0.</summary>
    public (int Width, int Height) Size(int width, int height) =>
        ((int)(((long)width - StartX + StepX - 1) / StepX), (int)(((long)height - StartY + StepY - 1) / StepY));
}
