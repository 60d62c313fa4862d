using System.Buffers.Binary;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Reads a JPEG file: markers, scans, and then the pixels.</summary>
internal sealed class JpegDecoder
{
    /// <summary>A file with more is an attempt to make the decoder work for nothing; real ones have about ten.</summary>
    private const int MostScans = 200;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly string? _name;
    private readonly JpegTables _tables = new();
    private JpegFrame? _frame;
    private int _restartInterval;
    private int _at;
    private bool _hasJfif;
    private int? _adobe;

    public JpegDecoder(ReadOnlyMemory<byte> file, string? name)
    {
        (_file, _name) = (file, name);
        if (!Recognizes(file.Span)) throw new ImageFormatException(name, 0, "the JPEG signature is missing", "FFD8FF");
        _at = 2;
    }

    /// <summary>How the picture must be turned to stand upright, 1 to 8 as in Exif; 1 if the file does not say.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>Size and layout before the orientation is applied.</summary>
    public ImageInfo Info => new(_frame!.Width, _frame.Height, _frame.Components.Length == 1 ? 1 : 3, 8);

    public static bool Recognizes(ReadOnlySpan<byte> start) => start.Length >= 3 && start[0] == 0xFF && start[1] == JpegMarker.StartOfImage && start[2] == 0xFF;

    /// <summary>Reads up to the frame header.</summary>
    public void ReadHeader()
    {
        while (_frame is null)
        {
            byte marker = NextMarker(out ReadOnlySpan<byte> content, out int start);
            if (marker == JpegMarker.StartOfScan) throw new ImageFormatException(_name, start, "a scan comes before the frame header");
            Segment(marker, content, start);
        }
    }

    /// <summary>Reads the rest.</summary>
    public Image Decode(ImageLimits limits)
    {
        ReadHeader();
        JpegFrame frame = _frame!;
        limits.Check(Info, _name, _at);
        Allocate(frame, limits);
        int scans = 0;
        while (true)
        {
            if (scans > 0 && AtEnd()) break;
            byte marker = NextMarker(out ReadOnlySpan<byte> content, out int start);
            if (marker == JpegMarker.EndOfImage) break;
            if (JpegMarker.IsFrame(marker)) throw new ImageFormatException(_name, start, "a second frame header", "one");
            if (marker != JpegMarker.StartOfScan)
            {
                Segment(marker, content, start);
                continue;
            }
            if (++scans > MostScans) throw new ImageFormatException(_name, start, $"the file has more than {MostScans} scans");
            JpegScan scan = JpegScan.Parse(content, frame, _name, start);
            foreach ((JpegComponent component, _, _) in scan.Parts)
            {
                component.Note(scan, frame.Progressive);
                component.Quantization ??= _tables.Quantization(component.Table)
                    ?? throw new ImageFormatException(_name, start, $"quantisation table {component.Table} is missing");
            }
            _at = new JpegScanReader(frame, scan, _tables, _restartInterval, _name, start).Read(_file.Span, _at);
        }
        foreach (JpegComponent component in frame.Components)
        {
            if (component.Quantization is null) throw new ImageFormatException(_name, _at, $"no scan holds component {component.Id}");
            if (frame.Progressive) JpegPlanes.Transform(component);
            component.Coefficients = [];
        }
        return JpegPlanes.Assemble(frame, Colours());
    }

    private void Allocate(JpegFrame frame, ImageLimits limits)
    {
        // Every block costs a bit at least (its DC code), so that a short file cannot claim a large picture.
        long blocks = frame.Blocks, bits = (_file.Length - _at) * 8L;
        if (blocks * (frame.Progressive ? 1 : 2) > bits)
            throw new ImageFormatException(_name, _at, $"{bits / 8} bytes cannot hold {blocks} blocks of a {frame.Width}x{frame.Height} image");
        long bytes = blocks * 64 * (frame.Progressive ? 3 : 1), most = Math.Min(4 * Math.Min(limits.MaxBytes, long.MaxValue / 4), 4L * Array.MaxLength);
        if (bytes > most) throw new ImageFormatException(_name, _at, $"decoding takes {bytes} bytes", $"at most {most}");
        foreach (JpegComponent component in frame.Components)
        {
            long samples = 64L * component.PaddedWide * component.PaddedHigh;
            if (samples > Array.MaxLength) throw new ImageFormatException(_name, _at, $"a component has {samples} samples", $"at most {Array.MaxLength}");
            component.Samples = GC.AllocateUninitializedArray<byte>((int)samples);
            if (frame.Progressive) component.Coefficients = new short[samples];
        }
    }

