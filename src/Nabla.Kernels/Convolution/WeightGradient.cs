using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// Gradient to the weight: the output gradient [outChannels, positions] times what the positions read [positions, channels x taps],
/// a block of positions at a time, both operands packed in panels.
/// </summary>
/// <remarks>Blocks of positions depend on the sizes alone and are summed in order, so the result has the same bits for any number of threads.</remarks>
[SkipLocalsInit]
internal unsafe struct WeightGradient<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long Positions = 320;
    private const long ColumnSlab = 1536;
    private const long RowPart = 8 * TileRows;
    private const long ColumnPanels = 4;
    private const int LeftBuffer = 2;
    private const int RightBuffer = 3;
    private const int SourceBuffer = 4;
    private const int TapBuffer = 5;
    private const int MapBuffer = 6;

    private enum Step
    {
        FillSource,
        Pack,
        Multiply,
    }

    private readonly ConvGeometry _g;
    private readonly Gather _gather;
    private readonly T* _source;
    private readonly T* _gradient;
    private readonly T* _result;
    private readonly long _taps, _rows, _columns;
    private T* _left;
    private T* _right;
    private T* _data;
    private T* _buffer;
    private long* _offsets;
    private SourceTile<T> _sourceTile;
    private PositionMap _map;
    private GridTile _tile;
    private Step _step;
    private long _group, _positions, _channel, _channels, _leftPanels, _rightPanels;
    private bool _first;

    private WeightGradient(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        _g = g;
        _gather = Gather.Of(g, adjoint: false);
        _source = x;
        _gradient = gy;
        _result = gw;
        _taps = g.Taps;
        _rows = g.OutPerGroup;
        _columns = g.InPerGroup * _taps;
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Computes gw; there is at least one image, output position and channel of each kind.</summary>
    public static void Run(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        var job = new WeightGradient<TLanes, T>(g, x, gy, gw);
        job.Run();
    }

    private void Run()
    {
        var tiling = new GridTiling(_gather, Positions);
        long slab = Math.Min(_g.InPerGroup, Math.Max(1, ColumnSlab / _taps));
        _leftPanels = Chunks.Count(_rows, TileRows);
        long mostPanels = Chunks.Count(slab * _taps, TileColumns), positions = tiling.MaxPositions;
        _left = Scratch.Take<T>(LeftBuffer, _leftPanels * TileRows * positions);
        _right = Scratch.Take<T>(RightBuffer, mostPanels * TileColumns * positions);
        _offsets = Scratch.Take<long>(TapBuffer, slab * _taps);
        _buffer = Scratch.Take<T>(SourceBuffer, new SourceTileLayout(_gather, tiling.Largest, slab).Count + SourceTile<T>.Slack);
        byte* map = Scratch.Take<byte>(MapBuffer, PositionMap.Bytes(positions, 1));
        for (long i = 0; i < tiling.Count; i++)
        {
            _tile = tiling[i];
            _first = i == 0;
            _positions = _tile.Images * _tile.Planes * _tile.Rows * _gather.Width.Grid;
            _sourceTile = new SourceTile<T>(_gather, _tile, slab);
            // One long panel: the runs are the rows of positions.
            _map = new PositionMap(
                _gather, _tile, _sourceTile.Layout, _g.OutChannels * _g.OutputPlane, _g.Height.Output, _g.Width.Output, (int)_positions, map);
            _sourceTile.Layout.ListTaps(slab, _offsets);
            for (_group = 0; _group < _g.Groups; _group++)
            {
                for (_channel = 0; _channel < _g.InPerGroup; _channel += slab)
                    Block(Math.Min(slab, _g.InPerGroup - _channel));
            }
        }
    }

    private void Block(long channels)
    {
        _channels = channels;
        _rightPanels = Chunks.Count(channels * _taps, TileColumns);
        _data = _sourceTile.Layout.IsSource ? _sourceTile.Fill(_source, (_group * _g.InPerGroup) + _channel, 0, _buffer) : _buffer;
        if (!_sourceTile.Layout.IsSource)
        {
            _step = Step.FillSource;
            long each = Math.Max(1, _sourceTile.Layout.Channel * _tile.Images);
            WorkPool.For(channels, 1 + (32_768 / each), ref this);
        }
        _step = Step.Pack;
        WorkPool.For((_channel == 0 ? _leftPanels : 0) + _rightPanels, 1 + (32_768 / (TileColumns * _positions)), ref this);
        _step = Step.Multiply;
        long parts = Chunks.Count(_rows, RowPart) * Chunks.Count(_rightPanels, ColumnPanels);
        WorkPool.For(parts, 1 + ((1L << 19) / (Math.Min(_rows, RowPart) * ColumnPanels * TileColumns * _positions)), ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            if (_step == Step.FillSource)
                _sourceTile.Fill(_source, (_group * _g.InPerGroup) + _channel + i, 1, _buffer + (i * _sourceTile.Layout.Channel));
            else if (_step == Step.Multiply)
                Multiply(i);
            else if (i < _rightPanels)
                PackRight(i);
            else
                PackLeft(i - _rightPanels);
        }
    }

    private readonly void PackRight(long panel)
    {
        long column = panel * TileColumns;
        int columns = (int)Math.Min(TileColumns, (_channels * _taps) - column);
        PositionPacking<TLanes, T>.Rows(_data, _offsets + column, columns, _map.Runs, _map.Panels->Runs, _right + (column * _positions));
    }

    /// <summary>Six channels of the output gradient; the positions of one image are contiguous.</summary>
    private readonly void PackLeft(long panel)
    {
        long row = panel * TileRows, plane = _g.OutputPlane, perImage = _positions / _tile.Images;
        int rows = (int)Math.Min(TileRows, _rows - row);
        for (long n = 0; n < _tile.Images; n++)
        {
            T* from = _gradient + (((_group * _rows) + row) * plane) + _map.Targets[n * perImage];
            Packing<TLanes, T>.Left(from, plane, 1, rows, perImage, _left + (TileRows * ((panel * _positions) + (n * perImage))));
        }
    }

    private readonly void Multiply(long index)
    {
        long rowParts = Chunks.Count(_rows, RowPart);
        long row0 = index % rowParts * RowPart, row1 = Math.Min(_rows, row0 + RowPart);
        long panel0 = index / rowParts * ColumnPanels, panel1 = Math.Min(_rightPanels, panel0 + ColumnPanels);
        Tile<T> tile = default;
        tile.Depth = _positions;
        tile.BStep = TileColumns;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        T* buffer = stackalloc T[TileRows * TileColumns];
        for (long panel = panel0; panel < panel1; panel++)
        {
            long column = panel * TileColumns;
            int columns = (int)Math.Min(TileColumns, (_channels * _taps) - column);
            bool whole = columns == TileColumns || columns == TLanes.Count;
            tile.B = _right + (column * _positions);
            for (long row = row0; row < row1; row += TileRows)
            {
                int rows = (int)Math.Min(TileRows, row1 - row);
                T* target = _result + (((_group * _rows) + row) * _columns) + (_channel * _taps) + column;
                tile.A = _left + (row * _positions);
                tile.C = whole ? target : buffer;
                tile.CRow = whole ? _columns : TileColumns;
                tile.ReadsC = whole && !_first;
                TileKernel<TLanes, T>.Run<PackedAddressing>(rows, columns > TLanes.Count, &tile);
                if (!whole)
                    Add(buffer, rows, columns, target);
            }
        }
    }

    private readonly void Add(T* buffer, int rows, int columns, T* target)
    {
        for (int i = 0; i < rows; i++, buffer += TileColumns, target += _columns)
        {
            for (int j = 0; j < columns; j++)
            {
                Lanes1<T> value = Lanes1<T>.Load(buffer + j);
                Lanes1<T>.Store(target + j, _first ? value : Lanes1<T>.Load(target + j) + value);
            }
        }
    }
}
