using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>A convolution as a product: result channel m at grid position p sums weight[m, (channel, tap)] * source[channel, p + tap].</summary>
internal struct Gather
{
    /// <summary>Images.</summary>
    public long Batch;

    /// <summary>Source channels of one group, and of the whole source.</summary>
    public long Channels, AllChannels;

    /// <summary>The spatial axes.</summary>
    public AxisGather Depth, Height, Width;

    /// <summary>Taps of one channel.</summary>
    public readonly long Taps => Depth.Taps * Height.Taps * Width.Taps;

    /// <summary>Result positions of one image.</summary>
    public readonly long Plane => Depth.Grid * Height.Grid * Width.Grid;

    /// <summary>Source positions of one channel.</summary>
    public readonly long SourcePlane => Depth.Source * Height.Source * Width.Source;

    /// <summary>The forward pass, or with <paramref name="adjoint"/> one set of phases of the gradient to the input.</summary>
    public static Gather Of(in ConvGeometry g, bool adjoint, long depthPhase = 0, long heightPhase = 0, long widthPhase = 0) => new()
    {
        Batch = g.Batch,
        Channels = adjoint ? g.OutPerGroup : g.InPerGroup,
        AllChannels = adjoint ? g.OutChannels : g.InChannels,
        Depth = adjoint ? AxisGather.Adjoint(g.Depth, depthPhase) : AxisGather.Forward(g.Depth),
        Height = adjoint ? AxisGather.Adjoint(g.Height, heightPhase) : AxisGather.Forward(g.Height),
        Width = adjoint ? AxisGather.Adjoint(g.Width, widthPhase) : AxisGather.Forward(g.Width),
    };
}

/// <summary>A box of result positions: several whole images, or several whole planes of one, or several rows of one plane.</summary>
internal struct GridTile
{
    /// <summary>First image, plane and row, and how many of each.</summary>
    public long Image, Images, Plane, Planes, Row, Rows;
}

/// <summary>Cuts the result positions of a gather into tiles of about equal size; the cut depends on the sizes alone.</summary>
internal readonly struct GridTiling
{
    private readonly long _images, _planes, _rows;
    private readonly long _imageTiles, _planeTiles, _rowTiles;
    private readonly Gather _gather;

    /// <summary>Tiles of at most about <paramref name="positions"/> positions, at least one row each; where it can be had, rows make whole panels of <paramref name="panel"/>.</summary>
    public GridTiling(in Gather gather, long positions, long panel = 1)
    {
        _gather = gather;
        long row = gather.Width.Grid, plane = row * gather.Height.Grid, image = plane * gather.Depth.Grid;
        _images = Even(gather.Batch, positions / image);
        _planes = image <= positions ? gather.Depth.Grid : Even(gather.Depth.Grid, positions / plane);
        _rows = plane <= positions ? gather.Height.Grid : Even(gather.Height.Grid, positions / row);
        long whole = panel / GreatestDivisor(panel, row);
        if (_rows < gather.Height.Grid && _rows % whole != 0 && whole * row <= positions)
        {
            long up = Chunks.Count(_rows, whole) * whole;
            _rows = up * row <= positions ? up : up - whole;
        }
        _imageTiles = Chunks.Count(gather.Batch, _images);
        _planeTiles = Chunks.Count(gather.Depth.Grid, _planes);
        _rowTiles = Chunks.Count(gather.Height.Grid, _rows);
    }

    /// <summary>Number of tiles.</summary>
    public long Count => _imageTiles * _planeTiles * _rowTiles;

    /// <summary>Most positions of a tile.</summary>
    public long MaxPositions => _images * _planes * _rows * _gather.Width.Grid;

    /// <summary>A tile of the largest size.</summary>
    public GridTile Largest => new() { Images = _images, Planes = _planes, Rows = _rows };

    /// <summary>Tile <paramref name="index"/>, images outermost.</summary>
    public GridTile this[long index]
    {
        get
        {
            long row = index % _rowTiles * _rows, plane = index / _rowTiles % _planeTiles * _planes, image = index / _rowTiles / _planeTiles * _images;
            return new GridTile
            {
                Image = image,
                Images = Math.Min(_images, _gather.Batch - image),
                Plane = plane,
                Planes = Math.Min(_planes, _gather.Depth.Grid - plane),
                Row = row,
                Rows = Math.Min(_rows, _gather.Height.Grid - row),
            };
        }
    }

    private static long GreatestDivisor(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }

    /// <summary>Size of equal parts of <paramref name="count"/> that are at most <paramref name="most"/> (at least 1) long.</summary>
    private static long Even(long count, long most) => Chunks.Count(count, Chunks.Count(count, Math.Clamp(most, 1, count)));
}
