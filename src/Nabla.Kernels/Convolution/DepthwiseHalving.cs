using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Forward pass of depthwise 3x3 convolutions at stride 2, padding 1, over planes of even sizes, read where they lie.</summary>
/// <remarks>
/// Two loads and two shuffles give the even and the odd columns of sixteen positions. Nine weights and the sums of two rows stay in registers while the rows pass by: the odd ones are the third row of taps for one
/// result and the first for the next, so every row is read once.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseHalving<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, Taps = 9, LeastPlanes = 8;

    private readonly InPlace<T> _source;
    private readonly T* _weight, _to, _bias;
    private readonly bool _relu;
    private readonly long _channels, _plane;
    private readonly nint _rows, _columns;

    private DepthwiseHalving(in ConvGeometry g, T* weight, T* source, T* target, T* bias, bool relu)
    {
        _source = new(source, g.Batch * g.Groups, g.InputPlane, 2, 0, SourceBuffer);
        _weight = weight;
        _to = target;
        _bias = bias;
        _relu = relu;
        (_channels, _plane, _rows, _columns) = (g.Groups, g.OutputPlane, (nint)g.Height.Output, (nint)g.Width.Output);
    }

    /// <summary>Whether there are enough planes for the threads, of even sizes and wide enough, read at stride 2 with <paramref name="taps"/> rows and columns of taps.</summary>
    public static bool Suits(in ConvGeometry g, long taps) =>
        LanePairs<TLanes, T>.IsSupported && g.InPerGroup == 1 && g.OutPerGroup == 1 && g.Depth == ConvAxis.One && g.Batch * g.Groups >= LeastPlanes && SuitsAxis(g.Height, taps) && SuitsAxis(g.Width, taps) && g.Width.Output >= TLanes.Count
        && Chunks.Count(g.Width.Output, TLanes.Count) * TLanes.Count <= g.Width.Output * 1.25;

    /// <summary>Computes y, if this is the way for the sizes.</summary>
    public static bool TryRun(in ConvGeometry g, T* weight, T* source, T* target, T* bias, bool relu)
    {
        if (!Suits(g, 3))
            return typeof(TLanes) == typeof(Lanes512<T>) && DepthwiseHalving<Lanes256<T>, T>.TryRun(g, weight, source, target, bias, relu);
        var body = new DepthwiseHalving<TLanes, T>(g, weight, source, target, bias, relu);
        WorkPool.For(g.Batch * g.Groups, 1 + ((1L << 18) / ((g.OutputPlane * Taps) + 256)), ref body);
        return true;
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        for (long plane = start; plane < end; plane++)
        {
            long channel = plane % _channels;
            Plane(_source.Of(plane), _weight + (channel * Taps), _bias == null ? default : _bias[channel], _to + (plane * _plane));
        }
    }

    private static bool SuitsAxis(in ConvAxis axis, long taps) => axis.Kernel == taps && axis.Stride == 2 && axis.Padding == taps / 2 && axis.Dilation == 1 && axis.Input == 2 * axis.Output;

    [MethodImpl(AggressiveOptimization)]
    private void Plane(T* source, T* w, T bias, T* target)
    {
        TLanes w0 = TLanes.Broadcast(w[0]), w1 = TLanes.Broadcast(w[1]), w2 = TLanes.Broadcast(w[2]), w3 = TLanes.Broadcast(w[3]), w4 = TLanes.Broadcast(w[4]);
        TLanes w5 = TLanes.Broadcast(w[5]), w6 = TLanes.Broadcast(w[6]), w7 = TLanes.Broadcast(w[7]), w8 = TLanes.Broadcast(w[8]);
        nint n = TLanes.Count, columns = _columns, row = 2 * columns;
        // Column -1 is outside; it is the first of the mixed elements, too.
        T* edge = stackalloc T[TLanes.Count];
        TLanes.Store(edge, ~TLanes.Zero);
        *edge = default;
        TLanes keep = TLanes.Load(edge);
        for (nint column = 0; column < columns; column += n, keep = ~TLanes.Zero)
        {
            nint at = Math.Min(column, columns - n);
            T* p = source + (2 * at), to = target + at;
            TLanes sum = TLanes.Broadcast(bias);
            for (nint r = _rows; r > 0; r--, to += columns)
            {
                TLanes a = TLanes.Load(p), b = TLanes.Load(p + n), x = LanePairs<TLanes, T>.Odd(TLanes.Load(p - 2), TLanes.Load(p + n - 2)) & keep;
                // Half of the products have a sum of their own: the chain of nine would hold the rows up.
                TLanes half = x * w3;
                Accumulate<TLanes, T>.Add(ref sum, LanePairs<TLanes, T>.Even(a, b), w4);
                Accumulate<TLanes, T>.Add(ref half, LanePairs<TLanes, T>.Odd(a, b), w5);
                p += row;
                TLanes next = TLanes.Broadcast(bias);
                x = LanePairs<TLanes, T>.Odd(TLanes.Load(p - 2), TLanes.Load(p + n - 2)) & keep;
                Accumulate<TLanes, T>.Add(ref sum, x, w6);
                Accumulate<TLanes, T>.Add(ref next, x, w0);
                a = TLanes.Load(p);
                b = TLanes.Load(p + n);
                x = LanePairs<TLanes, T>.Even(a, b);
                Accumulate<TLanes, T>.Add(ref half, x, w7);
                Accumulate<TLanes, T>.Add(ref next, x, w1);
                x = LanePairs<TLanes, T>.Odd(a, b);
                Accumulate<TLanes, T>.Add(ref sum, x, w8);
                Accumulate<TLanes, T>.Add(ref next, x, w2);
                p += row;
                sum = LanePairs<TLanes, T>.Sort(sum + half);
                TLanes.Store(to, _relu ? TLanes.Max(sum, TLanes.Zero) : sum);
                sum = next;
            }
        }
    }
}
