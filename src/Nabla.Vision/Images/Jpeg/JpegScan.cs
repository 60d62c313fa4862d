namespace Nabla.Vision.Images.Jpeg;

/// <summary>The header of a scan: which components, which coefficients, which bits of them.</summary>
internal sealed class JpegScan
{
    public required (JpegComponent Component, int Direct, int Alternating)[] Parts { get; init; }

    /// <summary>First coefficient in zigzag order.</summary>
    public required int First { get; init; }

    /// <summary>Last coefficient in zigzag order.</summary>
    public required int Last { get; init; }

    /// <summary>Bit position of the scan before on the same coefficients; 0 for the first.</summary>
    public required int High { get; init; }

    /// <summary>Bit position of this scan.</summary>
    public required int Low { get; init; }

    /// <summary>Reads the content of an SOS segment.</summary>
    public static JpegScan Parse(ReadOnlySpan<byte> content, JpegFrame frame, string? name, long offset)
    {
        int count = content.Length > 0 ? content[0] : 0;
        if (count is < 1 or > 4 || content.Length != 4 + 2 * count)
            throw new ImageFormatException(name, offset, $"the scan header has {content.Length} bytes for {count} components", "1 to 4 components, two bytes each and four");
        var parts = new (JpegComponent, int, int)[count];
        int blocks = 0;
        for (int i = 0; i < count; i++)
        {
            int id = content[1 + 2 * i], tables = content[2 + 2 * i];
            JpegComponent component = Array.Find(frame.Components, one => one.Id == id)
                ?? throw new ImageFormatException(name, offset, $"the scan names component {id}", "one of the frame");
            for (int j = 0; j < i; j++)
            {
                if (parts[j].Item1 == component) throw new ImageFormatException(name, offset, $"the scan names component {id} twice");
            }
            if (tables >> 4 > 3 || (tables & 15) > 3) throw new ImageFormatException(name, offset, $"the scan uses Huffman tables {tables:X2}", "0 to 3");
            parts[i] = (component, tables >> 4, tables & 15);
            blocks += component.H * component.V;
        }
        if (count > 1 && blocks > 10) throw new ImageFormatException(name, offset, $"a coded unit has {blocks} blocks", "at most 10");
        ReadOnlySpan<byte> tail = content[(1 + 2 * count)..];
        var scan = new JpegScan { Parts = parts, First = tail[0], Last = tail[1], High = tail[2] >> 4, Low = tail[2] & 15 };
        if (frame.Progressive) scan.CheckProgression(name, offset);
        return scan;
    }

    private void CheckProgression(string? name, long offset)
    {
        bool valid = First <= Last && Last <= 63 && Low <= 13
            && (First == 0 ? Last == 0 : Parts.Length == 1)
            && (High == 0 || High == Low + 1);
        if (!valid) throw new ImageFormatException(name, offset, $"the scan covers coefficients {First}..{Last}, bits {High}..{Low}", "a scan that T.81 G.1.1.1 allows");
    }
}
