using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>3x3 convolution with stride 1 through F(4x4, 3x3): forward pass and gradient to the input.</summary>
/// <remarks>
/// A block of tiles is transformed, multiplied by the transformed weights product by product (36 small matrix products on the
/// register tile), and transformed back, without leaving the second-level cache when the channels are not too many. Rounding errors
/// are larger than those of the direct sum, see <see cref="Convolution.UseWinograd"/>.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct WinogradConvolution<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const int Products = WinogradTransform<TLanes, T>.Products;
    private const int Side = WinogradTransform<TLanes, T>.Results;
    private const long RowBlock = 8 * TileRows, NearBytes = 4L << 20;
    private const int WeightBuffer = 2, ReadBuffer = 4, MaskBuffer = 6, ProductBuffer = 7;

    private readonly Gather _gather;
    private readonly bool _reversed;
    private readonly WinogradGrid _grid;
    private readonly WeightMap<T> _weights;
    private readonly T* _source;
    private readonly WinogradOutput<TLanes, T> _output;
    private readonly long _groups, _rowPanels, _rowParts, _rowPart, _weightStep, _blocks, _block, _sourceCount;
    private readonly T* _masks;
    private readonly T* _packed;
    private bool _packing;

    private WinogradConvolution(in ConvGeometry g, in Gather plain, in WeightMap<T> weights, T* source, T* target, in ConvFinish<T> finish, T* prepared)
    {
        _reversed = plain.Width.OffsetStep < 0;
        _gather = plain;
        _weights = weights;
        _source = source;
        _output = new(target, plain, finish);
        _groups = g.Groups;
        _sourceCount = plain.Batch * plain.AllChannels * plain.SourcePlane;
        _grid = new WinogradGrid(plain.Batch, plain.Height, plain.Width, plain.AllChannels, g.Groups * weights.Rows, WinogradTransform<TLanes, T>.Reads);
        _block = TilesAtOnce(plain.Channels);
        _blocks = Chunks.Count(_grid.Tiles, _block);
        _masks = Scratch.Take<T>(MaskBuffer, _grid.Masks * WinogradReader<TLanes, T>.Width);
        _grid.FillMasks(_masks, WinogradReader<TLanes, T>.Width);
        _rowPanels = Chunks.Count(weights.Rows, TileRows);
        // An odd number of cache lines between products keeps them out of each other's cache sets.
        _weightStep = WeightStep(plain, weights.Rows);
        _packed = prepared != null ? prepared : Scratch.Take<T>(WeightBuffer, PackedCount(g, plain, weights.Rows));
        long tiles = _blocks * _groups, wanted = Chunks.Count(WorkPool.Threads, tiles);
        _rowPart = Chunks.Count(_rowPanels, Math.Min(wanted, Chunks.Count(_rowPanels, 4))) * TileRows;
        _rowParts = Chunks.Count(weights.Rows, _rowPart);
    }

    private static int TileColumns => 2 * TLanes.Count;

    private static long WeightStep(in Gather gather, long rows) => (Chunks.Count(rows, TileRows) * TileRows * gather.Channels) + 16;

    /// <summary>Elements of the transformed weights.</summary>
    private static long PackedCount(in ConvGeometry g, in Gather gather, long rows) => (g.Groups * Products * WeightStep(gather, rows)) + TLanes.Count;

    /// <summary>Whether the pass is a 3x3 convolution of stride 1 for which the method is faster.</summary>
    /// <remarks>
    /// Cost in multiply-add vectors: the direct product against 36 products per tile of 4x4 results (partial tiles cost the same),
    /// the transforms of tiles (about 15 per channel and tile) and of weights (about 40 each, or 100 when their products leave the nearer caches before they are used).
    /// </remarks>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="rows">Result channels of a group.</param>
    /// <param name="prepared">Whether the weights are transformed once for many passes, and so cost nothing here.</param>
    public static bool Pays(in ConvGeometry g, in Gather gather, long rows, bool prepared = false)
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
        double winograd = (36 * pairs * padded / vector * 1.1) + (15 * (rows + gather.Channels) * padded * 16 / vector) + (prepared ? 0 : (pairs * Products * sizeof(T) > NearBytes ? 100 : 40) * pairs);
        return winograd < 0.9 * direct;
    }

    /// <summary>Computes every position of <paramref name="gather"/>, a 3x3 convolution of stride 1.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="source">What is read.</param>
    /// <param name="target">Receives the results.</param>
    /// <param name="adjoint">Whether it is the gradient to the input.</param>
    /// <param name="finish">What is done to the results.</param>
    /// <param name="prepared">The weights from <see cref="Prepare"/>; null to transform them now.</param>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, in ConvFinish<T> finish, T* prepared = null)
    {
        var body = new WinogradConvolution<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, finish, prepared);
        if (prepared == null)
            body.PackAll(g.Groups);
        long work = body._block * body._rowPart * gather.Channels * Products;
        WorkPool.For(g.Groups * body._blocks * body._rowParts, 1 + ((1L << 19) / work), ref body);
    }

    /// <summary>Transforms the weights of the forward pass for all passes to come; what <paramref name="old"/> holds is used again if it has the right size.</summary>
    public static PreparedWeights Prepare(in ConvGeometry g, in Gather gather, T* weight, PreparedWeights? old)
    {
        var map = new WeightMap<T>(g, gather, weight, adjoint: false);
        long bytes = PackedCount(g, gather, map.Rows) * sizeof(T);
        if (old is not null && old.Is(WeightForm.Winograd, bytes))
            return old;
        PreparedWeights made = new(WeightForm.Winograd, bytes);
        var body = new WinogradConvolution<TLanes, T>(g, gather, map, null, null, default, (T*)made.Memory);
        body.PackAll(g.Groups);
        return made;
    }

    private void PackAll(long groups)
    {
        _packing = true;
        WorkPool.For(groups * _rowPanels, 1 + (1024 / _gather.Channels), ref this);
        _packing = false;
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
                Compute(tile * _block, group, part * _rowPart, Math.Min(_weights.Rows, (part + 1) * _rowPart));
            }
        }
    }

    /// <summary>Tiles whose transforms take about half a second-level cache, a whole number of panels.</summary>
    private static long TilesAtOnce(long channels) => Math.Clamp(64 / TileColumns * 64 / channels, 2, 4) * TileColumns;

    /// <summary>Transforms the kernels of six rows.</summary>
    private readonly void PackWeights(long group, long panel)
    {
        long row = panel * TileRows;
        T* to = _packed + (group * Products * _weightStep) + (row * _gather.Channels);
        int rows = (int)Math.Min(TileRows, _weights.Rows - row);
        WinogradWeights<TLanes, T>.Pack(_weights.At(group, row, 0), (nint)_weights.Row, (nint)_weights.Channel, rows, _gather.Channels, _reversed, to, (nint)_weightStep);
    }

    private readonly void Compute(long firstTile, long group, long row0, long row1)
    {
        int n = TLanes.Count;
        long channels = _gather.Channels;
        int vectors = (int)Chunks.Count(Math.Min(_block, _grid.Tiles - firstTile), n), panels = (vectors + 1) / 2;
        long columns = (long)panels * TileColumns, readStep = (channels * columns) + 16, productStep = (RowBlock * columns) + 16;
        T* reads = Scratch.Take<T>(ReadBuffer, Products * readStep);
        T* products = Scratch.Take<T>(ProductBuffer, Products * productStep);
        WinogradWindow* windows = stackalloc WinogradWindow[vectors * n];
        for (int i = 0; i < vectors * n; i++)
            windows[i] = _grid[firstTile + i];
        T* half = stackalloc T[WinogradReader<TLanes, T>.HalfCount];
        for (int v = 0; v < vectors; v++)
        {
            long plane = group * channels * _grid.SourcePlane;
            T* to = reads + (v / 2 * channels * TileColumns) + (v % 2 * n);
            for (long c = 0; c < channels; c++, plane += _grid.SourcePlane, to += TileColumns)
            {
                for (int lane = 0; lane < n; lane++)
                {
                    ref WinogradWindow window = ref windows[(v * n) + lane];
                    WinogradReader<TLanes, T>.Six(_source, _sourceCount, plane + window.Source, _grid.Pitch, window, _masks, half + (lane * WinogradReader<TLanes, T>.Width));
                }
                WinogradReader<TLanes, T>.FinishSix(half, to, (nint)readStep);
            }
        }
        for (long row = row0; row < row1; row += RowBlock)
        {
            long end = Math.Min(row1, row + RowBlock);
            Multiply(vectors, group, row, end, reads, readStep, products, productStep);
            _output.Write(windows, vectors, (group * _weights.Rows) + row, end - row, products, columns, productStep);
        }
    }

    /// <summary>The 36 matrix products of a block of rows: products[p] = weights[p] reads[p].</summary>
    private readonly void Multiply(int vectors, long group, long row0, long row1, T* reads, long readStep, T* products, long productStep)
    {
        int panels = (vectors + 1) / 2;
        long channels = _gather.Channels, columns = (long)panels * TileColumns;
        Tile<T> tile = default;
        tile.Depth = channels;
        tile.BStep = TileColumns;
        tile.CRow = columns;
        tile.Alpha = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        for (int p = 0; p < Products; p++)
        {
            T* weights = _packed + (((group * Products) + p) * _weightStep);
            for (int i = 0; i < panels; i++)
            {
                tile.B = reads + (p * readStep) + (i * channels * TileColumns);
                bool wide = (2 * i) + 1 < vectors;
                for (long row = row0; row < row1; row += TileRows)
                {
                    tile.A = weights + (row * channels);
                    tile.C = products + (p * productStep) + ((row - row0) * columns) + (i * TileColumns);
                    TileKernel<TLanes, T>.Run<PackedAddressing>((int)Math.Min(TileRows, row1 - row), wide, &tile);
                }
            }
        }
    }
}
