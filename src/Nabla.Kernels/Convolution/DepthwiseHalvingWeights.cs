using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the weight of depthwise 3x3 convolutions at stride 2, padding 1, over planes of even sizes, read where they lie; see <see cref="DepthwiseHalving{TLanes, T}"/>.</summary>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseHalvingWeights<TLanes, T> : IPlaneSums<T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private readonly nint _rows, _columns;

    private DepthwiseHalvingWeights(in ConvGeometry g) => (_rows, _columns) = ((nint)g.Height.Output, (nint)g.Width.Output);

    /// <summary>Computes gw, if this is the way for the sizes.</summary>
    public static bool TryRun(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        if (!DepthwiseHalving<TLanes, T>.Suits(g, 3))
            return typeof(TLanes) == typeof(Lanes512<T>) && DepthwiseHalvingWeights<Lanes256<T>, T>.TryRun(g, x, gy, gw);
        DepthwisePlaneSums<TLanes, T, DepthwiseHalvingWeights<TLanes, T>>.Run(g, x, 2, 0, gy, gw, new(g));
        return true;
    }

    /// <inheritdoc/>
    public void Prepare(T* masks)
    {
    }

    /// <inheritdoc/>
    public void Add(T* source, T* gradient, T* masks, T* sums)
    {
        nint n = TLanes.Count, whole = _columns / n * n;
        Add<Count0>(source, gradient, 0, whole, sums);
        if (whole < _columns)
            Add<Count1>(source, gradient, _columns - n, _columns, sums);
    }

    /// <summary>Adds what columns <paramref name="from"/> .. <paramref name="to"/> - 1 of a plane give; with TTail, the last vector, without what the others have added.</summary>
    [MethodImpl(AggressiveOptimization)]
    private void Add<TTail>(T* source, T* gradient, nint from, nint to, T* sums)
        where TTail : struct, ICount
    {
        nint n = TLanes.Count, columns = _columns, row = 2 * columns;
        TLanes s0 = TLanes.Load(sums), s1 = TLanes.Load(sums + n), s2 = TLanes.Load(sums + (2 * n)), s3 = TLanes.Load(sums + (3 * n)), s4 = TLanes.Load(sums + (4 * n));
        TLanes s5 = TLanes.Load(sums + (5 * n)), s6 = TLanes.Load(sums + (6 * n)), s7 = TLanes.Load(sums + (7 * n)), s8 = TLanes.Load(sums + (8 * n));
        // Column -1 is outside; it is the first of the mixed elements, too.
        T* edge = stackalloc T[TLanes.Count];
        TLanes.Store(edge, ~TLanes.Zero);
        if (TTail.Value == 0)
            *edge = default;
        else
            new Span<T>(edge, (int)(n - (columns % n))).Clear();
        TLanes keep = TLanes.Load(edge);
        if (TTail.Value == 1)
            keep = LanePairs<TLanes, T>.Sort(keep);
        for (nint at = from; at < to; at += n)
        {
            T* p = source + (2 * at), q = gradient + at;
            TLanes g = LanePairs<TLanes, T>.Sort(TLanes.Load(q));
            if (TTail.Value == 1)
                g &= keep;
            for (nint r = _rows - 1; r >= 0; r--)
            {
                TLanes a = TLanes.Load(p), b = TLanes.Load(p + n), x = LanePairs<TLanes, T>.Odd(TLanes.Load(p - 2), TLanes.Load(p + n - 2)) & keep;
                Accumulate<TLanes, T>.Add(ref s3, x, g);
                Accumulate<TLanes, T>.Add(ref s4, Even<TTail>(a, b, keep), g);
                Accumulate<TLanes, T>.Add(ref s5, Odd<TTail>(a, b, keep), g);
                p += row;
                a = TLanes.Load(p);
                b = TLanes.Load(p + n);
                x = LanePairs<TLanes, T>.Odd(TLanes.Load(p - 2), TLanes.Load(p + n - 2)) & keep;
                p += row;
                TLanes y = Even<TTail>(a, b, keep), z = Odd<TTail>(a, b, keep);
                Accumulate<TLanes, T>.Add(ref s6, x, g);
                Accumulate<TLanes, T>.Add(ref s7, y, g);
                Accumulate<TLanes, T>.Add(ref s8, z, g);
                if (r == 0)
                    break;
                g = LanePairs<TLanes, T>.Sort(TLanes.Load(q += columns));
                if (TTail.Value == 1)
                    g &= keep;
                Accumulate<TLanes, T>.Add(ref s0, x, g);
                Accumulate<TLanes, T>.Add(ref s1, y, g);
                Accumulate<TLanes, T>.Add(ref s2, z, g);
            }
            keep = TTail.Value == 0 ? ~TLanes.Zero : keep;
        }
        TLanes.Store(sums, s0);
        TLanes.Store(sums + n, s1);
        TLanes.Store(sums + (2 * n), s2);
        TLanes.Store(sums + (3 * n), s3);
        TLanes.Store(sums + (4 * n), s4);
        TLanes.Store(sums + (5 * n), s5);
        TLanes.Store(sums + (6 * n), s6);
        TLanes.Store(sums + (7 * n), s7);
        TLanes.Store(sums + (8 * n), s8);
    }

    [MethodImpl(AggressiveInlining)]
    private static TLanes Even<TTail>(TLanes a, TLanes b, TLanes keep)
        where TTail : struct, ICount => TTail.Value == 0 ? LanePairs<TLanes, T>.Even(a, b) : LanePairs<TLanes, T>.Even(a, b) & keep;

    [MethodImpl(AggressiveInlining)]
    private static TLanes Odd<TTail>(TLanes a, TLanes b, TLanes keep)
        where TTail : struct, ICount => TTail.Value == 0 ? LanePairs<TLanes, T>.Odd(a, b) : LanePairs<TLanes, T>.Odd(a, b) & keep;
}
