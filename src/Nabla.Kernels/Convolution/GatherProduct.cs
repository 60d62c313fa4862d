using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// Convolution as a matrix product whose right operand is never built: for a tile of positions that fits the second-level cache the
/// panels of a register tile are packed straight from the (padded) source, a block of channels at a time.
/// </summary>
/// <remarks>
/// Positions of several images share a tile when images are small, so the register tiles stay full. Tiles and channel blocks depend
/// on the sizes alone and each sum runs in one order, so the result has the same bits for any number of threads.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct GatherProduct<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long RowBlock = 24 * TileRows;
    private const long DepthBlock = 288;
    private const long Positions = 320;
    private const long FewPositions = 192;
    private const int WeightBuffer = 2;
    private const int SourceBuffer = 3;
    private const int PanelBuffer = 4;
    private const int TapBuffer = 5;
    private const int MapBuffer = 6;

    private readonly Gather _gather;
    private readonly GridTiling _tiling;
    private readonly WeightMap<T> _weights;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _bias;
    private readonly bool _relu;
    private readonly long _groups, _targetHeight, _targetWidth, _targetPlane;
    private readonly long _channelBlock, _channelBlocks, _panels, _rowParts, _rowPart;
    private readonly T* _packed;
    private bool _packing;

    private GatherProduct(in ConvGeometry g, in Gather gather, in WeightMap<T> weights, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _gather = gather;
        _weights = weights;
        _source = source;
        _target = target;
        _bias = bias;
        _relu = relu;
        _groups = g.Groups;
        _targetHeight = adjoint ? g.Height.Input : g.Height.Output;
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
        _targetPlane = adjoint ? g.InputPlane : g.OutputPlane;
        _tiling = new GridTiling(gather, Positions);
        long taps = gather.Taps;
        long most = Math.Max(1, DepthBlock / taps);
        _channelBlocks = Chunks.Count(gather.Channels, most);
        _channelBlock = Chunks.Count(gather.Channels, _channelBlocks);
        _panels = Chunks.Count(weights.Rows, TileRows);
        if (!weights.IsContiguous || gather.Batch * gather.Plane > FewPositions)
            _packed = Scratch.Take<T>(WeightBuffer, _groups * _panels * TileRows * gather.Channels * taps);
        // Few tiles: threads share a tile's rows, at the price of packing its panels more than once.
        long tiles = _tiling.Count * _groups, wanted = Chunks.Count(2L * WorkPool.Threads, tiles);
        if (WorkPool.Threads == 1)
            wanted = 1;
        _rowPart = Chunks.Count(_panels, Math.Min(wanted, Chunks.Count(_panels, 4))) * TileRows;
        _rowParts = Chunks.Count(weights.Rows, _rowPart);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Computes every position of the gather; source channels and taps are at least one, positions too.</summary>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        var product = new GatherProduct<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, adjoint, bias, relu);
        if (product._packed != null)
        {
            product._packing = true;
            WorkPool.For(product._groups * product._channelBlocks * product._panels, 1 + (8192 / (DepthBlock * TileRows)), ref product);
            product._packing = false;
        }
        long work = product._rowPart * product._tiling.MaxPositions * gather.Channels * gather.Taps;
        WorkPool.For(product._groups * product._tiling.Count * product._rowParts, 1 + ((1L << 19) / work), ref product);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            if (_packing)
            {
                PackWeights(i);
            }
            else
            {
                long part = i % _rowParts, group = i / _rowParts % _groups, tile = i / _rowParts / _groups;
                Compute(_tiling[tile], group, part * _rowPart, Math.Min(_weights.Rows, (part + 1) * _rowPart));
            }
        }
    }

    private readonly void PackWeights(long index)
    {
        long panel = index % _panels, block = index / _panels % _channelBlocks, group = index / _panels / _channelBlocks;
        long channel = block * _channelBlock, channels = Math.Min(_channelBlock, _gather.Channels - channel), row = panel * TileRows;
        _weights.Pack<TLanes>(group, row, (int)Math.Min(TileRows, _weights.Rows - row), channel, channels, Packed(group, channel, channels, row));
    }

    private readonly T* Packed(long group, long channel, long channels, long row) =>
        _packed + (_gather.Taps * ((((group * _gather.Channels) + channel) * _panels * TileRows) + (row * channels)));

    private readonly void Compute(in GridTile tile, long group, long row0, long row1)
    {
        var source = new SourceTile<T>(_gather, tile, _channelBlock);
        long positions = tile.Images * tile.Planes * tile.Rows * _gather.Width.Grid, taps = _gather.Taps;
        T* buffer = Scratch.Take<T>(SourceBuffer, source.Layout.Count + SourceTile<T>.Slack);
        long* offsets = Scratch.Take<long>(TapBuffer, _channelBlock * taps);
        source.Layout.ListTaps(_channelBlock, offsets);
        long targetImage = _groups * _weights.Rows * _targetPlane;
        var map = new PositionMap(
            _gather, tile, source.Layout, targetImage, _targetHeight, _targetWidth, TileColumns, Scratch.Take<byte>(MapBuffer, PositionMap.Bytes(positions, TileColumns)));
        T* panels = Scratch.Take<T>(PanelBuffer, (map.Count * TileColumns * _channelBlock * taps) + PositionPacking<TLanes, T>.Slack);
        for (long channel = 0; channel < _gather.Channels; channel += _channelBlock)
        {
            long channels = Math.Min(_channelBlock, _gather.Channels - channel), depth = channels * taps;
            T* data = source.Fill(_source, (group * _gather.Channels) + channel, channels, buffer);
            for (int i = 0; i < map.Count; i++)
            {
                PositionPanel panel = map.Panels[i];
                PositionPacking<TLanes, T>.Columns(
                    data, offsets, depth, map.Runs + panel.FirstRun, panel.Runs, source.Layout.IsSource, panels + (i * TileColumns * depth));
            }
            for (long row = row0; row < row1; row += RowBlock)
                Multiply(map, panels, group, channel, channels, row, Math.Min(row1, row + RowBlock));
        }
    }

    private readonly void Multiply(in PositionMap map, T* panels, long group, long channel, long channels, long row0, long row1)
    {
        bool last = channel + channels == _gather.Channels;
        Tile<T> tile = default;
        tile.Depth = channels * _gather.Taps;
        tile.ARow = _weights.Row;
        tile.AStep = 1;
        tile.BStep = TileColumns;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        tile.ReadsC = channel != 0;
        for (int i = 0; i < map.Count; i++)
        {
            PositionPanel panel = map.Panels[i];
            long* targets = map.Targets + ((long)i * TileColumns);
            tile.B = panels + (i * TileColumns * tile.Depth);
            for (long row = row0; row < row1; row += TileRows)
            {
                tile.A = _packed != null ? Packed(group, channel, channels, row) : _weights.At(group, row, channel);
                long resultRow = (group * _weights.Rows) + row;
                int rows = (int)Math.Min(TileRows, row1 - row);
                if (panel.Contiguous && (panel.Count == TileColumns || panel.Count == TLanes.Count))
                    Whole(ref tile, rows, panel.Count, resultRow, targets[0], last);
                else
                    Ragged(tile, rows, panel.Count, resultRow, targets, last);
            }
        }
    }

    private readonly void Whole(ref Tile<T> tile, int rows, int columns, long row, long target, bool last)
    {
        tile.C = _target + (row * _targetPlane) + target;
        tile.CRow = _targetPlane;
        Kernel((Tile<T>*)Unsafe.AsPointer(ref tile), rows, columns);
        if (last && (_bias != null || _relu))
        {
            var epilogue = new BiasEpilogue<T>(_bias, null, _relu);
            for (int i = 0; i < rows; i++)
                epilogue.Apply<TLanes>(tile.C + (i * _targetPlane), row + i, 0, columns);
        }
    }

    private readonly void Ragged(Tile<T> tile, int rows, int columns, long row, long* targets, bool last)
    {
        T* buffer = stackalloc T[TileRows * TileColumns];
        bool adds = tile.ReadsC;
        tile.C = buffer;
        tile.CRow = TileColumns;
        tile.ReadsC = false;
        Kernel(&tile, rows, columns);
        var epilogue = new BiasEpilogue<T>(_bias, null, _relu);
        bool finish = last && (_bias != null || _relu);
        for (int i = 0; i < rows; i++)
        {
            T* from = buffer + (i * TileColumns);
            T* to = _target + ((row + i) * _targetPlane);
            if (adds)
            {
                for (int j = 0; j < columns; j++)
                    Lanes1<T>.Store(from + j, Lanes1<T>.Load(from + j) + Lanes1<T>.Load(to + targets[j]));
            }
            if (finish)
                epilogue.Apply<TLanes>(from, row + i, 0, columns);
            for (int j = 0; j < columns; j++)
                to[targets[j]] = from[j];
        }
    }

    private readonly void Kernel(Tile<T>* tile, int rows, int columns)
    {
        if (_packed != null)
            TileKernel<TLanes, T>.Run<PackedAddressing>(rows, columns > TLanes.Count, tile);
        else
            TileKernel<TLanes, T>.Run<StridedAddressing>(rows, columns > TLanes.Count, tile);
    }
}
