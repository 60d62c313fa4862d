using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the weight of depthwise 3x3 convolutions at stride 1, padding 1, reading both planes where they lie.</summary>
/// <remarks>The nine sums stay in registers while the rows of a plane pass by, one vector wide: a row of the input meets three of the output gradient, each of which is read once.</remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseRowWeights<TLanes, T> : IPlaneSums<T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int LeastRows = 8;

    private readonly nint _rows, _columns;

    private DepthwiseRowWeights(in ConvGeometry g) => (_rows, _columns) = ((nint)g.Height.Input, (nint)g.Width.Input);

    /// <summary>Computes gw, if this is the way for the sizes.</summary>
    public static bool TryRun(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        if (!Suits(g))
            return typeof(TLanes) == typeof(Lanes512<T>) && DepthwiseRowWeights<Lanes256<T>, T>.TryRun(g, x, gy, gw);
        DepthwisePlaneSums<TLanes, T, DepthwiseRowWeights<TLanes, T>>.Run(g, x, 1, 1, gy, gw, new(g));
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Three vectors each: the left neighbours of the first vector, the right ones of the last; the last vector where it reaches back over what has been added.</remarks>
    public void Prepare(T* masks)
    {
        nint n = TLanes.Count, columns = _columns, whole = columns / n * n;
        new Span<byte>(masks, (int)(9 * n * sizeof(T))).Fill(0xff);
        T* first = masks, last = masks + (3 * n), tail = masks + (6 * n);
        first[0] = default;
        if (columns == n)
            first[(3 * n) - 1] = default;
        last[(3 * n) - 1] = default;
        tail[(3 * n) - 1] = default;
        for (int k = 0; k < 3; k++)
            new Span<T>(tail + (k * n), (int)(whole + n - columns)).Clear();
    }

    /// <inheritdoc/>
    public void Add(T* source, T* gradient, T* masks, T* sums)
    {
        nint n = TLanes.Count, columns = _columns, whole = columns / n * n, inside = columns > whole ? whole : whole - n;
        Add<Count1>(source, gradient, 0, n, masks, sums);
        if (inside > n)
            Add<Count0>(source, gradient, n, inside, masks, sums);
        if (columns > n)
            Add<Count1>(source, gradient, columns - n, columns, masks + ((columns > whole ? 6 : 3) * n), sums);
    }

    private static bool Suits(in ConvGeometry g) =>
        TLanes.Count > 1 && g.InPerGroup == 1 && g.OutPerGroup == 1 && g.Depth == ConvAxis.One && SuitsAxis(g.Height) && SuitsAxis(g.Width) && g.Height.Input >= LeastRows
        && Chunks.Count(g.Width.Input, TLanes.Count) * TLanes.Count <= g.Width.Input * 1.25 && g.Width.Input >= TLanes.Count;

    private static bool SuitsAxis(in ConvAxis axis) => axis.Kernel == 3 && axis.Stride == 1 && axis.Padding == 1 && axis.Dilation == 1 && axis.Input == axis.Output;

    /// <summary>Adds what columns <paramref name="from"/> .. <paramref name="to"/> - 1 of a plane give; with TMask, one vector through three masks, for its left neighbours, for itself and for its right ones.</summary>
    [MethodImpl(AggressiveOptimization)]
    private void Add<TMask>(T* source, T* gradient, nint from, nint to, T* mask, T* sums)
        where TMask : struct, ICount
    {
        nint n = TLanes.Count, row = _columns;
        TLanes s0 = TLanes.Load(sums), s1 = TLanes.Load(sums + n), s2 = TLanes.Load(sums + (2 * n)), s3 = TLanes.Load(sums + (3 * n)), s4 = TLanes.Load(sums + (4 * n));
        TLanes s5 = TLanes.Load(sums + (5 * n)), s6 = TLanes.Load(sums + (6 * n)), s7 = TLanes.Load(sums + (7 * n)), s8 = TLanes.Load(sums + (8 * n));
        for (nint at = from; at < to; at += n)
        {
            T* p = source + at, q = gradient + at;
            TLanes above = Read<TMask>(q, mask + n), g = above, below = Read<TMask>(q += row, mask + n), x = Read<TMask>(p - 1, mask);
            Accumulate<TLanes, T>.Add(ref s0, x, below);
            Accumulate<TLanes, T>.Add(ref s3, x, g);
            x = Read<TMask>(p, mask + n);
            Accumulate<TLanes, T>.Add(ref s1, x, below);
            Accumulate<TLanes, T>.Add(ref s4, x, g);
            x = Read<TMask>(p + 1, mask + (2 * n));
            Accumulate<TLanes, T>.Add(ref s2, x, below);
            Accumulate<TLanes, T>.Add(ref s5, x, g);
            for (nint r = _rows - 2; r > 0; r--)
            {
                above = g;
                g = below;
                below = Read<TMask>(q += row, mask + n);
                p += row;
                x = Read<TMask>(p - 1, mask);
                Accumulate<TLanes, T>.Add(ref s0, x, below);
                Accumulate<TLanes, T>.Add(ref s3, x, g);
                Accumulate<TLanes, T>.Add(ref s6, x, above);
                x = Read<TMask>(p, mask + n);
                Accumulate<TLanes, T>.Add(ref s1, x, below);
                Accumulate<TLanes, T>.Add(ref s4, x, g);
                Accumulate<TLanes, T>.Add(ref s7, x, above);
                x = Read<TMask>(p + 1, mask + (2 * n));
                Accumulate<TLanes, T>.Add(ref s2, x, below);
                Accumulate<TLanes, T>.Add(ref s5, x, g);
                Accumulate<TLanes, T>.Add(ref s8, x, above);
            }
            p += row;
            x = Read<TMask>(p - 1, mask);
            Accumulate<TLanes, T>.Add(ref s3, x, below);
            Accumulate<TLanes, T>.Add(ref s6, x, g);
            x = Read<TMask>(p, mask + n);
            Accumulate<TLanes, T>.Add(ref s4, x, below);
            Accumulate<TLanes, T>.Add(ref s7, x, g);
            x = Read<TMask>(p + 1, mask + (2 * n));
            Accumulate<TLanes, T>.Add(ref s5, x, below);
            Accumulate<TLanes, T>.Add(ref s8, x, g);
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
    private static TLanes Read<TMask>(T* p, T* mask)
        where TMask : struct, ICount => TMask.Value == 0 ? TLanes.Load(p) : TLanes.Load(p) & TLanes.Load(mask);
}
