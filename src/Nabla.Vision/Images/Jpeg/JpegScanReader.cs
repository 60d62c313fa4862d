namespace Nabla.Vision.Images.Jpeg;

/// <summary>Decodes the blocks of one scan in their order, with restarts.</summary>
internal sealed class JpegScanReader
{
    private readonly JpegFrame _frame;
    private readonly JpegScan _scan;
    private readonly string? _name;
    private readonly long _offset;
    private readonly int _restartInterval;
    private readonly JpegHuffmanTable[] _direct;
    private readonly JpegHuffmanTable[] _alternating;
    private int _skip;

    public JpegScanReader(JpegFrame frame, JpegScan scan, JpegTables tables, int restartInterval, string? name, long offset)
    {
        (_frame, _scan, _restartInterval, _name, _offset) = (frame, scan, restartInterval, name, offset);
        bool needsDirect = !frame.Progressive || (scan.First == 0 && scan.High == 0), needsAlternating = !frame.Progressive || scan.First > 0;
        _direct = [.. scan.Parts.Select(part => Need(needsDirect, tables.Direct(part.Direct), "DC", part.Direct))];
        _alternating = [.. scan.Parts.Select(part => Need(needsAlternating, tables.Alternating(part.Alternating), "AC", part.Alternating))];
    }

    /// <summary>Reads the scan and returns where the next marker is.</summary>
    public int Read(ReadOnlySpan<byte> file, int at)
    {
        var bits = new JpegBits(file, at);
        bool alone = _scan.Parts.Length == 1;
        JpegComponent only = _scan.Parts[0].Component;
        int wide = alone ? only.BlocksWide : _frame.McusWide, high = alone ? only.BlocksHigh : _frame.McusHigh;
        Span<short> block = stackalloc short[64];
        int untilRestart = _restartInterval == 0 ? int.MaxValue : _restartInterval;
        int restarts = 0;
        Reset();
        for (int y = 0; y < high; y++)
        {
            for (int x = 0; x < wide; x++)
            {
                if (untilRestart == 0)
                {
                    Restart(ref bits, restarts++);
                    untilRestart = _restartInterval;
                }
                untilRestart--;
                if (alone)
                {
                    Block(ref bits, 0, only, x, y, block);
                    continue;
                }
                for (int part = 0; part < _scan.Parts.Length; part++)
                {
                    JpegComponent component = _scan.Parts[part].Component;
                    for (int v = 0; v < component.V; v++)
                    {
                        for (int h = 0; h < component.H; h++) Block(ref bits, part, component, x * component.H + h, y * component.V + v, block);
                    }
                }
            }
            if (bits.Exhausted) throw Cut(bits.Position, y, high);
        }
        return bits.Position;
    }

    private void Block(ref JpegBits bits, int part, JpegComponent component, int x, int y, scoped Span<short> block)
    {
        bool valid = true;
        int number = y * component.PaddedWide + x;
        if (!_frame.Progressive)
        {
            int predictor = component.Predictor;
            block.Clear();
            valid = JpegBlocks.Sequential(ref bits, _direct[part], _alternating[part], component.Quantization!, ref predictor, block, out bool flat);
            component.Predictor = predictor;
            Span<byte> samples = component.Samples.AsSpan(y * 8 * component.Stride + x * 8);
            if (flat) InverseDct.Flat(block[0], samples, component.Stride);
            else InverseDct.Transform(block, samples, component.Stride);
        }
        else
        {
            Span<short> own = component.Coefficients.AsSpan(number * 64, 64);
            if (_scan.First > 0)
            {
                valid = _scan.High == 0
                    ? JpegBlocks.AlternatingFirst(ref bits, _alternating[part], _scan, ref _skip, own)
                    : JpegBlocks.AlternatingRefine(ref bits, _alternating[part], _scan, ref _skip, own);
            }
            else if (_scan.High == 0)
            {
                int predictor = component.Predictor;
                valid = JpegBlocks.DirectFirst(ref bits, _direct[part], _scan.Low, ref predictor, own);
                component.Predictor = predictor;
            }
            else
            {
                JpegBlocks.DirectRefine(ref bits, _scan.Low, own);
            }
        }
        if (!valid) throw new ImageFormatException(_name, bits.Position, $"the coefficients of block {x}, {y} are damaged");
    }

    private void Restart(ref JpegBits bits, int number)
    {
        if (bits.Exhausted) throw Cut(bits.Position, number, null);
        byte marker = bits.SkipToMarker();
        if (marker != JpegMarker.FirstRestart + (number & 7))
            throw new ImageFormatException(_name, bits.Position, marker == 0 ? "the file ends within a scan" : $"the marker {marker:X2} stands within a scan", $"the restart {JpegMarker.FirstRestart + (number & 7):X2}");
        Reset();
    }

    private void Reset()
    {
        foreach ((JpegComponent component, _, _) in _scan.Parts) component.Predictor = 0;
        _skip = 0;
    }

    private ImageFormatException Cut(int at, int row, int? rows) =>
        new(_name, at, rows is null ? $"the data ends before restart {row}" : $"the data of a scan ends in row {row} of {rows}");

    private JpegHuffmanTable Need(bool needed, JpegHuffmanTable? table, string kind, int index) =>
        !needed ? null! : table ?? throw new ImageFormatException(_name, _offset, $"the {kind} Huffman table {index} is missing");
}
