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
    private const int Phases = 4;

    private readonly DepthwiseLayout _layout;
    private readonly T* _weight;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _bias;
    private readonly bool _relu;
    private readonly long _channels, _kernelWidth, _taps, _sourcePlane, _targetPlane, _targetWidth;

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
        T* weights = Scratch.Take<T>(WeightBuffer, Phases * MaxTaps * DepthwiseLayout.MaxColumns);
        long* taps = stackalloc long[2 * DepthwiseLayout.MaxColumns];
        int* order = stackalloc int[Phases * MaxTaps * DepthwiseLayout.MaxColumns];
        DepthwiseStrip<T>* strips = stackalloc DepthwiseStrip<T>[Phases];
        bool straight = _layout.ColumnPhases == 1 && _layout.ColumnsOf(0).Grid >= n;
        int listed = Prepare(strips, taps, order, weights, straight ? _targetWidth : pitch);
        long plane = start / _layout.Strips, strip = start % _layout.Strips, channel = plane % _channels;
        for (long i = start; i < end; i++)
        {
            if (i == start || strip == 0)
            {
                T* w = _weight + (channel * _taps);
                for (int k = 0; k < listed; k++)
                    weights[k] = w[order[k]];
                for (int phase = 0; phase < Phases; phase++)
                    strips[phase].Start = _bias == null ? default : _bias[channel];
            }
            long row = strip * _layout.StripRows, rows = Math.Min(_layout.StripRows, _layout.Rows - row);
            T* data = source.Fill(_source + (plane * _sourcePlane), row, rows);
            for (int phase = 0; phase < _layout.RowPhases; phase++)
                Phase(phase, row, rows, data, _target + (plane * _targetPlane), strips + (2 * phase), straight ? null : results, pitch);
            if (++strip < _layout.Strips)
                continue;
            strip = 0;
            plane++;
            if (++channel == _channels)
                channel = 0;
        }
    }

    /// <summary>What all channels have in common: taps, and which weights in which order. Returns how many weights are listed.</summary>
    private int Prepare(DepthwiseStrip<T>* strips, long* taps, int* order, T* weights, long targetRow)
    {
        int listed = 0;
        for (int r = 0; r < _layout.RowPhases; r++)
        {
            ref readonly AxisGather lines = ref _layout.RowsOf(r);
            for (int c = 0; c < _layout.ColumnPhases; c++)
            {
                ref readonly AxisGather columns = ref _layout.ColumnsOf(c);
                DepthwiseStrip<T>* strip = strips + (2 * r) + c;
                *strip = new DepthwiseStrip<T>
                {
                    SourceRow = (nint)_layout.Row,
                    TapRows = (int)lines.Taps,
                    TapColumns = (int)columns.Taps,
                    Taps = taps + (c * DepthwiseLayout.MaxColumns),
                    Weights = weights + listed,
                    Relu = _relu,
                    TargetRow = (nint)targetRow,
                    Columns = Math.Max(TLanes.Count, columns.Grid),
                };
                for (long k = 0; k < columns.Taps; k++)
                {
                    strip->Taps[k] = _layout.Tap(columns, k);
                    for (long l = 0; l < lines.Taps; l++)
                        order[listed++] = (int)(((lines.Kernel + (l * lines.KernelStep)) * _kernelWidth) + columns.Kernel + (k * columns.KernelStep));
                }
            }
        }
        return listed;
    }

    /// <summary>The rows of one phase: straight to the target where columns are neighbours there, else through <paramref name="results"/>.</summary>
    private void Phase(int phase, long row, long rows, T* data, T* target, DepthwiseStrip<T>* strips, T* results, long pitch)
    {
        ref readonly AxisGather lines = ref _layout.RowsOf(phase);
        rows = Math.Min(rows, lines.Grid - row);
        if (rows <= 0)
            return;
        target += ((row * lines.TargetStep) + lines.Target) * _targetWidth;
        nint targetRow = (nint)(lines.TargetStep * _targetWidth);
        for (int c = 0; c < _layout.ColumnPhases; c++)
        {
            DepthwiseStrip<T>* strip = strips + c;
            strip->Source = data + ((lines.Offset - _layout.FirstRow) * _layout.Row);
            strip->Rows = rows;
            strip->Target = results == null ? target : results + (c * pitch * rows);
            if (results == null)
                strip->TargetRow = targetRow;
            DepthwiseKernel<TLanes, T>.Run(strip, _layout.RowStep);
        }
        if (results != null)
            Deliver(results, pitch, rows, target, targetRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Deliver(T* results, long pitch, long rows, T* target, nint targetRow)
    {
        nint width = (nint)_targetWidth;
        T* odd = results + (pitch * rows);
        if (_layout.ColumnPhases == 2)
        {
            for (long r = 0; r < rows; r++, target += targetRow, results += pitch, odd += pitch)
                ShortRow<TLanes, T>.Weave(results, odd, target, width);
        }
        else
        {
            for (long r = 0; r < rows; r++, target += targetRow, results += pitch)
                ShortRow<TLanes, T>.Copy(results, target, width);
        }
    }
}
