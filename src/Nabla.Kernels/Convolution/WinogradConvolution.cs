using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>3x3 convolution with stride 1 through F(4x4, 3x3): forward pass and gradient to the input.</summary>
/// <remarks>
/// A block of tiles is transformed, multiplied by the transformed weights product by product (36 small matrix products on the
/// register tile), and transformed back, without leaving the second-level cache when the channels are not too many. Rounding errors
/// are some ten times those of the direct sum, see <see cref="Convolution.UseWinograd"/>.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct WinogradConvolution<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const int Products = WinogradTransform<TLanes, T>.Products;
    private const int Side = WinogradTransform<TLanes, T>.Results;
    private const long RowBlock = 8 * TileRows;
    private const int WeightBuffer = 2, SourceBuffer = 3, ReadBuffer = 4, TapBuffer = 5, MapBuffer = 6, ProductBuffer = 7;

    private readonly Gather _gather;
    private readonly bool _reversed;
    private readonly GridTiling _tiling;
    private readonly WeightMap<T> _weights;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _bias;
    private readonly bool _relu;
    private readonly long _groups, _height, _width, _rowPanels, _rowParts, _rowPart, _weightStep;
    private readonly T* _packed;
    private bool _packing;

    private WinogradConvolution(in ConvGeometry g, in Gather plain, in WeightMap<T> weights, T* source, T* target, T* bias, bool relu)
    {
        _reversed = plain.Width.OffsetStep < 0;
        _gather = plain;
        _gather.Height = Tiles(plain.Height);
        _gather.Width = Tiles(plain.Width);
        _height = plain.Height.Grid;
        _width = plain.Width.Grid;
        _weights = weights;
        _source = source;
        _target = target;
        _bias = bias;
        _relu = relu;
        _groups = g.Groups;
        _tiling = new GridTiling(_gather, TilesAtOnce(plain.Channels));
        _rowPanels = Chunks.Count(weights.Rows, TileRows);
        // An odd number of cache lines between products keeps them out of each other's cache sets.
        _weightStep = (_rowPanels * TileRows * plain.Channels) + 16;
        _packed = Scratch.Take<T>(WeightBuffer, (_groups * Products * _weightStep) + TLanes.Count);
        long tiles = _tiling.Count * _groups, wanted = WorkPool.Threads == 1 ? 1 : Chunks.Count(2L * WorkPool.Threads, tiles);
        _rowPart = Chunks.Count(_rowPanels, Math.Min(wanted, Chunks.Count(_rowPanels, 4))) * TileRows;
        _rowParts = Chunks.Count(weights.Rows, _rowPart);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the pass is a 3x3 convolution of stride 1 for which the method is faster.</summary>
    /// <remarks>
    /// Cost in multiply-add vectors: the direct product against 36 products per tile of 4x4 results (partial tiles cost the same),
    /// the transforms of tiles (about 30 per channel and tile) and of weights (about 120 each, most of it moving them through memory).
    /// </remarks>
    public static bool Pays(in ConvGeometry g, in Gather gather, long rows)
    {
        if (g.Depth != ConvAxis.One || g.Height.Kernel != 3 || g.Width.Kernel != 3 || g.Height.Stride != 1 || g.Width.Stride != 1
            || g.Height.Dilation != 1 || g.Width.Dilation != 1 || TLanes.Count < 4)
        {
            return false;
        }
        long tiles = gather.Batch * Chunks.Count(gather.Height.Grid, Side) * Chunks.Count(gather.Width.Grid, Side);
        long positions = gather.Batch * gather.Plane;
        double pairs = (double)rows * gather.Channels, vector = 2.0 * TLanes.Count;
        double direct = 9 * pairs * positions / vector;
        double padded = Chunks.Count(tiles, TileColumns) * TileColumns;
        double winograd = (36 * pairs * padded / vector * 1.1) + (30 * (rows + gather.Channels) * padded * 16 / vector) + (120 * pairs);
        return winograd < 0.9 * direct;
    }

    /// <summary>Computes every position of <paramref name="gather"/>, a 3x3 convolution of stride 1.</summary>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        var body = new WinogradConvolution<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, bias, relu) { _packing = true };
        WorkPool.For(g.Groups * body._rowPanels, 1 + (1024 / gather.Channels), ref body);
        body._packing = false;
        long work = body._tiling.MaxPositions * body._rowPart * gather.Channels * Products;
        WorkPool.For(g.Groups * body._tiling.Count * body._rowParts, 1 + ((1L << 19) / work), ref body);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            if (_packing)
            {
                PackWeights(i / _rowPanels, i % _rowPanels);
            }
            else
            {
                long part = i % _rowParts, group = i / _rowParts % _groups, tile = i / _rowParts / _groups;
                Compute(_tiling[tile], group, part * _rowPart, Math.Min(_weights.Rows, (part + 1) * _rowPart));
            }
        }
    }

    /// <summary>Tiles whose transforms take about half a second-level cache, a whole number of panels.</summary>
    private static long TilesAtOnce(long channels) => Math.Clamp(64 / TileColumns * 64 / channels, 2, 4) * TileColumns;

    /// <summary>The reads of 4-wide tiles: step 4, six neighbours.</summary>
    private static AxisGather Tiles(in AxisGather axis) => axis with
    {
        Grid = Chunks.Count(axis.Grid, Side),
        Step = Side,
        Taps = WinogradTransform<TLanes, T>.Reads,
        Offset = axis.Lowest,
        OffsetStep = 1,
        TargetStep = Side,
    };

    /// <summary>Transforms the kernels of six rows, channel by channel.</summary>
    private readonly void PackWeights(long group, long panel)
    {
        int n = TLanes.Count;
        T* kernels = stackalloc T[9 * n];
        T* products = stackalloc T[Products * n];
        new Span<T>(kernels, 9 * n).Clear();
        long row0 = panel * TileRows;
        int rows = (int)Math.Min(TileRows, _weights.Rows - row0);
        T* to = _packed + (group * Products * _weightStep) + (row0 * _gather.Channels);
        for (long c = 0; c < _gather.Channels; c++, to += TileRows)
        {
            for (int first = 0; first < TileRows; first += n)
            {
                int lanes = Math.Min(n, rows - first);
                for (int i = 0; i < lanes; i++)
                    Spread(_weights.At(group, row0 + first + i, c), kernels + i, n);
                WinogradTransform<TLanes, T>.Weight(kernels, products);
                Scatter(products, n, to + first, (nint)_weightStep, Math.Min(n, TileRows - first));
            }
        }
    }

    /// <summary>One kernel's nine weights, to one lane of nine vectors.</summary>
    private readonly void Spread(T* weights, T* lane, nint step)
    {
        nint way = _reversed ? -1 : 1;
        T* w = _reversed ? weights + 8 : weights;
        for (nint t = 0; t < 9; t++)
            lane[t * step] = w[t * way];
    }

    /// <summary>The first <paramref name="count"/> lanes of every product, to their places far apart.</summary>
    private static void Scatter(T* products, nint step, T* target, nint targetStep, int count)
    {
        if (count == TileRows)
        {
            for (nint p = 0; p < Products; p++)
                *(Six<T>*)(target + (p * targetStep)) = *(Six<T>*)(products + (p * step));
            return;
        }
        for (nint p = 0; p < Products; p++)
        {
            for (int i = 0; i < count; i++)
                target[(p * targetStep) + i] = products[(p * step) + i];
        }
    }

    private readonly void Compute(in GridTile tile, long group, long row0, long row1)
    {
        long channels = _gather.Channels, positions = tile.Images * tile.Rows * _gather.Width.Grid;
        var source = new SourceTile<T>(_gather, tile, 1, copies: true);
        T* buffer = Scratch.Take<T>(SourceBuffer, source.Layout.Count + SourceTile<T>.Slack);
        long* taps = Scratch.Take<long>(TapBuffer, Products);
        source.Layout.ListTaps(1, taps);
        var map = new PositionMap(
            _gather, tile, source.Layout, _groups * _weights.Rows * _height * _width, _height, _width, TileColumns, Scratch.Take<byte>(MapBuffer, PositionMap.Bytes(positions, TileColumns)));
        long columns = (long)map.Count * TileColumns, readStep = (channels * columns) + 16, productStep = (RowBlock * columns) + 16;
        T* reads = Scratch.Take<T>(ReadBuffer, (Products * readStep) + (Products * TileColumns) + PositionPacking<TLanes, T>.Slack);
        T* packed = reads + (Products * readStep);
        T* products = Scratch.Take<T>(ProductBuffer, Products * productStep);
        for (long c = 0; c < channels; c++)
        {
            source.Fill(_source, (group * channels) + c, 1, buffer);
            for (int i = 0; i < map.Count; i++)
            {
                PositionPanel panel = map.Panels[i];
                PositionPacking<TLanes, T>.Columns(buffer, taps, Products, map.Runs + panel.FirstRun, panel.Runs, exact: false, packed);
                T* to = reads + (((i * channels) + c) * TileColumns);
                WinogradTransform<TLanes, T>.Input(packed, TileColumns, to, (nint)readStep);
                if (panel.Count > TLanes.Count)
                    WinogradTransform<TLanes, T>.Input(packed + TLanes.Count, TileColumns, to + TLanes.Count, (nint)readStep);
            }
        }
        for (long row = row0; row < row1; row += RowBlock)
        {
            long end = Math.Min(row1, row + RowBlock);
            Multiply(map, group, row, end, reads, readStep, products, productStep);
            for (long r = row; r < end; r++)
                Finish(map, (group * _weights.Rows) + r, products + ((r - row) * columns), productStep);
        }
    }

    /// <summary>The 36 matrix products of a block of rows: products[p] = weights[p] reads[p].</summary>
    private readonly void Multiply(in PositionMap map, long group, long row0, long row1, T* reads, long readStep, T* products, long productStep)
    {
        long channels = _gather.Channels, columns = (long)map.Count * TileColumns;
        Tile<T> tile = default;
        tile.Depth = channels;
        tile.BStep = TileColumns;
        tile.CRow = columns;
        tile.Alpha = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        for (int p = 0; p < Products; p++)
        {
            T* weights = _packed + (((group * Products) + p) * _weightStep);
            for (int i = 0; i < map.Count; i++)
            {
                tile.B = reads + (p * readStep) + (i * channels * TileColumns);
                bool wide = map.Panels[i].Count > TLanes.Count;
                for (long row = row0; row < row1; row += TileRows)
                {
                    tile.A = weights + (row * channels);
                    tile.C = products + (p * productStep) + ((row - row0) * columns) + (i * TileColumns);
                    TileKernel<TLanes, T>.Run<PackedAddressing>((int)Math.Min(TileRows, row1 - row), wide, &tile);
                }
            }
        }
    }

    /// <summary>Transforms one row of products back and writes the results that exist.</summary>
    private readonly void Finish(in PositionMap map, long row, T* products, long productStep)
    {
        T bias = _bias == null ? default : _bias[row];
        T* plane = _target + (row * _height * _width);
        T* results = stackalloc T[Side * Side * TileColumns];
        T* line = stackalloc T[Side * TileColumns];
        for (int i = 0; i < map.Count; i++)
        {
            PositionPanel panel = map.Panels[i];
            for (int v = 0; v < panel.Count; v += TLanes.Count)
                WinogradTransform<TLanes, T>.Output(products + (i * TileColumns) + v, (nint)productStep, bias, _relu, results + v, TileColumns);
            for (int y = 0; y < Side; y++)
            {
                Interleave(results + (y * Side * TileColumns), line);
                for (int r = panel.FirstRun; r < panel.FirstRun + panel.Runs; r++)
                {
                    PositionRun run = map.Runs[r];
                    long target = map.Targets[((long)i * TileColumns) + run.Start];
                    long corner = target % (_height * _width), top = corner / _width;
                    if (top + y < _height)
                        Copy(line + (run.Start * Side), plane + target + (y * _width), Math.Min(run.Length * Side, _width - (corner - (top * _width))));
                }
            }
        }
    }

    /// <summary>line[4 t + x] = results[x, t] for a panel of tiles.</summary>
    private static void Interleave(T* results, T* line)
    {
        int side = Transposition<T>.Side;
        if (side == 1)
        {
            for (int t = 0; t < TileColumns; t++)
            {
                for (int x = 0; x < Side; x++)
                    line[(t * Side) + x] = results[(x * TileColumns) + t];
            }
            return;
        }
        for (int t = 0; t < TileColumns; t += side)
        {
            for (int x = 0; x < Side; x += side)
                Transposition<T>.Block(results + (x * TileColumns) + t, TileColumns, line + (t * Side) + x, Side);
        }
    }

    private static void Copy(T* from, T* to, long count)
    {
        long i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
            TLanes.Store(to + i, TLanes.Load(from + i));
        for (; i < count; i++)
            to[i] = from[i];
    }
}
