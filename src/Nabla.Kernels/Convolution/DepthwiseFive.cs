using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>The gradient to one plane of the input of a depthwise 5x5 convolution at stride 2, padding 2, of even sizes; see <see cref="DepthwiseDoubling{TLanes, T}"/>.</summary>
/// <remarks>Twenty-five weights do not fit the registers: as whole vectors they are operands in memory, but for the five of the middle row.</remarks>
[SkipLocalsInit]
internal static unsafe class DepthwiseFive<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Elements that <see cref="Spread"/> writes.</summary>
    public static int Count => 25 * TLanes.Count;

    /// <summary>A vector for each of the weights.</summary>
    public static void Spread(T* weights, T* vectors)
    {
        for (int k = 0; k < 25; k++)
            TLanes.Store(vectors + (k * TLanes.Count), TLanes.Broadcast(weights[k]));
    }

    /// <summary>Each position of the gradient to the output and its eight neighbours give four results, of nine, six, six and four taps.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Plane(T* source, T* w, T* target, nint rows, nint columns)
    {
        nint n = TLanes.Count, row = 2 * columns;
        TLanes w0 = TLanes.Load(w + (10 * n)), w1 = TLanes.Load(w + (11 * n)), w2 = TLanes.Load(w + (12 * n)), w3 = TLanes.Load(w + (13 * n)), w4 = TLanes.Load(w + (14 * n));
        T* edges = stackalloc T[2 * TLanes.Count];
        Edges(edges);
        for (nint column = 0; column < columns; column += n)
        {
            nint at = Math.Min(column, columns - n);
            TLanes left = at == 0 ? TLanes.Load(edges) : ~TLanes.Zero, right = at == columns - n ? TLanes.Load(edges + n) : ~TLanes.Zero;
            T* p = source + at, to = target + (2 * at);
            for (nint r = 0; r < rows; r++, p += columns)
            {
                TLanes x = TLanes.Load(p - 1) & left, y = TLanes.Load(p), z = TLanes.Load(p + 1) & right;
                TLanes even = x * w4, odd = y * w3, evenBelow = TLanes.Load(w + (19 * n)) * x, oddBelow = TLanes.Load(w + (18 * n)) * y;
                Accumulate<TLanes, T>.Add(ref even, y, w2);
                Accumulate<TLanes, T>.Add(ref odd, z, w1);
                Accumulate<TLanes, T>.Add(ref evenBelow, w + (17 * n), y);
                Accumulate<TLanes, T>.Add(ref oddBelow, w + (16 * n), z);
                Accumulate<TLanes, T>.Add(ref even, z, w0);
                Accumulate<TLanes, T>.Add(ref evenBelow, w + (15 * n), z);
                if (r > 0)
                {
                    T* q = p - columns;
                    Row(TLanes.Load(q - 1) & left, TLanes.Load(q), TLanes.Load(q + 1) & right, w + (20 * n), ref even, ref odd);
                }
                if (r + 1 < rows)
                {
                    T* q = p + columns;
                    x = TLanes.Load(q - 1) & left;
                    y = TLanes.Load(q);
                    z = TLanes.Load(q + 1) & right;
                    Row(x, y, z, w, ref even, ref odd);
                    Row(x, y, z, w + (5 * n), ref evenBelow, ref oddBelow);
                }
                LanePairs<TLanes, T>.Weave(even, odd, out x, out y);
                TLanes.Store(to, x);
                TLanes.Store(to + n, y);
                to += row;
                LanePairs<TLanes, T>.Weave(evenBelow, oddBelow, out x, out y);
                TLanes.Store(to, x);
                TLanes.Store(to + n, y);
                to += row;
            }
        }
    }

    /// <summary>Left, middle and right neighbours and one row of taps.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Row(TLanes x, TLanes y, TLanes z, T* w, ref TLanes even, ref TLanes odd)
    {
        Accumulate<TLanes, T>.Add(ref even, w + (4 * TLanes.Count), x);
        Accumulate<TLanes, T>.Add(ref odd, w + (3 * TLanes.Count), y);
        Accumulate<TLanes, T>.Add(ref even, w + (2 * TLanes.Count), y);
        Accumulate<TLanes, T>.Add(ref odd, w + TLanes.Count, z);
        Accumulate<TLanes, T>.Add(ref even, w, z);
    }

    /// <summary>Masks without the first and without the last lane.</summary>
    private static void Edges(T* masks)
    {
        TLanes.Store(masks, ~TLanes.Zero);
        TLanes.Store(masks + TLanes.Count, ~TLanes.Zero);
        masks[0] = default;
        masks[(2 * TLanes.Count) - 1] = default;
    }
}
