using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the input of depthwise 3x3 and 5x5 convolutions at stride 2, padding 1 or 2, over planes of even sizes, read where they lie.</summary>
/// <remarks>
/// At 3x3, each position of the gradient to the output and its neighbours to the right and below give four results: one tap at even rows and columns, two where one of them is odd, four where both are. Even and odd columns are
/// woven together in registers, so memory is written once, in whole vectors.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseDoubling<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, WeightBuffer = 4;

    private readonly InPlace<T> _source;
    private readonly T* _weight, _to;
    private readonly long _channels, _plane, _taps;
    private readonly nint _rows, _columns;

    private DepthwiseDoubling(in ConvGeometry g, T* weight, T* source, T* target)
    {
        _source = new(source, g.Batch * g.Groups, g.OutputPlane, 1, 1, SourceBuffer);
        _weight = weight;
        _to = target;
        (_channels, _plane, _taps, _rows, _columns) = (g.Groups, g.InputPlane, g.Taps, (nint)g.Height.Output, (nint)g.Width.Output);
    }

    /// <summary>Computes gx, if this is the way for the sizes.</summary>
    public static bool TryRun(in ConvGeometry g, T* weight, T* source, T* target)
    {
        if (!DepthwiseHalving<TLanes, T>.Suits(g, 3) && !DepthwiseHalving<TLanes, T>.Suits(g, 5))
            return typeof(TLanes) == typeof(Lanes512<T>) && DepthwiseDoubling<Lanes256<T>, T>.TryRun(g, weight, source, target);
        var body = new DepthwiseDoubling<TLanes, T>(g, weight, source, target);
        WorkPool.For(g.Batch * g.Groups, 1 + ((1L << 18) / ((g.OutputPlane * g.Taps) + 256)), ref body);
        return true;
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        T* vectors = Scratch.Take<T>(WeightBuffer, DepthwiseFive<TLanes, T>.Count);
        for (long plane = start; plane < end; plane++)
        {
            T* gy = _source.Of(plane), w = _weight + (plane % _channels * _taps), gx = _to + (plane * _plane);
            if (_taps == 9)
            {
                Plane(gy, w, gx);
            }
            else
            {
                DepthwiseFive<TLanes, T>.Spread(w, vectors);
                DepthwiseFive<TLanes, T>.Plane(gy, vectors, gx, _rows, _columns);
            }
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private void Plane(T* source, T* w, T* target)
    {
        TLanes w0 = TLanes.Broadcast(w[0]), w1 = TLanes.Broadcast(w[1]), w2 = TLanes.Broadcast(w[2]), w3 = TLanes.Broadcast(w[3]), w4 = TLanes.Broadcast(w[4]);
        TLanes w5 = TLanes.Broadcast(w[5]), w6 = TLanes.Broadcast(w[6]), w7 = TLanes.Broadcast(w[7]), w8 = TLanes.Broadcast(w[8]);
        nint n = TLanes.Count, columns = _columns, row = 2 * columns;
        // The neighbour of the last column is outside.
        T* edge = stackalloc T[TLanes.Count];
        TLanes.Store(edge, ~TLanes.Zero);
        edge[n - 1] = default;
        TLanes last = TLanes.Load(edge);
        for (nint column = 0; column < columns; column += n)
        {
            nint at = Math.Min(column, columns - n);
            TLanes keep = at == columns - n ? last : ~TLanes.Zero;
            T* p = source + at, to = target + (2 * at);
            TLanes a = TLanes.Load(p), b = TLanes.Load(p + 1) & keep;
            for (nint r = _rows - 1; r >= 0; r--)
            {
                TLanes odd = a * w5;
                Accumulate<TLanes, T>.Add(ref odd, b, w3);
                Put(to, a * w4, odd);
                to += row;
                TLanes even = a * w7;
                odd = a * w8;
                Accumulate<TLanes, T>.Add(ref odd, b, w6);
                if (r > 0)
                {
                    p += columns;
                    a = TLanes.Load(p);
                    b = TLanes.Load(p + 1) & keep;
                    Accumulate<TLanes, T>.Add(ref even, a, w1);
                    Accumulate<TLanes, T>.Add(ref odd, a, w2);
                    Accumulate<TLanes, T>.Add(ref odd, b, w0);
                }
                Put(to, even, odd);
                to += row;
            }
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put(T* to, TLanes even, TLanes odd)
    {
        LanePairs<TLanes, T>.Weave(even, odd, out TLanes first, out TLanes second);
        TLanes.Store(to, first);
        TLanes.Store(to + TLanes.Count, second);
    }
}
