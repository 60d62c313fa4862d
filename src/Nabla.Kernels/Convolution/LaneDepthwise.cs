using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Depthwise convolution with a channel in each lane: forward pass and gradient to the input.</summary>
/// <remarks>
/// Along the rows of a plane vectors are cut off by its end, and at stride 2 their elements must be sorted. Turned round, a position of 8 channels is one vector, and no size is odd. Strips of the planes are
/// transposed into the cache on the way in and out; there, fourteen sums (two rows of seven positions) share every load of a tap's weights. The block of channels is the unit of work, so results do not depend on the threads.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct LaneDepthwise<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, WeightBuffer = 4, ResultBuffer = 5, ExtraBuffer = 6, OrderBuffer = 7;
    private const long MostTaps = 7, StripBytes = 64 * 1024, WholeBytes = 80 * 1024, LongPlane = 40 * 40;

    private readonly AxisGather _row0, _row1, _column0, _column1;
    private readonly int _rowPhases, _columnPhases;
    private readonly LaneSource<TLanes, T> _source;
    private readonly T* _weight, _from, _to, _bias;
    private readonly bool _relu;
    private readonly long _images, _channels, _taps, _kernelWidth, _sourcePlane, _targetPlane, _targetWidth, _grid, _stripRows;

    private LaneDepthwise(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _rowPhases = adjoint ? (int)g.Height.Stride : 1;
        _columnPhases = adjoint ? (int)g.Width.Stride : 1;
        _row0 = (adjoint ? AxisGather.Adjoint(g.Height, 0) : AxisGather.Forward(g.Height)).Ascending();
        _row1 = _rowPhases == 2 ? AxisGather.Adjoint(g.Height, 1).Ascending() : _row0;
        _column0 = (adjoint ? AxisGather.Adjoint(g.Width, 0) : AxisGather.Forward(g.Width)).Ascending();
        _column1 = _columnPhases == 2 ? AxisGather.Adjoint(g.Width, 1).Ascending() : _column0;
        _grid = Math.Max(_row0.Grid, _row1.Grid);
        (long firstRow, long reach) = Reach(_row0, _row1);
        (long firstColumn, long columns) = Reach(_column0, _column1);
        columns += (Math.Max(_column0.Grid, _column1.Grid) - 1) * _column0.Step;
        _stripRows = StripRows(_grid, _row0.Step, reach, columns);
        _source = new(_row0.Source, _column0.Source, firstRow, reach + ((_stripRows - 1) * _row0.Step), firstColumn, columns, _stripRows == _grid);
        _weight = weight;
        _from = source;
        _to = target;
        _bias = bias;
        _relu = relu;
        (_images, _channels, _taps, _kernelWidth) = (g.Batch, g.Groups, g.Taps, g.Width.Kernel);
        (_sourcePlane, _targetPlane) = adjoint ? (g.OutputPlane, g.InputPlane) : (g.InputPlane, g.OutputPlane);
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
    }

    /// <summary>Whether this is the way for the sizes: enough channels to fill the lanes.</summary>
    public static bool Suits(in ConvGeometry g) =>
        TLanes.Count >= 4 && g.InPerGroup == 1 && g.OutPerGroup == 1 && g.Groups >= TLanes.Count && g.Depth == ConvAxis.One && SuitsAxis(g.Height) && SuitsAxis(g.Width)
        && (g.Width.Input + g.Width.Kernel) * 2 * g.Height.Kernel * TLanes.Count * sizeof(T) <= StripBytes;

    /// <summary>Whether it is also the faster way for results: at 3x3 and stride 1 with long rows, nothing needs sorting and few vectors are cut off.</summary>
    public static bool SuitsResults(in ConvGeometry g) => Suits(g) && !(DepthwiseLayout.Fits(g) && g.Taps == 9 && g.Height.Stride == 1 && g.Width.Stride == 1 && g.InputPlane >= LongPlane);

    /// <summary>Grid rows of a strip, so that what it reads fits the cache: all of them, or an even number.</summary>
    /// <param name="grid">Grid rows in all.</param>
    /// <param name="step">Source rows from one to the next.</param>
    /// <param name="reach">Source rows that one reads.</param>
    /// <param name="columns">Columns of the copy.</param>
    public static long StripRows(long grid, long step, long reach, long columns)
    {
        long row = columns * TLanes.Count * sizeof(T);
        if ((((grid - 1) * step) + reach) * row <= WholeBytes)
            return grid;
        long most = Math.Max(2, (((StripBytes / row) - reach) / step) + 1);
        long rows = Chunks.Count(grid, Chunks.Count(grid, most));
        return Math.Min(grid, rows + (rows & 1));
    }

    /// <summary>Computes y, or with <paramref name="adjoint"/> the gradient to the input; there is at least one position.</summary>
    public static void Run(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        var body = new LaneDepthwise<TLanes, T>(g, weight, source, target, adjoint, bias, relu);
        long work = TLanes.Count * (((g.OutputPlane + 4) * (g.Taps + 8)) + 64);
        WorkPool.For(Chunks.Count(g.Groups, TLanes.Count) * g.Batch, 1 + ((1L << 19) / work), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        int n = TLanes.Count;
        T* data = Scratch.Take<T>(SourceBuffer, _source.Count), results = Scratch.Take<T>(ResultBuffer, ((_stripRows * _rowPhases * _targetWidth) + 1) * n);
        T* weights = Scratch.Take<T>(WeightBuffer, 4 * MostTaps * MostTaps * n), extra = Scratch.Take<T>(ExtraBuffer, _source.Extra);
        T* bias = stackalloc T[n];
        _source.Clear(data);
        long last = -1;
        for (long i = start; i < end; i++)
        {
            long block = i / _images, channel = block * n, at = ((i % _images) * _channels) + channel;
            int channels = (int)Math.Min(n, _channels - channel);
            if (block != last)
            {
                last = block;
                Prepare(channel, channels, weights);
                for (int l = 0; l < n; l++)
                    bias[l] = _bias == null || l >= channels ? default : _bias[channel + l];
            }
            for (long row = 0; row < _grid; row += _stripRows)
            {
                _source.Fill(_from + (at * _sourcePlane), channels, row * _row0.Step, data, extra);
                T* w = weights;
                for (int r = 0; r < _rowPhases; r++)
                {
                    for (int c = 0; c < _columnPhases; c++)
                        w = Phase(r == 0 ? _row0 : _row1, c == 0 ? _column0 : _column1, row, data, w, bias, results);
                }
                long first = row * _rowPhases * _targetWidth, count = Math.Min(_stripRows * _rowPhases * _targetWidth, _targetPlane - first);
                LanePlanes<TLanes, T>.Store(results, (nint)count, channels, _to + (at * _targetPlane) + first, (nint)_targetPlane);
            }
        }
    }

    private static bool SuitsAxis(in ConvAxis axis) => axis.Kernel <= MostTaps && axis.Stride <= 2 && axis.Dilation == 1 && axis.Kernel >= axis.Stride;

    /// <summary>First source position that the first results of the phases read, and how many from there on.</summary>
    private static (long First, long Count) Reach(in AxisGather a, in AxisGather b)
    {
        long first = Math.Min(a.Offset, b.Offset);
        return (first, Math.Max(a.Offset + a.Span, b.Offset + b.Span) - first + 1);
    }

    /// <summary>The weights of a block of channels, phase after phase, in the order of the taps.</summary>
    private void Prepare(long first, int channels, T* weights)
    {
        int n = TLanes.Count;
        T* straight = Scratch.Take<T>(OrderBuffer, _taps * n);
        LanePlanes<TLanes, T>.Load(_weight + (first * _taps), (nint)_taps, channels, (nint)_taps, straight);
        for (int r = 0; r < _rowPhases; r++)
        {
            ref readonly AxisGather lines = ref r == 0 ? ref _row0 : ref _row1;
            for (int c = 0; c < _columnPhases; c++)
            {
                ref readonly AxisGather columns = ref c == 0 ? ref _column0 : ref _column1;
                for (long i = 0; i < lines.Taps; i++)
                {
                    long from = ((lines.Kernel + (i * lines.KernelStep)) * _kernelWidth) + columns.Kernel;
                    for (long j = 0; j < columns.Taps; j++, weights += n)
                        TLanes.Store(weights, TLanes.Load(straight + ((from + (j * columns.KernelStep)) * n)));
                }
            }
        }
    }

    /// <summary>The results of one phase in the strip that begins at grid row <paramref name="row"/>; returns the weights of the next.</summary>
    private T* Phase(in AxisGather lines, in AxisGather columns, long row, T* data, T* weights, T* bias, T* results)
    {
        int n = TLanes.Count;
        T* next = weights + (lines.Taps * columns.Taps * n);
        long rows = Math.Min(_stripRows, lines.Grid - row);
        if (rows <= 0 || columns.Grid <= 0)
            return next;
        var pass = new LanePass<T>
        {
            Source = data + ((((lines.Offset - _source.FirstRow) * _source.Columns) + columns.Offset - _source.FirstColumn) * n),
            SourceRow = (nint)(_source.Columns * n),
            RowStep = (nint)(lines.Step * _source.Columns * n),
            TapRows = (int)lines.Taps,
            TapColumns = (int)columns.Taps,
            Weights = weights,
            Start = bias,
            Relu = _relu,
            Target = results + (((lines.Target * _targetWidth) + columns.Target) * n),
            TargetRow = (nint)(lines.TargetStep * _targetWidth * n),
            TargetColumn = (nint)(columns.TargetStep * n),
            Rows = rows,
            Columns = columns.Grid,
        };
        if (columns.Step == 2)
            LanePass<T>.Run<TLanes, Count2>(pass);
        else
            LanePass<T>.Run<TLanes, Count1>(pass);
        return next;
    }
}
