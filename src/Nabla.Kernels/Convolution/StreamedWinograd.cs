using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>F(4x4, 3x3) for many channels on few tiles, with weights that are new at each call: forward pass and gradient to the input.</summary>
/// <remarks>
/// The transformed weights are four times as large as the weights and leave the nearer caches when they are all written before they are read. Here all of the input is
/// transformed first, and then six kernels at a time, of as many channels as the caches hold, are transformed, multiplied at once and forgotten.
/// The sums of all channels are added block by block, in blocks that depend on the sizes alone.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct StreamedWinograd<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const int Products = WinogradTransform<TLanes, T>.Products;
    private const int Side = WinogradTransform<TLanes, T>.Results;
    private const int WeightBuffer = 2, ReadBuffer = 4, PlaceBuffer = 5, MaskBuffer = 6, ProductBuffer = 7;

    /// <summary>Most tiles; the reads and products of more of them would leave the caches in turn.</summary>
    private const long MostTiles = 64;

    /// <summary>Transformed input of a block of channels, in values: half a second-level cache, with the kernels that multiply it.</summary>
    private const long BlockValues = 36 * 2048;

    /// <summary>Transformed weights that are not larger than this are better written at once.</summary>
    private const long NearBytes = 4L << 20;

    private readonly WinogradGrid _grid;
    private readonly WeightMap<T> _weights;
    private readonly WinogradOutput<TLanes, T> _output;
    private readonly T* _source;
    private readonly T* _masks;
    private readonly T* _reads;
    private readonly WinogradWindow* _windows;
    private readonly long _channels, _depth, _rowPanels, _columns, _readStep, _sourceCount;
    private readonly int _vectors;
    private readonly bool _reversed;
    private bool _multiplies;

    private StreamedWinograd(in ConvGeometry g, in Gather gather, in WeightMap<T> weights, T* source, T* target, in ConvFinish<T> finish)
    {
        _weights = weights;
        _output = new(target, gather, finish);
        _source = source;
        _reversed = gather.Width.OffsetStep < 0;
        _channels = gather.Channels;
        _sourceCount = gather.Batch * gather.AllChannels * gather.SourcePlane;
        _grid = new WinogradGrid(gather.Batch, gather.Height, gather.Width, gather.AllChannels, g.Groups * weights.Rows, WinogradTransform<TLanes, T>.Reads);
        _masks = Scratch.Take<T>(MaskBuffer, _grid.Masks * WinogradReader<TLanes, T>.Width);
        _grid.FillMasks(_masks, WinogradReader<TLanes, T>.Width);
        _vectors = (int)Chunks.Count(_grid.Tiles, TLanes.Count);
        _windows = (WinogradWindow*)Scratch.Take<byte>(PlaceBuffer, _vectors * TLanes.Count * sizeof(WinogradWindow));
        for (int i = 0; i < _vectors * TLanes.Count; i++)
            _windows[i] = _grid[i];
        _columns = Chunks.Count(_vectors, 2) * TileColumns;
        _depth = Depth(_channels, _columns);
        _rowPanels = Chunks.Count(weights.Rows, TileRows);
        // An odd number of cache lines between products keeps them out of each other's cache sets.
        _readStep = (_depth * _columns) + 16;
        _reads = Scratch.Take<T>(ReadBuffer, g.Groups * Chunks.Count(_channels, _depth) * Products * _readStep);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the pass is a 3x3 convolution of stride 1 for which the method is faster than the direct product, and than <see cref="WinogradConvolution{TLanes, T}"/>.</summary>
    /// <remarks>Cost in multiply-add vectors: 36 products a tile, more for a vector that is left alone; the transforms of tiles (about 15 per channel and tile) and of weights (about 16 each).</remarks>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="rows">Result channels of a group.</param>
    public static bool Pays(in ConvGeometry g, in Gather gather, long rows)
    {
        if (g.Depth != ConvAxis.One || g.Height.Kernel != 3 || g.Width.Kernel != 3 || g.Height.Stride != 1 || g.Width.Stride != 1
            || g.Height.Dilation != 1 || g.Width.Dilation != 1 || TLanes.Count < 4 || gather.Channels < 64)
        {
            return false;
        }
        long tiles = gather.Batch * Chunks.Count(gather.Height.Grid, Side) * Chunks.Count(gather.Width.Grid, Side), vectors = Chunks.Count(tiles, TLanes.Count);
        double pairs = (double)rows * gather.Channels, products = (vectors / 2) + (vectors % 2 * 0.7);
        double direct = 9 * pairs * gather.Batch * gather.Plane / TileColumns;
        double winograd = (36 * pairs * products * 1.2) + (15 * (rows + gather.Channels) * vectors * 8) + (16 * pairs);
        return tiles <= MostTiles && (pairs * Products * sizeof(T) > NearBytes || !WinogradConvolution<TLanes, T>.Pays(g, gather, rows)) && winograd < 0.9 * direct;
    }

    /// <summary>Computes every position of <paramref name="gather"/>, a 3x3 convolution of stride 1.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="source">What is read.</param>
    /// <param name="target">Receives the results.</param>
    /// <param name="adjoint">Whether it is the gradient to the input.</param>
    /// <param name="finish">What is done to the results.</param>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, in ConvFinish<T> finish)
    {
        var body = new StreamedWinograd<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, finish);
        WorkPool.For(g.Groups * body._channels, 1 + (512 / body._columns), ref body);
        body._multiplies = true;
        WorkPool.For(g.Groups * body._rowPanels, Math.Max(Chunks.Count(body._rowPanels, 8), 1 + ((1L << 15) / (body._columns * body._channels))), ref body);
    }

    /// <summary>Channels of a block: whole vectors of kernels, blocks of about the same size.</summary>
    private static long Depth(long channels, long columns)
    {
        long blocks = Chunks.Count(channels * columns * Products, BlockValues);
        return Chunks.Count(Chunks.Count(channels, blocks), 8) * 8;
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        if (!_multiplies)
        {
            for (long i = start; i < end; i++)
                Read(i / _channels, i % _channels);
            return;
        }
        while (start < end)
        {
            long group = start / _rowPanels, last = Math.Min(end, (group + 1) * _rowPanels);
            Multiply(group, start - (group * _rowPanels), last - (group * _rowPanels));
            start = last;
        }
    }

    private readonly T* Reads(long group, long block) => _reads + (((group * Chunks.Count(_channels, _depth)) + block) * Products * _readStep);

    /// <summary>Transforms all windows of one channel.</summary>
    private readonly void Read(long group, long channel)
    {
        int n = TLanes.Count;
        T* half = stackalloc T[WinogradReader<TLanes, T>.HalfCount];
        long plane = ((group * _channels) + channel) * _grid.SourcePlane, block = channel / _depth, depth = Math.Min(_depth, _channels - (block * _depth));
        T* to = Reads(group, block) + (channel % _depth * TileColumns);
        for (int v = 0; v < _vectors; v++)
        {
            for (int lane = 0; lane < n; lane++)
            {
                ref WinogradWindow window = ref _windows[(v * n) + lane];
                WinogradReader<TLanes, T>.Six(_source, _sourceCount, plane + window.Source, _grid.Pitch, window, _masks, half + (lane * WinogradReader<TLanes, T>.Width));
            }
            WinogradReader<TLanes, T>.FinishSix(half, to + (v / 2 * depth * TileColumns) + (v % 2 * n), (nint)_readStep);
        }
    }

    /// <summary>Transforms the kernels of some panels of six rows, a block of channels after another, multiplies them, and writes the results.</summary>
    private readonly void Multiply(long group, long first, long last)
    {
        long productStep = TileRows * _columns, panelStep = Products * productStep, weightStep = (TileRows * _depth) + 16;
        T* products = Scratch.Take<T>(ProductBuffer, (last - first) * panelStep);
        T* weights = Scratch.Take<T>(WeightBuffer, Products * weightStep);
        for (long block = 0; block * _depth < _channels; block++)
        {
            long channel = block * _depth, depth = Math.Min(_depth, _channels - channel);
            T* reads = Reads(group, block);
            for (long panel = first; panel < last; panel++)
            {
                long row = panel * TileRows;
                int rows = (int)Math.Min(TileRows, _weights.Rows - row);
                WinogradWeights<TLanes, T>.Pack(_weights.At(group, row, channel), (nint)_weights.Row, (nint)_weights.Channel, rows, depth, _reversed, weights, (nint)weightStep);
                Panel(weights, weightStep, reads, depth, rows, products + ((panel - first) * panelStep), add: block > 0);
            }
        }
        for (long panel = first; panel < last; panel++)
        {
            long row = panel * TileRows;
            _output.Write(_windows, _vectors, (group * _weights.Rows) + row, Math.Min(TileRows, _weights.Rows - row), products + ((panel - first) * panelStep), _columns, productStep);
        }
    }

    /// <summary>products[p] = weights[p] reads[p], or what they are more by that, for the 36 products of six rows.</summary>
    private readonly void Panel(T* weights, long weightStep, T* reads, long depth, int rows, T* products, bool add)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.BStep = TileColumns;
        tile.CRow = _columns;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        tile.ReadsC = add;
        for (int p = 0; p < Products; p++, weights += weightStep, reads += _readStep, products += TileRows * _columns)
        {
            tile.A = weights;
            for (long column = 0; column < _columns; column += TileColumns)
            {
                tile.B = reads + (column * depth);
                tile.C = products + column;
                TileKernel<TLanes, T>.Run<PackedAddressing>(rows, (column / TLanes.Count) + 1 < _vectors, &tile);
            }
        }
    }
}
