using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>Forward pass and gradient to the input of depthwise convolutions over images; see <see cref="DepthwiseLayout.Fits"/>.</summary>
/// <remarks>
/// Everything that does not depend on the channel is worked out once. At stride 2 the four phases of the gradient to the input read one copy
/// of the output gradient, and their rows are woven together in the cache, so that memory is written once and in order.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseConvolution<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3;
    private const int WeightBuffer = 4;
    private const int ResultBuffer = 5;
    private const int MaxTaps = 5;

    private readonly DepthwiseLayout _layout;
    private readonly T* _weight;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _bias;
    private readonly bool _relu;
    private readonly long _channels, _kernelWidth, _taps, _sourcePlane, _targetPlane, _targetHeight, _targetWidth;

    private DepthwiseConvolution(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _layout = DepthwiseLayout.Of(g, adjoint);
        _weight = weight;
        _source = source;
        _target = target;
        _bias = bias;
        _relu = relu;
        _channels = g.Groups;
        _kernelWidth = g.Width.Kernel;
        _taps = g.Taps;
        _sourcePlane = adjoint ? g.OutputPlane : g.InputPlane;
        _targetPlane = adjoint ? g.InputPlane : g.OutputPlane;
        _targetHeight = adjoint ? g.Height.Input : g.Height.Output;
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
    }

    /// <summary>Computes y, or with <paramref name="adjoint"/> the gradient to the input; there is at least one position.</summary>
    public static void Run(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        var body = new DepthwiseConvolution<TLanes, T>(g, weight, source, target, adjoint, bias, relu);
        long work = (body._layout.StripRows * body._targetWidth * g.Taps) + 256;
        WorkPool.For(g.Batch * g.Groups * body._layout.Strips, 1 + ((1L << 18) / work), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        int n = TLanes.Count;
        var source = new DepthwiseSource<TLanes, T>(_layout, Scratch.Take<T>(SourceBuffer, _layout.Count + (2 * n)));
        long pitch = (Chunks.Count(Math.Max(_layout.ColumnsOf(0).Grid, _layout.ColumnsOf(_layout.ColumnPhases - 1).Grid), n) + 1) * n;
        T* results = Scratch.Take<T>(ResultBuffer, 2 * pitch * _layout.StripRows);
        T* weights = Scratch.Take<T>(WeightBuffer, MaxTaps * DepthwiseLayout.MaxColumns);
        long* taps = stackalloc long[2 * DepthwiseLayout.MaxColumns];
        for (int phase = 0; phase < _layout.ColumnPhases; phase++)
        {
            AxisGather columns = _layout.ColumnsOf(phase);
            for (long k = 0; k < columns.Taps; k++)
                taps[(phase * DepthwiseLayout.MaxColumns) + k] = _layout.Tap(columns, k);
        }
        for (long i = start; i < end; i++)
        {
            long plane = i / _layout.Strips, channel = plane % _channels, row = i % _layout.Strips * _layout.StripRows;
            long rows = Math.Min(_layout.StripRows, _layout.Rows - row);
            T* data = source.Fill(_source + (plane * _sourcePlane), row, rows);
            for (int phase = 0; phase < _layout.RowPhases; phase++)
                Phase(phase, row, rows, data, channel, _target + (plane * _targetPlane), taps, weights, results, pitch);
        }
    }

    /// <summary>The rows of one phase: straight to the target where columns are neighbours there, else through a small buffer.</summary>
    private void Phase(int phase, long row, long rows, T* data, long channel, T* target, long* taps, T* weights, T* results, long pitch)
    {
        AxisGather lines = _layout.RowsOf(phase);
        rows = Math.Min(rows, lines.Grid - row);
        if (rows <= 0)
            return;
        target += ((row * lines.TargetStep) + lines.Target) * _targetWidth;
        nint targetRow = (nint)(lines.TargetStep * _targetWidth);
        int n = TLanes.Count;
        DepthwiseStrip<T> strip = default;
        strip.Source = data + ((lines.Offset - _layout.FirstRow) * _layout.Row);
        strip.SourceRow = (nint)_layout.Row;
        strip.TapRows = (int)lines.Taps;
        strip.Weights = weights;
        strip.Start = _bias == null ? default : _bias[channel];
        strip.Relu = _relu;
        strip.Rows = rows;
        for (int c = 0; c < _layout.ColumnPhases; c++)
        {
            AxisGather columns = _layout.ColumnsOf(c);
            bool straight = _layout.ColumnPhases == 1 && columns.Grid >= n;
            strip.TapColumns = (int)columns.Taps;
            strip.Taps = taps + (c * DepthwiseLayout.MaxColumns);
            List(lines, columns, _weight + (channel * _taps), weights);
            strip.Target = straight ? target : results + (c * pitch * rows);
            strip.TargetRow = straight ? targetRow : (nint)pitch;
            strip.Columns = Math.Max(n, columns.Grid);
            DepthwiseKernel<TLanes, T>.Run(&strip, _layout.RowStep);
            if (straight)
                return;
        }
        for (long r = 0; r < rows; r++, target += targetRow, results += pitch)
        {
            if (_layout.ColumnPhases == 2)
                Transposition<T>.Weave(results, results + (pitch * rows), target, _targetWidth);
            else
                new Span<T>(results, (int)_targetWidth).CopyTo(new Span<T>(target, (int)_targetWidth));
        }
    }

    /// <summary>The weights of one phase, column of taps after column of taps.</summary>
    private void List(in AxisGather lines, in AxisGather columns, T* from, T* to)
    {
        for (long c = 0; c < columns.Taps; c++)
        {
            T* at = from + (lines.Kernel * _kernelWidth) + columns.Kernel + (c * columns.KernelStep);
            for (long r = 0; r < lines.Taps; r++, at += lines.KernelStep * _kernelWidth)
                *to++ = *at;
        }
    }
}
