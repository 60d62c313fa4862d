using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>3x3 convolution with stride 1 through F(2x2, 3x3), with weights transformed once for many passes: small pictures, whose edges waste most of a 4x4 tile.</summary>
/// <remarks>
/// Four results of a 3x3 kernel from 16 products instead of 36 (Lavin and Gray, 2015); all coefficients are 0, ±1 and ±1/2, so rounding errors are hardly larger than
/// those of the direct sum. All of the input is transformed first, then each block of result channels is multiplied, product by product, and transformed back.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct SmallWinograd<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const int Side = 2, Reads = 4, Products = Reads * Reads;
    private const long RowBlock = 4 * TileRows;
    private const int PlaneBuffer = 3, ReadBuffer = 4, TapBuffer = 5, WindowBuffer = 6, ProductBuffer = 7;

    private readonly Gather _gather;
    private readonly ConvFinish<T> _finish;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _packed;
    private readonly T* _reads;
    private readonly PaddedSource<T> _windows;
    private readonly int* _taps;
    private readonly long _groups, _rows, _channels, _across, _down, _tiles, _columns, _readStep, _weightStep, _blocks;
    private readonly int _vectors;
    private bool _multiplies;

    private SmallWinograd(in ConvGeometry g, in Gather gather, T* source, T* target, in ConvFinish<T> finish, T* packed)
    {
        _gather = gather;
        _finish = finish;
        _source = source;
        _target = target;
        _packed = packed;
        _groups = g.Groups;
        _rows = g.OutPerGroup;
        _channels = gather.Channels;
        _across = Chunks.Count(gather.Width.Grid, Side);
        _down = Chunks.Count(gather.Height.Grid, Side);
        _tiles = gather.Batch * _down * _across;
        _vectors = (int)Chunks.Count(_tiles, TLanes.Count);
        _columns = Chunks.Count(_tiles, TileColumns) * TileColumns;
        _readStep = (_channels * _columns) + 16;
        _weightStep = WeightStep(_rows, _channels);
        _blocks = Chunks.Count(_rows, RowBlock);
        _reads = Scratch.Take<T>(ReadBuffer, _groups * Products * _readStep);
        // Windows of 4x4 every two positions: all tiles of a row read neighbours for each element of their windows.
        _windows = new PaddedSource<T>(new Gather { Height = Every(gather.Height, _down), Width = Every(gather.Width, _across) }, _down);
        _taps = Scratch.Take<int>(TapBuffer, Products);
        _windows.ListTaps(1, _taps);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the method is faster than the direct product: 16 products for a tile of four results, partial tiles and the transforms counted.</summary>
    public static bool Pays(in ConvGeometry g, in Gather gather)
    {
        if (g.Depth != ConvAxis.One || g.Height.Kernel != 3 || g.Width.Kernel != 3 || g.Height.Stride != 1 || g.Width.Stride != 1
            || g.Height.Dilation != 1 || g.Width.Dilation != 1 || TLanes.Count < 4)
        {
            return false;
        }
        double tiles = gather.Batch * Chunks.Count(gather.Height.Grid, Side) * Chunks.Count(gather.Width.Grid, Side);
        double padded = Math.Ceiling(tiles / TileColumns) * TileColumns, pairs = (double)g.OutPerGroup * gather.Channels, vector = 2.0 * TLanes.Count;
        return (16 * 1.15 * pairs * padded / vector) + (40 * (g.OutPerGroup + gather.Channels) * padded / 4) < 0.9 * 9 * pairs * gather.Batch * gather.Plane / vector;
    }

    /// <summary>Computes the forward pass with weights from <see cref="Prepare"/>.</summary>
    public static void Run(in ConvGeometry g, in Gather gather, T* source, T* target, in ConvFinish<T> finish, T* packed)
    {
        var body = new SmallWinograd<TLanes, T>(g, gather, source, target, finish, packed);
        WorkPool.For(body._groups * body._channels, 1 + (8192 / (body._tiles * Products)), ref body);
        body._multiplies = true;
        WorkPool.For(body._groups * body._blocks, 1 + ((1L << 18) / (RowBlock * body._columns * body._channels * Products)), ref body);
    }

    /// <summary>Transforms the weights for all passes to come; what <paramref name="old"/> holds is used again if it was made so.</summary>
    public static PreparedWeights Prepare(in ConvGeometry g, in Gather gather, T* weight, PreparedWeights? old)
    {
        long step = WeightStep(g.OutPerGroup, gather.Channels), bytes = g.Groups * Products * step * sizeof(T);
        if (old is not null && old.Is(WeightForm.SmallWinograd, bytes))
            return old;
        PreparedWeights made = new(WeightForm.SmallWinograd, bytes);
        var body = new Packer { Weight = weight, Packed = (T*)made.Memory, Rows = g.OutPerGroup, Channels = gather.Channels, Step = step };
        WorkPool.For(g.Groups * Chunks.Count(g.OutPerGroup, TileRows), 1 + (256 / gather.Channels), ref body);
        return made;
    }

    private static long WeightStep(long rows, long channels) => (Chunks.Count(rows, TileRows) * TileRows * channels) + 16;

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        T* plane = _multiplies ? null : Scratch.Take<T>(PlaneBuffer, _windows.Channel);
        T* windows = _multiplies ? null : Scratch.Take<T>(WindowBuffer, Products * _vectors * TLanes.Count);
        for (long i = start; i < end; i++)
        {
            if (_multiplies)
                Block(i / _blocks, i % _blocks * RowBlock);
            else
                Read(i / _channels, i % _channels, plane, windows);
        }
    }

    /// <summary>How windows lie along an axis.</summary>
    private static AxisGather Every(in AxisGather axis, long tiles) => new() { Source = axis.Source, Grid = tiles, Step = Side, Taps = Reads, Offset = axis.Lowest, OffsetStep = 1 };

    /// <summary>Transforms all windows of one channel.</summary>
    private readonly void Read(long group, long channel, T* plane, T* windows)
    {
        int n = TLanes.Count;
        long row = _vectors * n;
        int* taps = _taps;
        // Lanes without a tile hold zeros; nobody looks at what they compute.
        for (int p = 0; row > _tiles && p < Products; p++)
            new Span<T>(windows + (p * row) + _tiles, (int)(row - _tiles)).Clear();
        for (long image = 0; image < _gather.Batch; image++)
        {
            _windows.Fill(_source + (((image * _gather.AllChannels) + (group * _channels) + channel) * _gather.SourcePlane), 0, plane);
            T* to = windows + (image * _down * _across);
            for (long y = 0; y < _down; y++, to += _across)
            {
                T* from = plane + (y * _windows.Pitch);
                for (int p = 0; p < Products; p++)
                    ShortRow<TLanes, T>.Copy(from + taps[p], to + (p * row), (nint)_across);
            }
        }
        T* half = stackalloc T[Products * n];
        T* target = _reads + (group * Products * _readStep) + (channel * TileColumns);
        for (int v = 0; v < _vectors; v++, windows += n)
        {
            for (int j = 0; j < Reads; j++)
                ReadLine(windows + (j * row), (nint)(Reads * row), half + (j * n), Reads * n);
            T* place = target + (v / 2 * _channels * TileColumns) + (v % 2 * n);
            for (int i = 0; i < Reads; i++)
                ReadLine(half + (i * Reads * n), n, place + (i * Reads * _readStep), (nint)_readStep);
        }
    }

    /// <summary>Multiplies and finishes some result channels.</summary>
    private readonly void Block(long group, long row0)
    {
        long row1 = Math.Min(_rows, row0 + RowBlock), productStep = (RowBlock * _columns) + 16;
        T* products = Scratch.Take<T>(ProductBuffer, Products * productStep);
        Tile<T> tile = default;
        tile.Depth = _channels;
        tile.BStep = TileColumns;
        tile.CRow = _columns;
        tile.Alpha = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        for (int p = 0; p < Products; p++)
        {
            T* weights = _packed + (((group * Products) + p) * _weightStep);
            for (long column = 0; column < _columns; column += TileColumns)
            {
                tile.B = _reads + (((group * Products) + p) * _readStep) + (column * _channels);
                for (long row = row0; row < row1; row += TileRows)
                {
                    tile.A = weights + (row * _channels);
                    tile.C = products + (p * productStep) + ((row - row0) * _columns) + column;
                    TileKernel<TLanes, T>.Run<PackedAddressing>((int)Math.Min(TileRows, row1 - row), (column / TLanes.Count) + 1 < _vectors, &tile);
                }
            }
        }
        T* lines = Scratch.Take<T>(WindowBuffer, 2 * Side * _vectors * TLanes.Count);
        for (long row = row0; row < row1; row++)
            Write((group * _rows) + row, products + ((row - row0) * _columns), productStep, lines);
    }

    /// <summary>Transforms one channel's products back and writes the results that exist.</summary>
    private readonly void Write(long channel, T* products, long productStep, T* rows)
    {
        int n = TLanes.Count;
        T* half = stackalloc T[Side * Reads * n];
        T* results = stackalloc T[Side * n];
        // The upper rows of all tiles side by side, and the lower ones: each row of tiles makes two rows of results.
        long line = Side * _vectors * n;
        TLanes bias = TLanes.Broadcast(_finish.BiasOf(channel));
        bool relu = _finish.Relu && _finish.Add == null;
        for (int v = 0; v < _vectors; v++, products += n)
        {
            for (int j = 0; j < Reads; j++)
                WriteLine(products + (j * productStep), (nint)(Reads * productStep), half + (j * n), Reads * n);
            for (int i = 0; i < Side; i++)
            {
                T* m = half + (i * Reads * n);
                TLanes m1 = TLanes.Load(m + n), m2 = TLanes.Load(m + (2 * n));
                TLanes even = TLanes.Load(m) + m1 + m2 + bias, odd = m1 - m2 - TLanes.Load(m + (3 * n)) + bias;
                TLanes.Store(results, relu ? TLanes.Max(even, TLanes.Zero) : even);
                TLanes.Store(results + n, relu ? TLanes.Max(odd, TLanes.Zero) : odd);
                ShortRow<TLanes, T>.Weave(results, results + n, rows + (i * line) + (Side * v * n), Side * n);
            }
        }
        nint width = (nint)_gather.Width.Grid;
        long height = _gather.Height.Grid;
        for (long image = 0; image < _gather.Batch; image++)
        {
            long at = ((image * _groups * _rows) + channel) * _gather.Plane;
            for (long y = 0; y < height; y++, at += width)
            {
                T* from = rows + (y % Side * line) + (((image * _down) + (y / Side)) * _across * Side);
                for (nint x = 0; _finish.Add != null && x < width; x++)
                {
                    Lanes1<T> sum = Lanes1<T>.Load(from + x) + Lanes1<T>.Load(_finish.Add + at + x);
                    Lanes1<T>.Store(from + x, _finish.Relu ? Lanes1<T>.Max(sum, Lanes1<T>.Zero) : sum);
                }
                ShortRow<TLanes, T>.Copy(from, _target + at, width);
            }
        }
    }

    /// <summary>t = Bᵀ d along one line.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void ReadLine(T* d, nint step, T* t, nint tStep)
    {
        TLanes d0 = TLanes.Load(d), d1 = TLanes.Load(d + step), d2 = TLanes.Load(d + (2 * step)), d3 = TLanes.Load(d + (3 * step));
        TLanes.Store(t, d0 - d2);
        TLanes.Store(t + tStep, d1 + d2);
        TLanes.Store(t + (2 * tStep), d2 - d1);
        TLanes.Store(t + (3 * tStep), d1 - d3);
    }

    /// <summary>y = Aᵀ m along one line.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void WriteLine(T* m, nint step, T* y, nint yStep)
    {
        TLanes m1 = TLanes.Load(m + step), m2 = TLanes.Load(m + (2 * step));
        TLanes.Store(y, TLanes.Load(m) + m1 + m2);
        TLanes.Store(y + yStep, m1 - m2 - TLanes.Load(m + (3 * step)));
    }

    /// <summary>Transforms kernels, six rows of one channel after another, and puts each product into panels of its own.</summary>
    private struct Packer : IRangeBody
    {
        public T* Weight;
        public T* Packed;
        public long Rows, Channels, Step;

        public readonly void Invoke(long start, long end)
        {
            Lanes1<T>* half = stackalloc Lanes1<T>[Reads * 3];
            Lanes1<T>* line = stackalloc Lanes1<T>[Reads];
            long panels = Chunks.Count(Rows, TileRows);
            for (long i = start; i < end; i++)
            {
                long group = i / panels, row = i % panels * TileRows;
                for (long c = 0; c < Channels; c++)
                {
                    T* to = Packed + (group * Products * Step) + (row * Channels) + (c * TileRows);
                    for (int r = 0; r < TileRows; r++)
                    {
                        T* w = Weight + (((((group * Rows) + row + r) * Channels) + c) * 9);
                        for (int j = 0; j < 3; j++)
                        {
                            if (row + r < Rows)
                                Line(Lanes1<T>.Load(w + j), Lanes1<T>.Load(w + 3 + j), Lanes1<T>.Load(w + 6 + j), half + j, 3);
                            else
                                Line(Lanes1<T>.Zero, Lanes1<T>.Zero, Lanes1<T>.Zero, half + j, 3);
                        }
                        for (int p = 0; p < Products; p += Reads)
                        {
                            Lanes1<T>* from = half + (p / Reads * 3);
                            Line(from[0], from[1], from[2], line, 1);
                            for (int j = 0; j < Reads; j++)
                                Lanes1<T>.Store(to + ((p + j) * Step) + r, line[j]);
                        }
                    }
                }
            }
        }

        /// <summary>u = G g along one line.</summary>
        private static void Line(Lanes1<T> g0, Lanes1<T> g1, Lanes1<T> g2, Lanes1<T>* u, int step)
        {
            Lanes1<T> even = (g0 + g2) * 0.5, odd = g1 * 0.5;
            u[0] = g0;
            u[step] = even + odd;
            u[2 * step] = even - odd;
            u[3 * step] = g2;
        }
    }
}
