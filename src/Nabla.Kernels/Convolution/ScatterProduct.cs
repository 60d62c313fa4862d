using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// The gradient to the input of a convolution of few positions and many channels: what each result position sends to each tap is a
/// product with the weights as they lie, which are read once and in order, and is then added where the tap lies.
/// </summary>
/// <remarks>
/// Gathering instead needs the weights with rows and columns exchanged, which takes longer than the product when there are fewer
/// positions than channels. Every element is summed by one thread in one order, so the result has the same bits for any number of threads.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct ScatterProduct<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long DepthBlock = 256;
    private const long ColumnsAtOnce = 144;
    private const long PanelElements = 1 << 16;
    private const int LeftBuffer = 2, PanelBuffer = 3, SumBuffer = 4, TapBuffer = 5;

    private readonly ConvGeometry _g;
    private readonly T* _gy;
    private readonly T* _weight;
    private readonly T* _gx;
    private readonly T* _left;
    private readonly long _positions, _depth, _taps, _tiles, _channelBlock, _blocks;
    private bool _packing;

    private ScatterProduct(in ConvGeometry g, T* gy, T* weight, T* gx)
    {
        _g = g;
        _gy = gy;
        _weight = weight;
        _gx = gx;
        _positions = g.Batch * g.OutputPlane;
        _depth = g.OutPerGroup;
        _taps = g.Taps;
        _tiles = Chunks.Count(_positions, TileRows);
        _channelBlock = Math.Min(g.InPerGroup, Chunks.Count(ColumnsAtOnce, _taps));
        _blocks = Chunks.Count(g.InPerGroup, _channelBlock);
        _left = Scratch.Take<T>(LeftBuffer, g.Groups * _tiles * TileRows * _depth);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether there are so few positions that exchanging rows and columns of the weights would cost more than the scattering.</summary>
    public static bool Pays(in ConvGeometry g) => TLanes.Count > 1 && g.Taps > 1 && 2 * g.Batch * g.OutputPlane <= g.OutPerGroup;

    /// <summary>Computes the gradient to the input.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gy">Gradient of the output.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="gx">Receives the gradient of the input.</param>
    public static void Run(in ConvGeometry g, T* gy, T* weight, T* gx)
    {
        var body = new ScatterProduct<TLanes, T>(g, gy, weight, gx) { _packing = true };
        WorkPool.For(g.Groups * body._tiles, 1 + (8192 / (body._depth * TileRows)), ref body);
        body._packing = false;
        WorkPool.For(g.Groups * body._blocks, 1 + ((1L << 18) / (body._positions * body._channelBlock * body._taps * body._depth)), ref body);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            if (_packing)
            {
                Pack(i / _tiles, i % _tiles);
                continue;
            }
            long group = i / _blocks, channel = i % _blocks * _channelBlock, channels = Math.Min(_channelBlock, _g.InPerGroup - channel);
            long columns = channels * _taps, row = Chunks.Count(columns, TileColumns) * TileColumns;
            T* sums = Scratch.Take<T>(SumBuffer, _positions * row);
            Multiply(group, channel * _taps, columns, sums, row);
            Scatter(sums, row, (group * _g.InPerGroup) + channel, channels);
        }
    }

    /// <summary>left[o, i] = gradient of result channel o at position i of a tile.</summary>
    private readonly void Pack(long group, long tile)
    {
        long plane = _g.OutputPlane;
        T** from = stackalloc T*[TileRows];
        int rows = (int)Math.Min(TileRows, _positions - (tile * TileRows));
        for (int i = 0; i < TileRows; i++)
        {
            // Rows that are missing repeat the last one; nobody reads their sums.
            (long image, long position) = Math.DivRem((tile * TileRows) + Math.Min(i, rows - 1), plane);
            from[i] = _gy + ((((image * _g.Groups) + group) * _depth * plane) + position);
        }
        T* to = _left + (((group * _tiles) + tile) * TileRows * _depth);
        for (long o = 0; o < _depth; o++, to += TileRows)
        {
            for (int i = 0; i < TileRows; i++)
                to[i] = from[i][o * plane];
        }
    }

    /// <summary>sums[position, column] for columns of the weights from <paramref name="first"/> on.</summary>
    private readonly void Multiply(long group, long first, long columns, T* sums, long row)
    {
        long width = _g.InPerGroup * _taps, whole = columns / TileColumns, most = Math.Max(1, PanelElements / (_depth * TileColumns));
        T* from = _weight + (group * _depth * width) + first;
        T* left = _left + (group * _tiles * TileRows * _depth);
        T* panels = Scratch.Take<T>(PanelBuffer, Math.Min(most, whole + 1) * _depth * TileColumns);
        // Several panels at a time: each row of the weights is read in one run.
        for (long panel = 0; panel < whole; panel += most)
        {
            int count = (int)Math.Min(most, whole - panel);
            Packing<TLanes, T>.RightGroup(from + (panel * TileColumns), width, count, _depth, panels, TileColumns * _depth);
            for (int i = 0; i < count; i++)
                MultiplyPanel(left, panels + (i * _depth * TileColumns), TileColumns, sums + ((panel + i) * TileColumns), row);
        }
        int rest = (int)(columns - (whole * TileColumns));
        if (rest == 0)
            return;
        Packing<TLanes, T>.Right(from + (whole * TileColumns), width, 1, rest, _depth, panels);
        MultiplyPanel(left, panels, rest, sums + (whole * TileColumns), row);
    }

    private readonly void MultiplyPanel(T* left, T* panel, int columns, T* sums, long row)
    {
        Tile<T> tile = default;
        tile.BStep = TileColumns;
        tile.CRow = row;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        for (long o = 0; o < _depth; o += DepthBlock)
        {
            tile.Depth = Math.Min(DepthBlock, _depth - o);
            tile.B = panel + (o * TileColumns);
            tile.ReadsC = o != 0;
            for (long i = 0; i < _tiles; i++)
            {
                tile.A = left + (((i * _depth) + o) * TileRows);
                tile.C = sums + (i * TileRows * row);
                TileKernel<TLanes, T>.Run<PackedAddressing>((int)Math.Min(TileRows, _positions - (i * TileRows)), columns > TLanes.Count, &tile);
            }
        }
    }

    /// <summary>Adds the sums of some input channels where their taps lie.</summary>
    private readonly void Scatter(T* sums, long row, long channel, long channels)
    {
        long plane = _g.InputPlane;
        for (long n = 0; n < _g.Batch; n++)
            new Span<T>(_gx + (((n * _g.InChannels) + channel) * plane), checked((int)(channels * plane))).Clear();
        long* taps = Scratch.Take<long>(TapBuffer, 2 * _taps);
        long* targets = taps + _taps;
        for (long p = 0; p < _positions; p++, sums += row)
        {
            (long image, long position) = Math.DivRem(p, _g.OutputPlane);
            int count = Taps(position, taps, targets);
            T* to = _gx + (((image * _g.InChannels) + channel) * plane);
            T* from = sums;
            for (long i = 0; i < channels; i++, to += plane, from += _taps)
            {
                for (int t = 0; t < count; t++)
                    Lanes1<T>.Store(to + targets[t], Lanes1<T>.Load(to + targets[t]) + Lanes1<T>.Load(from + taps[t]));
            }
        }
    }

    /// <summary>Lists the taps of a result position that lie inside the picture, and where.</summary>
    private readonly int Taps(long position, long* taps, long* targets)
    {
        long v = position % _g.Width.Output, h = position / _g.Width.Output % _g.Height.Output, d = position / _g.Width.Output / _g.Height.Output;
        int count = 0;
        for (long a = 0; a < _g.Depth.Kernel; a++)
        {
            long z = Place(_g.Depth, d, a);
            for (long b = 0; b < _g.Height.Kernel && z >= 0; b++)
            {
                long y = Place(_g.Height, h, b);
                for (long c = 0; c < _g.Width.Kernel && y >= 0; c++)
                {
                    long x = Place(_g.Width, v, c);
                    if (x < 0)
                        continue;
                    taps[count] = (((a * _g.Height.Kernel) + b) * _g.Width.Kernel) + c;
                    targets[count++] = (((z * _g.Height.Input) + y) * _g.Width.Input) + x;
                }
            }
        }
        return count;
    }

    /// <summary>Where a tap of a result position lies on an axis; -1 outside.</summary>
    private static long Place(in ConvAxis axis, long position, long tap)
    {
        long at = (position * axis.Stride) + (tap * axis.Dilation) - axis.Padding;
        return at >= 0 && at < axis.Input ? at : -1;
    }
}