    private JpegColours Colours()
    {
        JpegComponent[] components = _frame!.Components;
        if (components.Length == 1) return JpegColours.Grey;
        if (components.Length == 4) return _adobe == 2 ? JpegColours.Ycck : JpegColours.Cmyk;
        if (_hasJfif) return JpegColours.YCbCr;
        if (_adobe is { } transform) return transform == 0 ? JpegColours.Rgb : JpegColours.YCbCr;
        return (components[0].Id, components[1].Id, components[2].Id) == ('R', 'G', 'B') ? JpegColours.Rgb : JpegColours.YCbCr;
    }

    /// <summary>Takes note of a segment; unknown ones are passed over.</summary>
    private void Segment(byte marker, ReadOnlySpan<byte> content, int start)
    {
        switch (marker)
        {
            case JpegMarker.QuantizationTables:
                _tables.ReadQuantization(content, _name, start);
                break;
            case JpegMarker.HuffmanTables:
                _tables.ReadHuffman(content, _name, start);
                break;
            case JpegMarker.RestartInterval:
                if (content.Length != 2) throw new ImageFormatException(_name, start, $"the restart interval has {content.Length} bytes", "2");
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(content);
                break;
            case JpegMarker.App0:
                _hasJfif |= content.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.App1:
                if (content.StartsWith("Exif\0\0"u8)) Orientation = ExifOrientation.Read(content[6..]);
                break;
            case JpegMarker.App14:
                if (content.Length >= 12 && content.StartsWith("Adobe"u8)) _adobe = content[11];
                break;
            case JpegMarker.EndOfImage:
                throw new ImageFormatException(_name, start, "the image ends before its first scan");
            default:
                if (JpegMarker.IsFrame(marker)) _frame = JpegFrame.Parse(marker, content, _name, start);
                break;
        }
    }

    /// <summary>The whole picture is there; only its end marker is missing, as some cameras leave it.</summary>
    private bool AtEnd()
    {
        int next = _file.Span[_at..].IndexOf((byte)0xFF);
        return (next < 0 || _at + next + 1 >= _file.Length) && _frame!.Components.All(component => component.IsComplete);
    }

    private byte NextMarker(out ReadOnlySpan<byte> content, out int start)
    {
        ReadOnlySpan<byte> file = _file.Span;
        // Some writers leave padding between segments; it is passed over as other decoders do.
        while (true)
        {
            int skip = _at < file.Length ? file[_at..].IndexOf((byte)0xFF) : -1;
            if (skip < 0) throw new ImageFormatException(_name, file.Length, "the file ends early", "a marker");
            _at += skip;
            while (_at < file.Length && file[_at] == 0xFF) _at++;
            if (_at == file.Length) throw new ImageFormatException(_name, file.Length, "the file ends early", "a marker");
            if (file[_at] != 0) break;
        }
        start = _at - 1;
        byte marker = file[_at++];
        content = default;
        if (JpegMarker.IsBare(marker)) return marker;
        if (file.Length - _at < 2) throw new ImageFormatException(_name, start, $"the segment {marker:X2} is cut short", "its length");
        int length = BinaryPrimitives.ReadUInt16BigEndian(file[_at..]);
        if (length < 2 || length > file.Length - _at)
            throw new ImageFormatException(_name, start, $"the segment {marker:X2} claims {length} bytes", $"2 to {file.Length - _at}");
        content = file.Slice(_at + 2, length - 2);
        _at += length;
        return marker;
    }
}
