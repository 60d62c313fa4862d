using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Depthwise convolution of small planes with a channel in each lane: forward pass and gradient to the input.</summary>
/// <remarks>
/// Along the rows of a small plane most vectors would be cut off by its end. Turned round, a position of 8 channels is one vector, and no size is odd. Planes are transposed into the cache on the
/// way in and out; there, eight sums (two rows of four positions) share every load of a tap's weights. The block of channels is the unit of work, so results do not depend on the threads.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct LaneDepthwise<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, WeightBuffer = 4, ResultBuffer = 5, ExtraBuffer = 6, OrderBuffer = 7;
    private const long MostTaps = 7, MostBytes = 64 * 1024;

    private readonly AxisGather _row0, _row1, _column0, _column1;
    private readonly int _rowPhases, _columnPhases;
    private readonly LaneSource<TLanes, T> _source;
    private readonly T* _weight, _from, _to, _bias;
    private readonly bool _relu;
    private readonly long _images, _channels, _taps, _kernelWidth, _sourcePlane, _targetPlane, _targetWidth;

    private LaneDepthwise(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _rowPhases = adjoint ? (int)g.Height.Stride : 1;
        _columnPhases = adjoint ? (int)g.Width.Stride : 1;
        _row0 = (adjoint ? AxisGather.Adjoint(g.Height, 0) : AxisGather.Forward(g.Height)).Ascending();
        _row1 = _rowPhases == 2 ? AxisGather.Adjoint(g.Height, 1).Ascending() : _row0;
        _column0 = (adjoint ? AxisGather.Adjoint(g.Width, 0) : AxisGather.Forward(g.Width)).Ascending();
        _column1 = _columnPhases == 2 ? AxisGather.Adjoint(g.Width, 1).Ascending() : _column0;
        (long firstRow, long rows) = Reach(_row0, _row1);
        (long firstColumn, long columns) = Reach(_column0, _column1);
        _source = new(_row0.Source, _column0.Source, firstRow, rows, firstColumn, columns);
        _weight = weight;
        _from = source;
        _to = target;
        _bias = bias;
        _relu = relu;
        (_images, _channels, _taps, _kernelWidth) = (g.Batch, g.Groups, g.Taps, g.Width.Kernel);
        (_sourcePlane, _targetPlane) = adjoint ? (g.OutputPlane, g.InputPlane) : (g.InputPlane, g.OutputPlane);
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
    }

    /// <summary>Whether this is the way for the sizes: enough channels to fill the lanes, and planes that fit into the cache with one channel a lane.</summary>
    public static bool Suits(in ConvGeometry g) =>
        TLanes.Count >= 4 && g.InPerGroup == 1 && g.OutPerGroup == 1 && g.Groups >= TLanes.Count && g.Depth == ConvAxis.One && SuitsAxis(g.Height) && SuitsAxis(g.Width)
        && (g.Height.Input + g.Height.Kernel) * (g.Width.Input + g.Width.Kernel) * TLanes.Count * sizeof(T) <= (g.Taps > 25 ? 2 * MostBytes : MostBytes);

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
        T* data = Scratch.Take<T>(SourceBuffer, _source.Count), results = Scratch.Take<T>(ResultBuffer, (_targetPlane + 1) * n);
        T* weights = Scratch.Take<T>(WeightBuffer, 4 * MostTaps * MostTaps * n), extra = Scratch.Take<T>(ExtraBuffer, _source.Extra);
        T* bias = stackalloc T[n];
        _source.Clear(data);
        long last = -1;
        for (long i = start; i < end; i++)
        {
            long block = i / _images, first = block * n, at = ((i % _images) * _channels) + first;
            int channels = (int)Math.Min(n, _channels - first);
            if (block != last)
            {
                last = block;
                Prepare(first, channels, weights);
                for (int l = 0; l < n; l++)
                    bias[l] = _bias == null || l >= channels ? default : _bias[first + l];
            }
            _source.Fill(_from + (at * _sourcePlane), channels, data, extra);
            T* w = weights;
            for (int r = 0; r < _rowPhases; r++)
            {
                for (int c = 0; c < _columnPhases; c++)
                    w = Phase(r == 0 ? _row0 : _row1, c == 0 ? _column0 : _column1, data, w, bias, results);
            }
            LanePlanes<TLanes, T>.Store(results, (nint)_targetPlane, channels, _to + (at * _targetPlane), (nint)_targetPlane);
        }
    }

    private static bool SuitsAxis(in ConvAxis axis) => axis.Kernel <= MostTaps && axis.Stride <= 2 && axis.Dilation == 1 && axis.Kernel >= axis.Stride;

    /// <summary>First source position that any result reads, and how many from there on.</summary>
    private static (long First, long Count) Reach(in AxisGather a, in AxisGather b)
    {
        long first = Math.Min(a.Offset, b.Offset);
        return (first, Math.Max(a.Offset + a.Span + ((a.Grid - 1) * a.Step), b.Offset + b.Span + ((b.Grid - 1) * b.Step)) - first + 1);
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

    /// <summary>The results of one phase; returns the weights of the next.</summary>
    private T* Phase(in AxisGather lines, in AxisGather columns, T* data, T* weights, T* bias, T* results)
    {
        int n = TLanes.Count;
        T* next = weights + (lines.Taps * columns.Taps * n);
        if (lines.Grid <= 0 || columns.Grid <= 0)
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
            Rows = lines.Grid,
            Columns = columns.Grid,
        };
        if (columns.Step == 2)
            LanePass<T>.Run<TLanes, Count2>(pass);
        else
            LanePass<T>.Run<TLanes, Count1>(pass);
        return next;
    }
}

