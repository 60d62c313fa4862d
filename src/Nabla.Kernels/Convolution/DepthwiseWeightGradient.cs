using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the weight of depthwise convolutions over images; see <see cref="DepthwiseLayout.Fits"/>.</summary>
/// <remarks>
/// For one column of taps, four rows of the output gradient stay in registers while the rows of the input pass by, each meeting every tap row
/// it belongs to: 4 + K - 1 loads for 4 K multiply-adds. A channel is summed by one thread, image after image, so the result has the same bits
/// for any number of threads.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseWeightGradient<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3;
    private const int SumBuffer = 4;
    private const int GradientBuffer = 5;
    private const int BlockRows = 4;

    private readonly DepthwiseLayout _layout;
    private readonly T* _source;
    private readonly T* _gradient;
    private readonly T* _result;
    private readonly long _images, _channels, _inputPlane, _outputPlane, _columns;
    private readonly int _tapRows, _tapColumns;

    private DepthwiseWeightGradient(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        _layout = DepthwiseLayout.Of(g, adjoint: false);
        _source = x;
        _gradient = gy;
        _result = gw;
        _images = g.Batch;
        _channels = g.Groups;
        _inputPlane = g.InputPlane;
        _outputPlane = g.OutputPlane;
        _columns = g.Width.Output;
        _tapRows = (int)g.Height.Kernel;
        _tapColumns = (int)g.Width.Kernel;
    }

    /// <summary>Computes gw; there is at least one output position.</summary>
    public static void Run(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        var body = new DepthwiseWeightGradient<TLanes, T>(g, x, gy, gw);
        WorkPool.For(g.Groups, 1 + ((1L << 18) / (g.Batch * ((g.OutputPlane * g.Taps) + 256))), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        int n = TLanes.Count, count = _tapRows * _tapColumns;
        long* taps = stackalloc long[DepthwiseLayout.MaxColumns];
        for (int k = 0; k < _tapColumns; k++)
            taps[k] = _layout.Tap(_layout.ColumnsOf(0), k);
        var source = new DepthwiseSource<TLanes, T>(_layout, Scratch.Take<T>(SourceBuffer, _layout.Count + (2 * n)));
        long pitch = Chunks.Count(_columns, n) * n;
        T* gradient = Scratch.Take<T>(GradientBuffer, (pitch * _layout.StripRows) + n);
        T* mask = gradient + (pitch * _layout.StripRows);
        // The rest of a row is cleared in the gradient, once, and masked in the input: what lies there may be infinite.
        new Span<T>(gradient, (int)(pitch * _layout.StripRows)).Clear();
        T* ones = stackalloc T[2 * n];
        TLanes.Store(ones, ~TLanes.Zero);
        TLanes.Store(ones + n, TLanes.Zero);
        TLanes.Store(mask, TLanes.Load(ones + (pitch - _columns)));
        T* sums = Scratch.Take<T>(SumBuffer, count * n);
        for (long channel = start; channel < end; channel++)
        {
            new Span<T>(sums, count * n).Clear();
            for (long image = 0; image < _images; image++)
            {
                long plane = (image * _channels) + channel;
                for (long row = 0; row < _layout.Rows; row += _layout.StripRows)
                {
                    long rows = Math.Min(_layout.StripRows, _layout.Rows - row);
                    T* data = source.Fill(_source + (plane * _inputPlane), row, rows);
                    T* from = _gradient + (plane * _outputPlane) + (row * _columns);
                    for (long r = 0; r < rows; r++)
                        ShortRow<TLanes, T>.Copy(from + (r * _columns), gradient + (r * pitch), (nint)_columns);
                    for (int k = 0; k < _tapColumns; k++)
                        Add(data + taps[k], gradient, pitch, rows, mask, sums + (k * _tapRows * n));
                }
            }
            T* result = _result + (channel * count), sum = sums;
            for (int k = 0; k < _tapColumns; k++)
            {
                for (int r = 0; r < _tapRows; r++, sum += n)
                    result[(r * _tapColumns) + k] = TLanes.Sum(TLanes.Load(sum));
            }
        }
    }

    private void Add(T* source, T* gradient, long pitch, long rows, T* mask, T* sums)
    {
        nint row = (nint)_layout.Row;
        if (_tapRows == 3 && _layout.RowStep == 1)
            Add<Count3, Count1>(source, row, gradient, (nint)pitch, rows, mask, sums);
        else if (_tapRows == 3)
            Add<Count3, Count2>(source, row, gradient, (nint)pitch, rows, mask, sums);
        else if (_layout.RowStep == 1)
            Add<Count5, Count1>(source, row, gradient, (nint)pitch, rows, mask, sums);
        else
            Add<Count5, Count2>(source, row, gradient, (nint)pitch, rows, mask, sums);
    }

    /// <summary>One column of taps: sums[k] += gradient row r times source row r * step + k.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Add<TTaps, TStep>(T* source, nint row, T* gradient, nint pitch, long rows, T* mask, T* sums)
        where TTaps : struct, ICount
        where TStep : struct, ICount
    {
        int n = TLanes.Count;
        // Even and odd rows have sums of their own: ten chains of multiply-adds.
        TLanes a0 = TLanes.Load(sums), a1 = TLanes.Load(sums + n), a2 = TLanes.Load(sums + (2 * n)), a3 = TLanes.Zero, a4 = TLanes.Zero;
        if (TTaps.Value > 3) { a3 = TLanes.Load(sums + (3 * n)); a4 = TLanes.Load(sums + (4 * n)); }
        TLanes b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero, b3 = TLanes.Zero, b4 = TLanes.Zero;
        TLanes last = TLanes.Load(mask);
        long r = 0;
        for (; r <= rows - BlockRows; r += BlockRows)
        {
            for (nint i = 0; i < pitch; i += n)
            {
                TLanes keep = i == pitch - n ? last : ~TLanes.Zero;
                T* g = gradient + (r * pitch) + i;
                TLanes g0 = TLanes.Load(g), g1 = TLanes.Load(g + pitch), g2 = TLanes.Load(g + (2 * pitch)), g3 = TLanes.Load(g + (3 * pitch));
                T* p = source + (r * TStep.Value * row) + i;
                TLanes x = TLanes.Load(p) & keep;
                Accumulate<TLanes, T>.Add(ref a0, x, g0);
                x = TLanes.Load(p += row) & keep;
                Accumulate<TLanes, T>.Add(ref a1, x, g0);
                if (TStep.Value == 1) Accumulate<TLanes, T>.Add(ref b0, x, g1);
                x = TLanes.Load(p += row) & keep;
                Accumulate<TLanes, T>.Add(ref a2, x, g0);
                if (TStep.Value == 1) { Accumulate<TLanes, T>.Add(ref b1, x, g1); Accumulate<TLanes, T>.Add(ref a0, x, g2); }
                else Accumulate<TLanes, T>.Add(ref b0, x, g1);
                x = TLanes.Load(p += row) & keep;
                if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a3, x, g0);
                if (TStep.Value == 1) { Accumulate<TLanes, T>.Add(ref b2, x, g1); Accumulate<TLanes, T>.Add(ref a1, x, g2); Accumulate<TLanes, T>.Add(ref b0, x, g3); }
                else Accumulate<TLanes, T>.Add(ref b1, x, g1);
                x = TLanes.Load(p += row) & keep;
                if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a4, x, g0);
                if (TStep.Value == 1)
                {
                    if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref b3, x, g1);
                    Accumulate<TLanes, T>.Add(ref a2, x, g2);
                    Accumulate<TLanes, T>.Add(ref b1, x, g3);
                }
                else
                {
                    Accumulate<TLanes, T>.Add(ref b2, x, g1);
                    Accumulate<TLanes, T>.Add(ref a0, x, g2);
                }
                x = TLanes.Load(p += row) & keep;
                if (TStep.Value == 1)
                {
                    if (TTaps.Value > 3) { Accumulate<TLanes, T>.Add(ref b4, x, g1); Accumulate<TLanes, T>.Add(ref a3, x, g2); }
                    Accumulate<TLanes, T>.Add(ref b2, x, g3);
                    if (TTaps.Value == 3) continue;
                }
                else
                {
                    if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref b3, x, g1);
                    Accumulate<TLanes, T>.Add(ref a1, x, g2);
                }
                x = TLanes.Load(p += row) & keep;
                if (TStep.Value == 1)
                {
                    Accumulate<TLanes, T>.Add(ref a4, x, g2);
                    Accumulate<TLanes, T>.Add(ref b3, x, g3);
                }
                else
                {
                    if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref b4, x, g1);
                    Accumulate<TLanes, T>.Add(ref a2, x, g2);
                    Accumulate<TLanes, T>.Add(ref b0, x, g3);
                }
                x = TLanes.Load(p += row) & keep;
                if (TStep.Value == 1)
                {
                    Accumulate<TLanes, T>.Add(ref b4, x, g3);
                    continue;
                }
                if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a3, x, g2);
                Accumulate<TLanes, T>.Add(ref b1, x, g3);
                x = TLanes.Load(p += row) & keep;
                if (TTaps.Value > 3) Accumulate<TLanes, T>.Add(ref a4, x, g2);
                Accumulate<TLanes, T>.Add(ref b2, x, g3);
                if (TTaps.Value == 3) continue;
                x = TLanes.Load(p += row) & keep;
                Accumulate<TLanes, T>.Add(ref b3, x, g3);
                x = TLanes.Load(p + row) & keep;
                Accumulate<TLanes, T>.Add(ref b4, x, g3);
            }
        }
        for (; r < rows; r++)
        {
            for (nint i = 0; i < pitch; i += n)
            {
                TLanes keep = i == pitch - n ? last : ~TLanes.Zero, g = TLanes.Load(gradient + (r * pitch) + i);
                T* p = source + (r * TStep.Value * row) + i;
                a0 = TLanes.Fma(TLanes.Load(p) & keep, g, a0);
                a1 = TLanes.Fma(TLanes.Load(p + row) & keep, g, a1);
                a2 = TLanes.Fma(TLanes.Load(p + (2 * row)) & keep, g, a2);
                if (TTaps.Value > 3)
                {
                    a3 = TLanes.Fma(TLanes.Load(p + (3 * row)) & keep, g, a3);
                    a4 = TLanes.Fma(TLanes.Load(p + (4 * row)) & keep, g, a4);
                }
            }
        }
        TLanes.Store(sums, a0 + b0);
        TLanes.Store(sums + n, a1 + b1);
        TLanes.Store(sums + (2 * n), a2 + b2);
        if (TTaps.Value > 3)
        {
            TLanes.Store(sums + (3 * n), a3 + b3);
            TLanes.Store(sums + (4 * n), a4 + b4);
        }
    }
}
