using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>Where one tile of Winograd's method reads and writes.</summary>
internal struct WinogradWindow
{
    /// <summary>Element of the first read in channel 0 of image 0's group; may lie outside, the rows and the mask say what counts.</summary>
    public long Source;

    /// <summary>Element of the first result in channel 0.</summary>
    public long Target;

    /// <summary>The rows of the window that exist: First .. Last - 1.</summary>
    public int First, Last;

    /// <summary>Row of the table of column masks.</summary>
    public int Mask;

    /// <summary>Rows and columns of results that exist.</summary>
    public int Rows, Columns;
}

/// <summary>All images cut into 4x4 tiles, counted image by image and row by row; the numbering depends on the sizes alone.</summary>
internal readonly unsafe struct WinogradGrid
{
    /// <summary>Side of a tile of results.</summary>
    public const int Side = 4;

    private readonly long _height, _width, _lowestRow, _lowestColumn, _gridHeight, _gridWidth, _down, _across, _sourceImage, _targetImage;
    private readonly int _reads;

    /// <summary>Cuts a grid of results.</summary>
    /// <param name="batch">Images.</param>
    /// <param name="height">Rows read and rows of results.</param>
    /// <param name="width">Columns read and columns of results.</param>
    /// <param name="sourceChannels">Channels of one image of the source.</param>
    /// <param name="targetChannels">Channels of one image of the results.</param>
    /// <param name="reads">Side of the window a tile reads: 6 around it, or 4 for the tile itself.</param>
    public WinogradGrid(long batch, in AxisGather height, in AxisGather width, long sourceChannels, long targetChannels, int reads)
    {
        bool around = reads > Side;
        (_height, _width) = around ? (height.Source, width.Source) : (height.Grid, width.Grid);
        (_lowestRow, _lowestColumn) = around ? (height.Lowest, width.Lowest) : (0, 0);
        (_gridHeight, _gridWidth) = (height.Grid, width.Grid);
        _down = Chunks.Count(_gridHeight, Side);
        _across = Chunks.Count(_gridWidth, Side);
        _sourceImage = sourceChannels * _height * _width;
        _targetImage = targetChannels * _gridHeight * _gridWidth;
        _reads = reads;
        Tiles = batch * _down * _across;
    }

    /// <summary>Number of tiles.</summary>
    public long Tiles { get; }

    /// <summary>Elements from one row of the source to the next.</summary>
    public nint Pitch => (nint)_width;

    /// <summary>Elements of one channel of the source.</summary>
    public long SourcePlane => _height * _width;

    /// <summary>Rows of the table of masks: one for each place along a row of tiles.</summary>
    public long Masks => _across;

    /// <summary>Tile <paramref name="index"/>; beyond the last one, a window that reads and writes nothing.</summary>
    public WinogradWindow this[long index]
    {
        get
        {
            if (index >= Tiles)
                return default;
            long column = index % _across, row = index / _across % _down, image = index / _across / _down;
            long top = (row * Side) + _lowestRow, left = (column * Side) + _lowestColumn;
            return new WinogradWindow
            {
                Source = (image * _sourceImage) + (top * _width) + left,
                Target = (image * _targetImage) + (row * Side * _gridWidth) + (column * Side),
                First = (int)Math.Clamp(-top, 0, _reads),
                Last = (int)Math.Clamp(_height - top, 0, _reads),
                Mask = (int)column,
                Rows = (int)Math.Min(Side, _gridHeight - (row * Side)),
                Columns = (int)Math.Min(Side, _gridWidth - (column * Side)),
            };
        }
    }

    /// <summary>Writes the masks: all bits set where a column of the window exists.</summary>
    /// <param name="masks">Room for <see cref="Masks"/> rows.</param>
    /// <param name="step">Elements of a row, at least the reads.</param>
    public void FillMasks<T>(T* masks, int step)
        where T : unmanaged
    {
        new Span<T>(masks, checked((int)_across * step)).Clear();
        for (long column = 0; column < _across; column++)
        {
            long left = (column * Side) + _lowestColumn;
            long first = Math.Clamp(-left, 0, _reads), last = Math.Clamp(_width - left, first, _reads);
            new Span<byte>(masks + (column * step) + first, (int)(last - first) * sizeof(T)).Fill(0xFF);
        }
    }
}
