using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// Convolution of few positions as the transposed product: positions are the rows of the register tile and result channels its vectors,
/// with weights packed once for many passes.
/// </summary>
/// <remarks>
/// 49 positions (7x7) would leave a quarter of their last panel of columns empty; as rows they fill tiles of five. The packed weights,
/// much larger than the picture, are read once and in order. Each sum runs in one order, so the result has the same bits for any number of threads.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct TurnedProduct<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long DepthBlock = 256, PackBlock = 64;
    private const int MostPositions = 64;
    private const int SourceBuffer = 3, PanelBuffer = 4, TapBuffer = 5, MapBuffer = 6;

    private readonly Gather _gather;
    private readonly ConvFinish<T> _finish;
    private readonly SourceTile<T> _tile;
    private readonly PositionMap _map;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _packed;
    private readonly T* _left;
    private readonly T* _buffer;
    private readonly long* _taps;
    private readonly long _groups, _rows, _panels, _depth, _positions, _packBlocks;
    private readonly int _tileRows;
    private T* _data;
    private Step _step;

    private TurnedProduct(in ConvGeometry g, in Gather gather, T* source, T* target, in ConvFinish<T> finish, T* packed)
    {
        _gather = gather;
        _finish = finish;
        _source = source;
        _target = target;
        _packed = packed;
        _groups = g.Groups;
        _rows = g.OutPerGroup;
        _panels = Chunks.Count(_rows, TileColumns);
        _depth = gather.Channels * gather.Taps;
        _packBlocks = Chunks.Count(_depth, PackBlock);
        _positions = gather.Batch * gather.Plane;
        (_tileRows, _) = BestRows(_positions);
        var tile = new GridTile { Images = gather.Batch, Planes = gather.Depth.Grid, Rows = gather.Height.Grid };
        _tile = new SourceTile<T>(gather, tile, gather.AllChannels);
        _buffer = Scratch.Take<T>(SourceBuffer, _tile.Layout.Count + SourceTile<T>.Slack);
        _taps = Scratch.Take<long>(TapBuffer, _depth);
        _tile.Layout.ListTaps(gather.Channels, _taps);
        _map = new PositionMap(
            gather, tile, _tile.Layout, g.OutChannels * g.OutputPlane, g.Height.Output, g.Width.Output, _tileRows, Scratch.Take<byte>(MapBuffer, PositionMap.Bytes(_positions, _tileRows)));
        _left = Scratch.Take<T>(PanelBuffer, (_groups * _map.Count * TileRows * _depth) + TileRows);
    }

    private enum Step
    {
        Fill,
        Pack,
        Multiply,
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the positions fill rows of tiles better than columns.</summary>
    /// <remarks>Cycles for each depth: a tile of r rows and two vectors takes r, at least 4; one of six rows and one vector takes 4.</remarks>
    public static bool Pays(in ConvGeometry g, in Gather gather)
    {
        long positions = gather.Batch * gather.Plane, rows = g.OutPerGroup;
        if (positions > MostPositions || TLanes.Count == 1)
            return false;
        long rest = positions % TileColumns, columns = (positions / TileColumns * TileRows) + (rest == 0 ? 0 : rest <= TLanes.Count ? 4 : TileRows);
        return BestRows(positions).Cycles * Chunks.Count(rows, TileColumns) < 0.97 * columns * Chunks.Count(rows, TileRows);
    }

    /// <summary>Computes the forward pass.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="source">Input.</param>
    /// <param name="target">Receives the output.</param>
    /// <param name="finish">What is done to the results.</param>
    /// <param name="packed">Weights from <see cref="Prepare"/>.</param>
    public static void Run(in ConvGeometry g, in Gather gather, T* source, T* target, in ConvFinish<T> finish, T* packed)
    {
        var body = new TurnedProduct<TLanes, T>(g, gather, source, target, finish, packed) { _step = Step.Fill };
        if (body._tile.Layout.IsSource)
        {
            body._data = body._tile.Fill(source, 0, gather.AllChannels, null);
        }
        else
        {
            body._data = body._buffer;
            WorkPool.For(gather.AllChannels, 1 + (16_384 / (body._tile.Layout.Channel * gather.Batch)), ref body);
        }
        body._step = Step.Pack;
        WorkPool.For(body._groups * body._packBlocks, 1 + (8192 / (PackBlock * body._map.Count * TileRows)), ref body);
        body._step = Step.Multiply;
        WorkPool.For(body._groups * body._panels, 1 + ((1L << 18) / (body._positions * TileColumns * body._depth)), ref body);
    }

    /// <summary>Packs the weights for all passes to come; what <paramref name="old"/> holds is used again if it was packed so.</summary>
    public static PreparedWeights Prepare(in ConvGeometry g, in Gather gather, T* weight, PreparedWeights? old)
    {
        long depth = gather.Channels * gather.Taps, panels = Chunks.Count(g.OutPerGroup, TileColumns), bytes = g.Groups * panels * TileColumns * depth * sizeof(T);
        if (old is not null && old.Is(WeightForm.Turned, bytes))
            return old;
        PreparedWeights made = new(WeightForm.Turned, bytes);
        T* to = (T*)made.Memory;
        for (long group = 0; group < g.Groups; group++)
        {
            for (long row = 0; row < g.OutPerGroup; row += TileColumns, to += TileColumns * depth)
                Packing<TLanes, T>.Right(weight + (((group * g.OutPerGroup) + row) * depth), 1, depth, (int)Math.Min(TileColumns, g.OutPerGroup - row), depth, to);
        }
        return made;
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        if (_step == Step.Fill)
        {
            _tile.Fill(_source, start, end - start, _buffer + (start * _tile.Layout.Channel));
            return;
        }
        for (long i = start; i < end; i++)
        {
            if (_step == Step.Pack)
                Pack(i / _packBlocks, i % _packBlocks);
            else
                Multiply(i / _panels, i % _panels);
        }
    }

    /// <summary>Rows of a tile that waste least, and cycles for each depth.</summary>
    private static (int Rows, long Cycles) BestRows(long positions)
    {
        (int Rows, long Cycles) best = (TileRows, long.MaxValue);
        for (int rows = TileRows; rows >= 4; rows--)
        {
            long rest = positions % rows, cycles = (positions / rows * rows) + (rest == 0 ? 0 : Math.Max(4, rest));
            if (cycles < best.Cycles)
                best = (rows, cycles);
        }
        return best;
    }

    /// <summary>left[k, i] = what position i of a tile reads for tap k, for all tiles and a block of the depth that stays in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Pack(long group, long block)
    {
        T* data = _data + (group * _gather.Channels * _tile.Layout.Channel);
        T* end = _tile.Layout.IsSource ? _source + (_gather.Batch * _gather.AllChannels * _gather.SourcePlane) - TileRows : (T*)nint.MaxValue;
        long first = block * PackBlock, last = Math.Min(_depth, first + PackBlock);
        long* taps = _taps;
        for (int index = 0; index < _map.Count; index++)
        {
            PositionPanel panel = _map.Panels[index];
            PositionRun* runs = _map.Runs + panel.FirstRun;
            T* to = _left + (((((group * _map.Count) + index) * _depth) + first) * TileRows);
            long k = first, step = _tile.Layout.Channel;
            T* from = data + runs[0].Source;
            if (panel.Runs == 1 && _tile.Layout.Taps == 1)
            {
                // Channels are a step apart; the last ones may end before six values do.
                for (T* at = from + taps[k]; k < last && at <= end; k++, at += step, to += TileRows)
                    *(Six<T>*)to = *(Six<T>*)at;
            }
            for (; panel.Runs == 1 && k < last && from + taps[k] <= end; k++, to += TileRows)
                *(Six<T>*)to = *(Six<T>*)(from + taps[k]);
            for (; k < last; k++, to += TileRows)
            {
                for (int r = 0; r < panel.Runs; r++)
                {
                    T* at = data + taps[k] + runs[r].Source;
                    T* row = to + runs[r].Start;
                    for (int i = 0; i < runs[r].Length; i++)
                        row[i] = at[i];
                }
            }
        }
    }

    /// <summary>One or two vectors of result channels at all positions.</summary>
    private readonly void Multiply(long group, long panel)
    {
        T* sums = stackalloc T[(MostPositions + 4) * TileColumns];
        int columns = (int)Math.Min(TileColumns, _rows - (panel * TileColumns));
        Tile<T> tile = default;
        tile.BStep = TileColumns;
        tile.CRow = TileColumns;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        T* weights = _packed + (((group * _panels) + panel) * TileColumns * _depth);
        T* left = _left + (group * _map.Count * TileRows * _depth);
        for (long k = 0; k < _depth; k += DepthBlock)
        {
            tile.Depth = Math.Min(DepthBlock, _depth - k);
            tile.B = weights + (k * TileColumns);
            tile.ReadsC = k != 0;
            T* ahead = tile.B + (tile.Depth * TileColumns);
            long share = Chunks.Count(Math.Min(DepthBlock, _depth - k - tile.Depth) * TileColumns, _map.Count);
            for (int i = 0; i < _map.Count; i++, ahead += share)
            {
                Prefetch(ahead, share);
                tile.A = left + (((i * _depth) + k) * TileRows);
                tile.C = sums + (i * _tileRows * TileColumns);
                TileKernel<TLanes, T>.Run<PackedAddressing>(_map.Panels[i].Count, columns > TLanes.Count, &tile);
            }
        }
        Write(sums, (group * _rows) + (panel * TileColumns), columns);
    }

    /// <summary>The weights of the next block of the depth come from far away.</summary>
    private static void Prefetch(T* ahead, long count)
    {
        if (!Sse.IsSupported)
            return;
        for (long i = 0; i < count; i += 64 / sizeof(T))
            Sse.Prefetch0(ahead + i);
    }

    /// <summary>Turns the sums, finishes them and writes them channel by channel.</summary>
    private readonly void Write(T* sums, long channel, int columns)
    {
        const int Lines = MostPositions + 4;
        T* turned = stackalloc T[Lines * TileColumns];
        int side = Transposition<T>.Side;
        for (int p = 0; p < _positions; p += side)
        {
            for (int j = 0; j < columns; j += side)
                Transposition<T>.Block(sums + (p * TileColumns) + j, TileColumns, turned + (j * Lines) + p, Lines);
        }
        long plane = _gather.Plane;
        for (int j = 0; j < columns; j++, turned += Lines)
        {
            for (long n = 0; n < _gather.Batch; n++)
            {
                long at = ((n * _groups * _rows) + channel + j) * plane;
                if (!_finish.IsNone)
                    _finish.Apply<TLanes>(turned + (n * plane), channel + j, _finish.Add == null ? null : _finish.Add + at, (int)plane);
                ShortRow<TLanes, T>.Copy(turned + (n * plane), _target + at, (nint)plane);
            }
        }
    }
}
