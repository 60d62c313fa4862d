namespace Nabla.Vision.Images.Jpeg;

/// <summary>One colour component of a frame: its sampling, its blocks and, while decoding, its samples.</summary>
internal sealed class JpegComponent
{
    public required int Id { get; init; }

    /// <summary>Horizontal sampling factor, 1 to 4.</summary>
    public required int H { get; init; }

    /// <summary>Vertical sampling factor, 1 to 4.</summary>
    public required int V { get; init; }

    /// <summary>Which quantisation table, 0 to 3.</summary>
    public required int Table { get; init; }

    /// <summary>Samples in a row that belong to the picture.</summary>
    public int Width { get; set; }

    /// <summary>Rows that belong to the picture.</summary>
    public int Height { get; set; }

    /// <summary>Blocks in a row of a scan of this component alone.</summary>
    public int BlocksWide => (Width + 7) / 8;

    /// <summary>Rows of blocks in a scan of this component alone.</summary>
    public int BlocksHigh => (Height + 7) / 8;

    /// <summary>Blocks in a row with the padding of interleaved scans.</summary>
    public int PaddedWide { get; set; }

    /// <summary>Rows of blocks with the padding of interleaved scans.</summary>
    public int PaddedHigh { get; set; }

    /// <summary>Bytes of a row of <see cref="Samples"/>.</summary>
    public int Stride => PaddedWide * 8;

    /// <summary>Decoded samples, <see cref="PaddedHigh"/> * 8 rows.</summary>
    public byte[] Samples { get; set; } = [];

    /// <summary>Coefficients in natural order, 64 a block; progressive files only.</summary>
    public short[] Coefficients { get; set; } = [];

    /// <summary>The quantisation table in natural order as it was when the component's first scan began.</summary>
    public ushort[]? Quantization { get; set; }

    /// <summary>Coefficients whose last bit has come, as a set of zigzag places.</summary>
    private ulong _complete;

    /// <summary>Nothing more is to come for this component.</summary>
    public bool IsComplete => _complete == ulong.MaxValue;

    /// <summary>Takes note of what a scan brings.</summary>
    public void Note(JpegScan scan, bool progressive)
    {
        if (!progressive) _complete = ulong.MaxValue;
        else if (scan.Low == 0) _complete |= (ulong.MaxValue >> (63 - (scan.Last - scan.First))) << scan.First;
    }

    /// <summary>The last DC value of the running scan.</summary>
    public int Predictor { get; set; }
}
