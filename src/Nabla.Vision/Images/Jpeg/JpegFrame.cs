using System.Buffers.Binary;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>The frame header: size, process and components.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, bool progressive, JpegComponent[] components)
    {
        (Width, Height, Progressive, Components) = (width, height, progressive, components);
        MaxH = components.Max(component => component.H);
        MaxV = components.Max(component => component.V);
        McusWide = (width + 8 * MaxH - 1) / (8 * MaxH);
        McusHigh = (height + 8 * MaxV - 1) / (8 * MaxV);
        foreach (JpegComponent component in components)
        {
            component.Width = (width * component.H + MaxH - 1) / MaxH;
            component.Height = (height * component.V + MaxV - 1) / MaxV;
            component.PaddedWide = McusWide * component.H;
            component.PaddedHigh = McusHigh * component.V;
        }
    }

    public int Width { get; }

    public int Height { get; }

    public bool Progressive { get; }

    public JpegComponent[] Components { get; }

    public int MaxH { get; }

    public int MaxV { get; }

    /// <summary>Minimum coded units in a row of an interleaved scan.</summary>
    public int McusWide { get; }

    public int McusHigh { get; }

    /// <summary>Blocks of all components.</summary>
    public long Blocks => Components.Sum(component => (long)component.PaddedWide * component.PaddedHigh);

    /// <summary>Reads the content of an SOF segment.</summary>
    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> content, string? name, long offset)
    {
        if (JpegMarker.Unsupported(marker) is { } reason) throw new ImageFormatException(name, offset, reason, "baseline or progressive Huffman coding");
        if (content.Length < 6) throw new ImageFormatException(name, offset, $"the frame header has {content.Length} bytes", "at least 6");
        if (content[0] != 8) throw new ImageFormatException(name, offset, $"the samples have {content[0]} bits", "8");
        int height = BinaryPrimitives.ReadUInt16BigEndian(content[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(content[3..]), count = content[5];
        if (count is not (1 or 3 or 4)) throw new ImageFormatException(name, offset, $"the image has {count} components", "1, 3 or 4");
        if (content.Length != 6 + 3 * count) throw new ImageFormatException(name, offset, $"the frame header has {content.Length} bytes", $"{6 + 3 * count} for {count} components");
        if (width == 0 || height == 0) throw new ImageFormatException(name, offset, $"the image has {width}x{height} pixels", "at least one (a height in a DNL segment is not read)");
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> own = content.Slice(6 + 3 * i, 3);
            int h = own[1] >> 4, v = own[1] & 15;
            if (h is < 1 or > 4 || v is < 1 or > 4) throw new ImageFormatException(name, offset, $"component {i} has sampling {h}x{v}", "1 to 4 along both axes");
            if (own[2] > 3) throw new ImageFormatException(name, offset, $"component {i} uses quantisation table {own[2]}", "0 to 3");
            int id = own[0];
            if (components.Take(i).Any(other => other.Id == id)) throw new ImageFormatException(name, offset, $"two components have the number {id}");
            // A single component is never subsampled against another: T.81 A.2.2 makes its factors meaningless.
            components[i] = new() { Id = id, H = count == 1 ? 1 : h, V = count == 1 ? 1 : v, Table = own[2] };
        }
        var frame = new JpegFrame(width, height, marker == JpegMarker.ProgressiveFrame, components);
        foreach (JpegComponent component in components)
        {
            if (frame.MaxH % component.H != 0 || frame.MaxV % component.V != 0)
                throw new ImageFormatException(name, offset, $"a component is sampled {component.H}x{component.V} of {frame.MaxH}x{frame.MaxV}", "a whole ratio");
        }
        return frame;
    }
}
