using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the weight of a 3x3 convolution with stride 1, by the transpose of F(4x4, 3x3).</summary>
/// <remarks>
/// ∂g = Gᵀ [Σ over tiles of (Bᵀ d B) ⊙ (A ∂y Aᵀ)] G: 36 products for each tile of 4x4 positions instead of 144. Blocks of tiles are
/// transformed with a lane for each channel, so that the sums over tiles are 36 plain matrix products. Blocks depend on the sizes
/// alone and are summed in order, so the result has the same bits for any number of threads.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct WinogradWeightGradient<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const int Products = WinogradTransform<TLanes, T>.Products;
    private const int SourceBuffer = 2, GradientBuffer = 3, SumBuffer = 4, MaskBuffer = 6;
    private const long TilesAtOnce = 128, RowPart = 8 * TileRows;

    private enum Step
    {
        Transform,
        Multiply,
        Finish,
    }

    private readonly ConvGeometry _g;
    private readonly Gather _gather;
    private readonly WinogradGrid _sourceGrid, _gradientGrid;
    private readonly T* _source;
    private readonly T* _gradient;
    private readonly T* _result;
    private readonly T* _sourceMasks;
    private readonly T* _gradientMasks;
    private readonly T* _left;
    private readonly T* _right;
    private readonly T* _sums;
    private readonly long _rows, _channels, _leftRow, _rightRow, _leftStep, _rightStep, _sumStep, _rowParts, _sourceCount, _gradientCount;
    private Step _step;
    private long _group, _tile, _tiles;

    private WinogradWeightGradient(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        _g = g;
        _gather = Gather.Of(g, adjoint: false);
        _source = x;
        _gradient = gy;
        _result = gw;
        (_rows, _channels) = (g.OutPerGroup, g.InPerGroup);
        _sourceCount = g.InputCount;
        _gradientCount = g.OutputCount;
        _sourceGrid = new WinogradGrid(g.Batch, _gather.Height, _gather.Width, g.InChannels, g.OutChannels, 6);
        _gradientGrid = new WinogradGrid(g.Batch, _gather.Height, _gather.Width, g.OutChannels, g.OutChannels, 4);
        int width = WinogradReader<TLanes, T>.Width;
        _sourceMasks = Scratch.Take<T>(MaskBuffer, 2 * _sourceGrid.Masks * width);
        _gradientMasks = _sourceMasks + (_sourceGrid.Masks * width);
        _sourceGrid.FillMasks(_sourceMasks, width);
        _gradientGrid.FillMasks(_gradientMasks, width);
        // Rows of whole vectors; the products read six gradients at a time, which may begin before the last whole vector ends.
        _leftRow = (Chunks.Count(_rows, TLanes.Count) * TLanes.Count) + TileRows;
        _rightRow = Chunks.Count(_channels, TileColumns) * TileColumns;
        long tiles = Math.Min(TilesAtOnce, _sourceGrid.Tiles);
        _leftStep = (tiles * _leftRow) + 16;
        _rightStep = (tiles * _rightRow) + 16;
        _sumStep = (_rows * _rightRow) + 16;
        _rowParts = Chunks.Count(_rows, RowPart);
        _left = Scratch.Take<T>(GradientBuffer, Products * _leftStep);
        _right = Scratch.Take<T>(SourceBuffer, Products * _rightStep);
        _sums = Scratch.Take<T>(SumBuffer, Products * _sumStep);
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the gradient is one of a 3x3 convolution of stride 1 for which the method is faster.</summary>
    /// <remarks>
    /// Cost in multiply-add vectors: the plain product, a third of whose time goes into packing, against 36 products a tile, the
    /// transforms of tiles (about 20 per channel and tile) and of the sums (about 40 each).
    /// </remarks>
    public static bool Pays(in ConvGeometry g)
    {
        if (g.Depth != ConvAxis.One || g.Height.Kernel != 3 || g.Width.Kernel != 3 || g.Height.Stride != 1 || g.Width.Stride != 1
            || g.Height.Dilation != 1 || g.Width.Dilation != 1 || TLanes.Count < 4 || g.InPerGroup < 8 || g.OutPerGroup < 8)
        {
            return false;
        }
        double tiles = (double)g.Batch * Chunks.Count(g.Height.Output, WinogradGrid.Side) * Chunks.Count(g.Width.Output, WinogradGrid.Side);
        double pairs = (double)g.OutPerGroup * g.InPerGroup, vector = TileColumns;
        double direct = 9 * pairs * g.Batch * g.OutputPlane / vector * 1.4;
        double winograd = (36 * pairs * tiles / vector * 1.1) + (20 * (g.OutPerGroup + g.InPerGroup) * tiles * 16 / vector) + (40 * pairs * 16 / vector);
        return winograd < 0.9 * direct;
    }

    /// <summary>Computes gw; there is at least one image, output position and channel of each kind.</summary>
    public static void Run(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        var job = new WinogradWeightGradient<TLanes, T>(g, x, gy, gw);
        job.Run();
    }

    private void Run()
    {
        for (_group = 0; _group < _g.Groups; _group++)
        {
            for (_tile = 0; _tile < _sourceGrid.Tiles; _tile += TilesAtOnce)
            {
                _tiles = Math.Min(TilesAtOnce, _sourceGrid.Tiles - _tile);
                _step = Step.Transform;
                WorkPool.For(_tiles, 1 + (256 / (_rows + _channels)), ref this);
                _step = Step.Multiply;
                WorkPool.For(Products * _rowParts, 1 + ((1L << 19) / (_tiles * Math.Min(_rows, RowPart) * _rightRow)), ref this);
            }
            _step = Step.Finish;
            WorkPool.For(_rows, 1 + (1024 / _channels), ref this);
        }
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            switch (_step)
            {
                case Step.Transform:
                    Transform(i);
                    break;
                case Step.Multiply:
                    Multiply(i / _rowParts, i % _rowParts * RowPart);
                    break;
                default:
                    Finish(i);
                    break;
            }
        }
    }

    /// <summary>Transforms one tile of source and gradient, a vector of channels at a time.</summary>
    private readonly void Transform(long tile)
    {
        int n = TLanes.Count;
        T* half = stackalloc T[WinogradReader<TLanes, T>.HalfCount];
        WinogradWindow window = _sourceGrid[_tile + tile];
        long plane = _sourceGrid.SourcePlane, first = window.Source + (_group * _channels * plane);
        T* to = _right + (tile * _rightRow);
        for (long c = 0; c < _rightRow; c += n)
        {
            // Lanes beyond the last channel repeat it; nobody reads what comes of them.
            for (int lane = 0; lane < n; lane++)
            {
                WinogradReader<TLanes, T>.Six(
                    _source, _sourceCount, first + (Math.Min(c + lane, _channels - 1) * plane), _sourceGrid.Pitch, window, _sourceMasks, half + (lane * WinogradReader<TLanes, T>.Width));
            }
            WinogradReader<TLanes, T>.FinishSix(half, to + c, (nint)_rightStep);
        }
        window = _gradientGrid[_tile + tile];
        plane = _gradientGrid.SourcePlane;
        first = window.Source + (_group * _rows * plane);
        to = _left + (tile * _leftRow);
        for (long r = 0; r < _rows; r += n)
        {
            for (int lane = 0; lane < n; lane++)
            {
                WinogradReader<TLanes, T>.Four(
                    _gradient, _gradientCount, first + (Math.Min(r + lane, _rows - 1) * plane), _gradientGrid.Pitch, window, _gradientMasks, half + (lane * WinogradReader<TLanes, T>.Width));
            }
            WinogradReader<TLanes, T>.FinishFour(half, to + r, (nint)_leftStep);
        }
    }

    /// <summary>Adds the block's part to some rows of one product: sums[p] += left[p]ᵀ right[p].</summary>
    private readonly void Multiply(long product, long row0)
    {
        long row1 = Math.Min(_rows, row0 + RowPart);
        Tile<T> tile = default;
        tile.Depth = _tiles;
        tile.ARow = 1;
        tile.AStep = _leftRow;
        tile.BStep = _rightRow;
        tile.CRow = _rightRow;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        tile.ReadsC = _tile > 0;
        for (long column = 0; column < _rightRow; column += TileColumns)
        {
            bool wide = _channels - column > TLanes.Count;
            tile.B = _right + (product * _rightStep) + column;
            for (long row = row0; row < row1; row += TileRows)
            {
                tile.A = _left + (product * _leftStep) + row;
                tile.C = _sums + (product * _sumStep) + (row * _rightRow) + column;
                TileKernel<TLanes, T>.Run<StridedAddressing>((int)Math.Min(TileRows, row1 - row), wide, &tile);
            }
        }
    }

    /// <summary>Transforms the sums of one output channel back to kernels.</summary>
    private readonly void Finish(long row)
    {
        T* kernels = stackalloc T[9 * TLanes.Count];
        T* target = _result + (((_group * _rows) + row) * _channels * 9);
        for (long c = 0; c < _channels; c += TLanes.Count)
        {
            WinogradTransform<TLanes, T>.WeightGradient(_sums + (row * _rightRow) + c, (nint)_sumStep, kernels);
            int lanes = (int)Math.Min(TLanes.Count, _channels - c);
            for (int lane = 0; lane < lanes; lane++, target += 9)
            {
                for (int t = 0; t < 9; t++)
                    target[t] = kernels[(t * TLanes.Count) + lane];
            }
        }
    }
}