/// <summary>Results of one phase, all in the cache.</summary>
internal unsafe struct LanePass<T>
    where T : unmanaged
{
    public T* Source, Weights, Start, Target;
    public nint SourceRow, RowStep, TargetRow, TargetColumn;
    public int TapRows, TapColumns;
    public bool Relu;
    public long Rows, Columns;

    /// <summary>Blocks of two rows by four, two or one positions; the last ones reach back over results that are computed twice.</summary>
    public static void Run<TLanes, TStep>(in LanePass<T> pass)
        where TLanes : struct, ILanes<TLanes, T>
        where TStep : struct, ICount
    {
        int width = pass.Columns >= 4 ? 4 : pass.Columns >= 2 ? 2 : 1;
        for (long row = 0; row < pass.Rows; row += 2)
        {
            long top = Math.Max(0, Math.Min(row, pass.Rows - 2));
            nint second = pass.Rows > 1 ? 1 : 0;
            for (long column = 0; column < pass.Columns; column += width)
            {
                long at = Math.Min(column, pass.Columns - width);
                T* source = pass.Source + (top * pass.RowStep) + (at * TStep.Value * TLanes.Count), target = pass.Target + (top * pass.TargetRow) + (at * pass.TargetColumn);
                if (width == 4) Block<TLanes, TStep, Count4>(pass, source, second, target);
                else if (width == 2) Block<TLanes, TStep, Count2>(pass, source, second, target);
                else Block<TLanes, TStep, Count1>(pass, source, second, target);
            }
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private static void Block<TLanes, TStep, TColumns>(in LanePass<T> pass, T* source, nint second, T* target)
        where TLanes : struct, ILanes<TLanes, T>
        where TStep : struct, ICount
        where TColumns : struct, ICount
    {
        TLanes a0 = TLanes.Load(pass.Start), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        nint n = TLanes.Count, step = n * TStep.Value, below = second * pass.RowStep, taps = pass.TapColumns;
        T* w = pass.Weights;
        for (int i = 0; i < pass.TapRows; i++, source += pass.SourceRow)
        {
            T* p = source, q = source + below, end = w + (taps * n);
            for (; w < end; w += n, p += n, q += n)
            {
                TLanes weight = TLanes.Load(w);
                a0 = TLanes.Fma(TLanes.Load(p), weight, a0);
                b0 = TLanes.Fma(TLanes.Load(q), weight, b0);
                if (TColumns.Value > 1)
                {
                    a1 = TLanes.Fma(TLanes.Load(p + step), weight, a1);
                    b1 = TLanes.Fma(TLanes.Load(q + step), weight, b1);
                }
                if (TColumns.Value > 2)
                {
                    a2 = TLanes.Fma(TLanes.Load(p + (2 * step)), weight, a2);
                    b2 = TLanes.Fma(TLanes.Load(q + (2 * step)), weight, b2);
                    a3 = TLanes.Fma(TLanes.Load(p + (3 * step)), weight, a3);
                    b3 = TLanes.Fma(TLanes.Load(q + (3 * step)), weight, b3);
                }
            }
        }
        Put<TLanes, TColumns>(target, pass.TargetColumn, a0, a1, a2, a3, pass.Relu);
        Put<TLanes, TColumns>(target + (second * pass.TargetRow), pass.TargetColumn, b0, b1, b2, b3, pass.Relu);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put<TLanes, TColumns>(T* target, nint column, TLanes c0, TLanes c1, TLanes c2, TLanes c3, bool relu)
        where TLanes : struct, ILanes<TLanes, T>
        where TColumns : struct, ICount
    {
        if (relu)
        {
            c0 = TLanes.Max(c0, TLanes.Zero);
            c1 = TLanes.Max(c1, TLanes.Zero);
            c2 = TLanes.Max(c2, TLanes.Zero);
            c3 = TLanes.Max(c3, TLanes.Zero);
        }
        TLanes.Store(target, c0);
        if (TColumns.Value > 1)
            TLanes.Store(target + column, c1);
        if (TColumns.Value > 2)
        {
            TLanes.Store(target + (2 * column), c2);
            TLanes.Store(target + (3 * column), c3);
        }
    }
}
