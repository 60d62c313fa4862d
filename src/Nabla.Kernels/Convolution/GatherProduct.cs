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
    private const long DepthBlock = 512;
    private const long PanelElements = 224 * 288;
    private const int PanelGroup = 4;
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
    private readonly ConvFinish<T> _finish;
    private readonly long _groups, _targetHeight, _targetWidth, _targetPlane;
    private readonly long _channelBlock, _channelBlocks, _panels, _rowParts, _rowPart;
    private readonly T* _packed;
    private bool _packing;

    private GatherProduct(in ConvGeometry g, in Gather gather, in WeightMap<T> weights, T* source, T* target, bool adjoint, in ConvFinish<T> finish, T* prepared)
    {
        _gather = gather;
        _weights = weights;
        _source = source;
        _target = target;
        _finish = finish;
        _groups = g.Groups;
        _targetHeight = adjoint ? g.Height.Input : g.Height.Output;
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
        _targetPlane = adjoint ? g.InputPlane : g.OutputPlane;
        long taps = gather.Taps;
        long most = Math.Max(1, DepthBlock / taps);
        _channelBlocks = Chunks.Count(gather.Channels, most);
        _channelBlock = Chunks.Count(gather.Channels, _channelBlocks);
        // The panels of a tile take half of the second-level cache; in short sums they leave room for the results.
        _tiling = new GridTiling(gather, Math.Clamp(PanelElements / (_channelBlock * taps), 112, 224), TileColumns);
        _panels = Chunks.Count(weights.Rows, TileRows);
        if (prepared != null)
            _packed = prepared;
        else if (!weights.IsContiguous || gather.Batch * gather.Plane > FewPositions)
            _packed = Scratch.Take<T>(WeightBuffer, PackedCount(g, gather, weights.Rows));
        // Few tiles: threads share a tile's rows, at the price of packing its panels more than once.
        long tiles = _tiling.Count * _groups, wanted = Chunks.Count(WorkPool.Threads, tiles);
        _rowPart = Chunks.Count(_panels, Math.Min(wanted, Chunks.Count(_panels, 4))) * TileRows;
        _rowParts = Chunks.Count(weights.Rows, _rowPart);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Computes every position of the gather; source channels and taps are at least one, positions too.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="source">What is read.</param>
    /// <param name="target">Receives the results.</param>
    /// <param name="adjoint">Whether it is the gradient to the input.</param>
    /// <param name="finish">What is done to the results.</param>
    /// <param name="prepared">The weights from <see cref="Prepare"/>; null to pack them now, where that pays.</param>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, in ConvFinish<T> finish, T* prepared = null)
    {
        var product = new GatherProduct<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, adjoint, finish, prepared);
        if (prepared == null && product._packed != null)
            product.PackAll();
        long work = product._rowPart * product._tiling.MaxPositions * gather.Channels * gather.Taps;
        WorkPool.For(product._groups * product._tiling.Count * product._rowParts, 1 + ((1L << 19) / work), ref product);
    }

    /// <summary>Packs the weights of the forward pass for all passes to come; what <paramref name="old"/> holds is used again if it was packed so.</summary>
    public static PreparedWeights Prepare(in ConvGeometry g, in Gather gather, T* weight, PreparedWeights? old)
    {
        var map = new WeightMap<T>(g, gather, weight, adjoint: false);
        long bytes = PackedCount(g, gather, map.Rows) * sizeof(T);
        if (old is not null && old.Is(WeightForm.Panels, bytes))
            return old;
        PreparedWeights made = new(WeightForm.Panels, bytes);
        new GatherProduct<TLanes, T>(g, gather, map, null, null, adjoint: false, default, (T*)made.Memory).PackAll();
        return made;
    }

    private static long PackedCount(in ConvGeometry g, in Gather gather, long rows) => g.Groups * Chunks.Count(rows, TileRows) * TileRows * gather.Channels * gather.Taps;

    private void PackAll()
    {
        _packing = true;
        WorkPool.For(_groups * _channelBlocks * _panels, 1 + (8192 / (DepthBlock * TileRows)), ref this);
        _packing = false;
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
            for (int i = 0; i < map.Count;)
                i += Pack(map, i, data, offsets, depth, source.Layout, panels + (i * TileColumns * depth));
            long block = RowBlock(depth);
            for (long row = row0; row < row1; row += block)
                Multiply(map, panels, group, channel, channels, row, Math.Min(row1, row + block));
        }
    }

    /// <summary>Packs the panel <paramref name="index"/>, or several at once when they read whole runs of a row; returns how many.</summary>
    private static int Pack(in PositionMap map, int index, T* data, long* offsets, long depth, in SourceTileLayout layout, T* to)
    {
        PositionPanel panel = map.Panels[index];
        PositionRun* runs = map.Runs + panel.FirstRun;
        int group = 0;
        while (layout.IsSource && layout.Taps == 1 && group < PanelGroup && index + group < map.Count)
        {
            PositionPanel next = map.Panels[index + group];
            if (next.Runs != 1 || next.Count != TileColumns || map.Runs[next.FirstRun].Source != runs[0].Source + (group * TileColumns))
                break;
            group++;
        }
        if (group > 1)
        {
            Packing<TLanes, T>.RightGroup(data + runs[0].Source + offsets[0], layout.Channel, group, depth, to, TileColumns * depth);
            return group;
        }
        PositionPacking<TLanes, T>.Columns(data, offsets, depth, runs, panel.Runs, layout.IsSource, to);
        return 1;
    }

    /// <summary>
    /// Rows whose weights stay in a cache while all positions pass by: the first-level cache when the sums are short, so that neighbouring results are written soon
    /// after each other; the second-level cache otherwise.
    /// </summary>
    private static long RowBlock(long depth) => depth <= 160 ? Math.Max(4, 512 / depth) * TileRows : 16 * TileRows;

    private readonly void Multiply(in PositionMap map, T* panels, long group, long channel, long channels, long row0, long row1)
    {
        bool last = channel + channels == _gather.Channels;
        Tile<T> tile = default;
        tile.Depth = channels * _gather.Taps;
        tile.ARow = _weights.Row;
        tile.AStep = 1;
        tile.BStep = TileColumns;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        // What is added takes the place of the old results in the first block of the depth.
        T* old = channel != 0 ? _target : _finish.Add;
        tile.ReadsC = old != null;
        tile.OldRow = _targetPlane;
        tile.Relu = last && _finish.Relu;
        for (int i = 0; i < map.Count; i++)
        {
            PositionPanel panel = map.Panels[i];
            long* targets = map.Targets + ((long)i * TileColumns);
            tile.B = panels + (i * TileColumns * tile.Depth);
            bool whole = panel.Contiguous && (panel.Count == TileColumns || panel.Count == TLanes.Count);
            for (long row = row0; row < row1; row += TileRows)
            {
                tile.A = _packed != null ? Packed(group, channel, channels, row) : _weights.At(group, row, channel);
                long resultRow = (group * _weights.Rows) + row;
                int rows = (int)Math.Min(TileRows, row1 - row);
                tile.Bias = last && _finish.Bias != null ? _finish.Bias + resultRow : null;
                if (whole)
                {
                    tile.C = _target + (resultRow * _targetPlane) + targets[0];
                    tile.CRow = _targetPlane;
                    tile.Old = old == null || old == _target ? null : old + (tile.C - _target);
                    Kernel((Tile<T>*)Unsafe.AsPointer(ref tile), rows, panel.Count);
                }
                else
                {
                    Ragged(tile, rows, panel.Count, resultRow, targets, old);
                }
            }
        }
    }

    /// <summary>Results that are no neighbours, or do not fill vectors, go through a small buffer, with what is added to them.</summary>
    private readonly void Ragged(Tile<T> tile, int rows, int columns, long row, long* targets, T* old)
    {
        T* buffer = stackalloc T[TileRows * TileColumns];
        tile.C = buffer;
        tile.CRow = TileColumns;
        tile.Old = null;
        for (int i = 0; old != null && i < rows; i++)
        {
            T* from = old + ((row + i) * _targetPlane);
            for (int j = 0; j < columns; j++)
                buffer[(i * TileColumns) + j] = from[targets[j]];
        }
        Kernel(&tile, rows, columns);
        for (int i = 0; i < rows; i++)
        {
            T* to = _target + ((row + i) * _targetPlane);
            for (int j = 0; j < columns; j++)
                to[targets[j]] = buffer[(i * TileColumns) + j];
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
