using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// 1x1 convolution of stride 1 as the transposed product with nothing packed at all but the weights, once for many passes: positions, neighbours in a plane of the source, are the rows of the register
/// tile where they lie, and result channels its vectors.
/// </summary>
/// <remarks>Each sum runs in one order, so the result has the same bits for any number of threads.</remarks>
[SkipLocalsInit]
internal unsafe struct PlaneProduct<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;

    /// <summary>Positions whose sums are kept in the first-level cache, a whole number of tiles.</summary>
    private const long MostPositions = 34 * TileRows;

    private const long DepthBlock = 128;

    private const int SumBuffer = 4;

    private readonly ConvFinish<T> _finish;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _packed;
    private readonly long _images, _groups, _rows, _channels, _plane, _chunk, _chunks, _panels, _depthBlock;
    private readonly int _tileRows;

    private PlaneProduct(in ConvGeometry g, in Gather gather, T* source, T* target, in ConvFinish<T> finish, T* packed)
    {
        _finish = finish;
        _source = source;
        _target = target;
        _packed = packed;
        _images = gather.Batch;
        _groups = g.Groups;
        _rows = g.OutPerGroup;
        _channels = gather.Channels;
        _plane = gather.Plane;
        _panels = Chunks.Count(_rows, TileColumns);
        (_tileRows, _chunk) = Cut(_plane);
        _chunks = Chunks.Count(_plane, _chunk);
        // The weights of a block, the sums and what a tile reads share the first-level cache.
        _depthBlock = Chunks.Count(_channels, Chunks.Count(_channels, DepthBlock));
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the pass is a 1x1 convolution of stride 1 that gains by it.</summary>
    /// <remarks>
    /// Cycles for each depth: a tile of r rows and two vectors takes r, at least 4, and here an eighth more, since its rows lie far apart. Otherwise positions are packed first: as columns for about
    /// four cycles a panel, as rows for about four a tile. Turning the results back takes about two cycles for each position of a panel.
    /// </remarks>
    public static bool Pays(in ConvGeometry g, in Gather gather)
    {
        if (gather.Taps != 1 || TLanes.Count == 1 || !Fits(gather.Depth) || !Fits(gather.Height) || !Fits(gather.Width))
            return false;
        double positions = gather.Batch * gather.Plane, depth = gather.Channels, panels = Chunks.Count(g.OutPerGroup, TileColumns), rest = g.OutPerGroup % TileColumns;
        double across = rest > 0 && rest <= TLanes.Count ? panels - 1 + (4.6 / TileRows) : panels;
        double here = (1.12 * gather.Batch * Cycles(gather.Plane, Cut(gather.Plane).Rows) * across * depth) + (2 * positions * panels);
        if (TurnedProduct<TLanes, T>.Pays(g, gather))
            return here < (Cycles((long)positions, Cut((long)positions).Rows) * panels * depth) + (0.8 * positions * depth) + (2 * positions * panels);
        double last = positions % TileColumns, columns = Math.Floor(positions / TileColumns) + (last == 0 ? 0 : last <= TLanes.Count ? 4.0 / TileRows : 1);
        return here < columns * depth * (Cycles(g.OutPerGroup, TileRows) + 4);
    }

    /// <summary>Computes the forward pass with weights from <see cref="TurnedProduct{TLanes, T}.Prepare"/>.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="source">Input.</param>
    /// <param name="target">Receives the output.</param>
    /// <param name="finish">What is done to the results.</param>
    /// <param name="packed">The weights.</param>
    public static void Run(in ConvGeometry g, in Gather gather, T* source, T* target, in ConvFinish<T> finish, T* packed)
    {
        var body = new PlaneProduct<TLanes, T>(g, gather, source, target, finish, packed);
        WorkPool.For(body._images * body._groups * body._chunks * body._panels, 1 + ((1L << 18) / (body._chunk * TileColumns * body._channels)), ref body);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            long panel = i % _panels, chunk = i / _panels % _chunks, group = i / _panels / _chunks % _groups, image = i / _panels / _chunks / _groups;
            Multiply(image, group, chunk * _chunk, panel);
        }
    }

    private static bool Fits(in AxisGather axis) => axis.Step == 1 && axis.Lowest == 0 && axis.Grid == axis.Source;

    /// <summary>Rows of a tile, and positions that are computed together.</summary>
    private static (int Rows, long Positions) Cut(long plane)
    {
        if (plane > MostPositions)
            return (TileRows, Chunks.Count(Chunks.Count(plane, Chunks.Count(plane, MostPositions)), TileRows) * TileRows);
        int best = TileRows;
        for (int rows = TileRows; rows >= 4; rows--)
        {
            if (Cycles(plane, rows) < Cycles(plane, best))
                best = rows;
        }
        return (best, plane);
    }

    /// <summary>Cycles for each depth and two vectors of columns.</summary>
    private static long Cycles(long count, long rows) => (count / rows * rows) + (count % rows == 0 ? 0 : Math.Max(4, count % rows));

    /// <summary>One or two vectors of result channels at some positions of an image.</summary>
    private readonly void Multiply(long image, long group, long first, long panel)
    {
        long count = Math.Min(_chunk, _plane - first), channel = (group * _rows) + (panel * TileColumns);
        int columns = (int)Math.Min(TileColumns, _rows - (panel * TileColumns));
        T* sums = Scratch.Take<T>(SumBuffer, (MostPositions + TileRows) * TileColumns);
        T* bias = stackalloc T[TileColumns];
        for (int j = 0; j < TileColumns; j++)
            bias[j] = j < columns ? _finish.BiasOf(channel + j) : default;
        T* weights = _packed + (((group * _panels) + panel) * TileColumns * _channels);
        T* source = _source + ((((image * _groups) + group) * _channels * _plane) + first);
        Tile<T> tile = default;
        tile.AStep = _plane;
        tile.BStep = TileColumns;
        tile.CRow = TileColumns;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        for (long k = 0; k < _channels; k += _depthBlock)
        {
            tile.Depth = Math.Min(_depthBlock, _channels - k);
            tile.B = weights + (k * TileColumns);
            tile.ReadsC = k != 0;
            bool last = k + tile.Depth == _channels && _finish.Add == null;
            tile.ColumnBias = last && _finish.Bias != null ? bias : null;
            tile.Relu = last && _finish.Relu;
            T* ahead = tile.B + (tile.Depth * TileColumns);
            long share = Chunks.Count(Math.Min(_depthBlock, _channels - k - tile.Depth) * TileColumns, Chunks.Count(count, _tileRows));
            for (long p = 0; p < count; p += _tileRows, ahead += share)
            {
                Prefetch(ahead, share);
                tile.A = source + (k * _plane) + p;
                tile.C = sums + (p * TileColumns);
                TileKernel<TLanes, T>.Run<AdjacentAddressing>((int)Math.Min(_tileRows, count - p), columns > TLanes.Count, &tile);
            }
        }
        Write(sums, columns, count, channel, (((image * _groups * _rows) + channel) * _plane) + first);
    }

    /// <summary>The weights of the next block of the depth come from far away.</summary>
    private static void Prefetch(T* ahead, long count)
    {
        if (!Sse.IsSupported)
            return;
        for (long i = 0; i < count; i += 64 / sizeof(T))
            Sse.Prefetch0(ahead + i);
    }

    /// <summary>Turns the sums to rows of positions, and adds the other tensor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Write(T* sums, int columns, long count, long channel, long at)
    {
        int side = Transposition<T>.Side, row = TileColumns;
        nint plane = (nint)_plane;
        T* target = _target + at;
        int whole = side > 1 ? columns / side * side : 0;
        nint body = (nint)count / side * side;
        for (int j = 0; j < whole; j += side)
        {
            for (nint p = 0; p < body; p += side)
                Transposition<T>.Block(sums + (p * row) + j, row, target + (j * plane) + p, plane);
        }
        for (int j = 0; j < columns; j++)
        {
            for (nint p = j < whole ? body : 0; p < count; p++)
                target[(j * plane) + p] = sums[(p * row) + j];
            if (_finish.Add != null)
                _finish.Apply<TLanes>(target + (j * plane), channel + j, _finish.Add + at + (j * plane), (int)count);
        }
    }
}
