namespace Nabla.Kernels.Convolution;

/// <summary>Where the elements of a source tile lie.</summary>
/// <remarks>
/// A copied tile has the padding made real and, for strides above 1, the columns sorted by their remainder, so that every tap of a
/// row of results is a contiguous read. When nothing is read outside and the width has stride 1, the source itself serves.
/// </remarks>
internal struct SourceTileLayout
{
    private readonly Gather _gather;
    private readonly long _images;

    /// <summary>Planes, rows, remainders (phases) of the columns, and columns of a phase, in a copied tile.</summary>
    public readonly long Planes, Rows, Phases, PhaseWidth;

    /// <summary>Planes and rows of the tile from one result to the next.</summary>
    public readonly long DepthStep, HeightStep;

    /// <summary>Elements between channels, images, planes and rows of the tile.</summary>
    public readonly long Channel, Image, Plane, Row;

    /// <summary>Whether the data are the source itself, so that nothing may be read past the end of a run.</summary>
    public readonly bool IsSource;

    /// <summary>Lays out the tile for <paramref name="channels"/> channels at a time; <paramref name="copies"/> forbids use of the source itself.</summary>
    public SourceTileLayout(in Gather gather, in GridTile tile, long channels, bool copies = false)
    {
        _gather = gather;
        _images = tile.Images;
        IsSource = !copies && gather.Width.Step == 1 && gather.Depth.IsInside && gather.Height.IsInside && gather.Width.IsInside;
        if (IsSource)
        {
            DepthStep = gather.Depth.Step;
            HeightStep = gather.Height.Step;
            Row = gather.Width.Source;
            Plane = Row * gather.Height.Source;
            Channel = Plane * gather.Depth.Source;
            Image = Channel * gather.AllChannels;
            return;
        }
        // With a single tap the positions between the results are not needed at all.
        DepthStep = gather.Depth.Taps == 1 ? 1 : gather.Depth.Step;
        HeightStep = gather.Height.Taps == 1 ? 1 : gather.Height.Step;
        Phases = gather.Width.Taps == 1 ? 1 : gather.Width.Step;
        Planes = ((tile.Planes - 1) * DepthStep) + gather.Depth.Span + 1;
        Rows = ((tile.Rows - 1) * HeightStep) + gather.Height.Span + 1;
        PhaseWidth = gather.Width.Grid + (gather.Width.Span / gather.Width.Step);
        Row = Phases * PhaseWidth;
        Plane = Rows * Row;
        Channel = Planes * Plane;
        Image = channels * Channel;
    }

    /// <summary>Taps of one channel.</summary>
    public readonly long Taps => _gather.Taps;

    /// <summary>Elements of a copied tile.</summary>
    public readonly long Count => IsSource ? 0 : _images * Image;

    /// <summary>Offset of a tap, relative to a position's own offset.</summary>
    public readonly long Tap(long depth, long height, long width)
    {
        long d = _gather.Depth.Offset + (depth * _gather.Depth.OffsetStep) - _gather.Depth.Lowest;
        long h = _gather.Height.Offset + (height * _gather.Height.OffsetStep) - _gather.Height.Lowest;
        long w = _gather.Width.Offset + (width * _gather.Width.OffsetStep) - _gather.Width.Lowest;
        w = IsSource ? w : (w % _gather.Width.Step * PhaseWidth) + (w / _gather.Width.Step);
        return (d * Plane) + (h * Row) + w;
    }

    /// <summary>Offset of the first position of a row of the tile.</summary>
    public readonly long Start(long image, long plane, long row) => (image * Image) + (plane * DepthStep * Plane) + (row * HeightStep * Row);

    /// <summary>Offsets of all taps of <paramref name="channels"/> channels, channels outermost.</summary>
    public readonly unsafe void ListTaps(long channels, long* offsets)
    {
        for (long d = 0; d < _gather.Depth.Taps; d++)
        {
            for (long h = 0; h < _gather.Height.Taps; h++)
            {
                for (long w = 0; w < _gather.Width.Taps; w++)
                    offsets[(((d * _gather.Height.Taps) + h) * _gather.Width.Taps) + w] = Tap(d, h, w);
            }
        }
        long taps = _gather.Taps;
        for (long i = taps; i < channels * taps; i++)
            offsets[i] = offsets[i - taps] + Channel;
    }
}
