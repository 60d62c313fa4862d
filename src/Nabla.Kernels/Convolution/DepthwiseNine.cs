using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Forward pass and gradient to the input of depthwise 3x3 convolutions at stride 1, padding 1, reading the planes where they lie.</summary>
/// <remarks>
/// Nine weights and the sums of three rows of results stay in registers while the rows of a plane pass by, one vector wide: a row is the last of three taps for one result, the middle one for the next and the first for
/// the one after that, so it takes three loads for nine multiply-adds. Columns outside are masked. A plane, or where there are few a strip of one, is the unit of work, so results do not depend on
/// the threads.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseNine<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, Taps = 9, ManyPlanes = 16, StripRows = 64;

    private readonly InPlace<T> _source;
    private readonly T* _weight, _to, _bias;
    private readonly bool _relu;
    private readonly long _channels, _plane, _strips;
    private readonly nint _rows, _columns, _step;

    private DepthwiseNine(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _source = new(source, g.Batch * g.Groups, g.InputPlane, 1, 1, SourceBuffer);
        // The gradient to the input meets the weights in the other order.
        _weight = adjoint ? weight + Taps - 1 : weight;
        _step = adjoint ? -1 : 1;
        _to = target;
        _bias = bias;
        _relu = relu;
        (_channels, _plane, _rows, _columns) = (g.Groups, g.InputPlane, (nint)g.Height.Input, (nint)g.Width.Input);
        _strips = g.Batch * g.Groups >= ManyPlanes ? 1 : Chunks.Count(_rows, StripRows);
    }

    /// <summary>Computes y, or with <paramref name="adjoint"/> the gradient to the input, if this is the way for the sizes.</summary>
    public static bool TryRun(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        if (!Suits(g))
            return typeof(TLanes) == typeof(Lanes512<T>) && DepthwiseNine<Lanes256<T>, T>.TryRun(g, weight, source, target, adjoint, bias, relu);
        var body = new DepthwiseNine<TLanes, T>(g, weight, source, target, adjoint, bias, relu);
        WorkPool.For(g.Batch * g.Groups * body._strips, 1 + ((1L << 18) / ((g.OutputPlane * Taps / body._strips) + 256)), ref body);
        return true;
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        T* masks = stackalloc T[2 * TLanes.Count];
        TLanes.Store(masks, ~TLanes.Zero);
        TLanes.Store(masks + TLanes.Count, ~TLanes.Zero);
        masks[0] = default;
        masks[(2 * TLanes.Count) - 1] = default;
        long plane = start / _strips, strip = start % _strips;
        for (long i = start; i < end; i++)
        {
            long channel = plane % _channels;
            nint first = _strips == 1 ? 0 : (nint)(strip * _rows / _strips), after = _strips == 1 ? _rows : (nint)((strip + 1) * _rows / _strips);
            Strip(_source.Of(plane), _weight + (channel * Taps), _bias == null ? default : _bias[channel], _to + (plane * _plane), masks, first, after);
            if (++strip == _strips)
            {
                strip = 0;
                plane++;
            }
        }
    }

    private static bool Suits(in ConvGeometry g) =>
        TLanes.Count > 1 && g.InPerGroup == 1 && g.OutPerGroup == 1 && g.Depth == ConvAxis.One && SuitsAxis(g.Height) && SuitsAxis(g.Width) && g.Height.Input >= 2 && g.Width.Input > TLanes.Count
        && Chunks.Count(g.Width.Input, TLanes.Count) * TLanes.Count <= g.Width.Input * 1.8;

    private static bool SuitsAxis(in ConvAxis axis) => axis.Kernel == 3 && axis.Stride == 1 && axis.Padding == 1 && axis.Dilation == 1 && axis.Input == axis.Output;

    [MethodImpl(AggressiveOptimization)]
    private void Strip(T* source, T* w, T bias, T* target, T* masks, nint first, nint end)
    {
        nint n = TLanes.Count, columns = _columns, step = _step, last = columns - n;
        TLanes w0 = TLanes.Broadcast(w[0]), w1 = TLanes.Broadcast(w[step]), w2 = TLanes.Broadcast(w[2 * step]), w3 = TLanes.Broadcast(w[3 * step]), w4 = TLanes.Broadcast(w[4 * step]);
        TLanes w5 = TLanes.Broadcast(w[5 * step]), w6 = TLanes.Broadcast(w[6 * step]), w7 = TLanes.Broadcast(w[7 * step]), w8 = TLanes.Broadcast(w[8 * step]);
        TLanes left = TLanes.Load(masks), right = ~TLanes.Zero;
        for (nint column = 0; column < columns; column += n, left = ~TLanes.Zero)
        {
            nint at = Math.Min(column, last);
            if (at == last)
                right = TLanes.Load(masks + n);
            T* p = source + (first * columns) + at, to = target + (first * columns) + at;
            TLanes above = TLanes.Broadcast(bias), sum = above;
            if (first > 0)
                Row(p - columns, left, right, w0, w1, w2, ref above);
            TLanes x = TLanes.Load(p - 1) & left;
            Accumulate<TLanes, T>.Add(ref above, x, w3);
            Accumulate<TLanes, T>.Add(ref sum, x, w0);
            x = TLanes.Load(p);
            Accumulate<TLanes, T>.Add(ref above, x, w4);
            Accumulate<TLanes, T>.Add(ref sum, x, w1);
            x = TLanes.Load(p + 1) & right;
            Accumulate<TLanes, T>.Add(ref above, x, w5);
            Accumulate<TLanes, T>.Add(ref sum, x, w2);
            for (nint r = end - first - 2; r > 0; r--)
            {
                p += columns;
                TLanes below = TLanes.Broadcast(bias);
                x = TLanes.Load(p - 1) & left;
                Accumulate<TLanes, T>.Add(ref above, x, w6);
                Accumulate<TLanes, T>.Add(ref sum, x, w3);
                Accumulate<TLanes, T>.Add(ref below, x, w0);
                x = TLanes.Load(p);
                Accumulate<TLanes, T>.Add(ref above, x, w7);
                Accumulate<TLanes, T>.Add(ref sum, x, w4);
                Accumulate<TLanes, T>.Add(ref below, x, w1);
                x = TLanes.Load(p + 1) & right;
                Accumulate<TLanes, T>.Add(ref above, x, w8);
                Accumulate<TLanes, T>.Add(ref sum, x, w5);
                Accumulate<TLanes, T>.Add(ref below, x, w2);
                TLanes.Store(to, _relu ? TLanes.Max(above, TLanes.Zero) : above);
                to += columns;
                above = sum;
                sum = below;
            }
            p += columns;
            x = TLanes.Load(p - 1) & left;
            Accumulate<TLanes, T>.Add(ref above, x, w6);
            Accumulate<TLanes, T>.Add(ref sum, x, w3);
            x = TLanes.Load(p);
            Accumulate<TLanes, T>.Add(ref above, x, w7);
            Accumulate<TLanes, T>.Add(ref sum, x, w4);
            x = TLanes.Load(p + 1) & right;
            Accumulate<TLanes, T>.Add(ref above, x, w8);
            Accumulate<TLanes, T>.Add(ref sum, x, w5);
            if (end < _rows)
                Row(p + columns, left, right, w6, w7, w8, ref sum);
            if (_relu)
            {
                above = TLanes.Max(above, TLanes.Zero);
                sum = TLanes.Max(sum, TLanes.Zero);
            }
            TLanes.Store(to, above);
            TLanes.Store(to + columns, sum);
        }
    }

    /// <summary>One row of taps.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Row(T* p, TLanes left, TLanes right, TLanes w0, TLanes w1, TLanes w2, ref TLanes sum)
    {
        Accumulate<TLanes, T>.Add(ref sum, TLanes.Load(p - 1) & left, w0);
        Accumulate<TLanes, T>.Add(ref sum, TLanes.Load(p), w1);
        Accumulate<TLanes, T>.Add(ref sum, TLanes.Load(p + 1) & right, w2);
    }
}
