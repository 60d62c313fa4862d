using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Convolution of few channels in registers: vectors of neighbouring results, one multiply-add per tap.</summary>
[SkipLocalsInit]
internal static unsafe class DirectKernel<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Rows computed together.</summary>
    public const int RowsAtOnce = 4;

    /// <summary>Results of a few rows: target[r, i] = start + sum over k of weights[k] * source[r, i + taps[k]].</summary>
    /// <param name="rows">1 or <see cref="RowsAtOnce"/>.</param>
    /// <param name="columns">Results of a row, 1 or more; reads may run one vector further.</param>
    /// <param name="source">First row of the source tile.</param>
    /// <param name="sourceRow">Elements from one row's reads to the next row's.</param>
    /// <param name="taps">Offset of each tap.</param>
    /// <param name="weights">Weight of each tap.</param>
    /// <param name="depth">Number of taps.</param>
    /// <param name="start">What each sum starts from.</param>
    /// <param name="relu">Whether negative results become zero.</param>
    /// <param name="target">First result.</param>
    /// <param name="targetRow">Elements from one row of results to the next.</param>
    /// <param name="targetStep">Elements from one result of a row to the next.</param>
    public static void Rows(
        int rows, long columns, T* source, long sourceRow, long* taps, T* weights, long depth, T start, bool relu, T* target, long targetRow, long targetStep)
    {
        int n = TLanes.Count;
        T* buffer = stackalloc T[RowsAtOnce * 2 * n];
        for (long column = 0; column < columns;)
        {
            long rest = columns - column;
            bool wide = rest >= 2 * n;
            if (!wide && rest < n && columns >= n)
            {
                // The last vector reaches back over results that are already there and computes them again.
                column = columns - n;
                rest = n;
            }
            int width = (int)Math.Min(rest, wide ? 2 * n : n);
            bool direct = targetStep == 1 && width % n == 0;
            T* to = direct ? target + column : buffer;
            long toRow = direct ? targetRow : 2 * n;
            if (rows == RowsAtOnce && wide)
                Run<Count4, Count2>(source + column, (nint)sourceRow, taps, weights, depth, start, relu, to, (nint)toRow);
            else if (rows == RowsAtOnce)
                Run<Count4, Count1>(source + column, (nint)sourceRow, taps, weights, depth, start, relu, to, (nint)toRow);
            else if (wide)
                Run<Count1, Count2>(source + column, (nint)sourceRow, taps, weights, depth, start, relu, to, (nint)toRow);
            else
                Run<Count1, Count1>(source + column, (nint)sourceRow, taps, weights, depth, start, relu, to, (nint)toRow);
            for (int r = 0; !direct && r < rows; r++)
            {
                for (int i = 0; i < width; i++)
                    target[(r * targetRow) + ((column + i) * targetStep)] = buffer[(r * 2 * n) + i];
            }
            column += width;
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private static void Run<TRows, TVectors>(
        T* source, nint sourceRow, long* taps, T* weights, long depth, T start, bool relu, T* target, nint targetRow)
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        TLanes c00 = TLanes.Broadcast(start), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        for (nint k = 0; k < depth; k++)
        {
            T* x = source + taps[k];
            TLanes w = TLanes.Broadcast(weights[k]);
            Accumulate<TLanes, T>.Add(ref c00, x, w);
            if (TVectors.Value == 2)
                Accumulate<TLanes, T>.Add(ref c01, x + TLanes.Count, w);
            if (TRows.Value == RowsAtOnce)
            {
                x += sourceRow;
                Accumulate<TLanes, T>.Add(ref c10, x, w);
                if (TVectors.Value == 2)
                    Accumulate<TLanes, T>.Add(ref c11, x + TLanes.Count, w);
                x += sourceRow;
                Accumulate<TLanes, T>.Add(ref c20, x, w);
                if (TVectors.Value == 2)
                    Accumulate<TLanes, T>.Add(ref c21, x + TLanes.Count, w);
                x += sourceRow;
                Accumulate<TLanes, T>.Add(ref c30, x, w);
                if (TVectors.Value == 2)
                    Accumulate<TLanes, T>.Add(ref c31, x + TLanes.Count, w);
            }
        }
        Store<TVectors>(target, c00, c01, relu);
        if (TRows.Value == RowsAtOnce)
        {
            Store<TVectors>(target + targetRow, c10, c11, relu);
            Store<TVectors>(target + (2 * targetRow), c20, c21, relu);
            Store<TVectors>(target + (3 * targetRow), c30, c31, relu);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Store<TVectors>(T* target, TLanes c0, TLanes c1, bool relu)
        where TVectors : struct, ICount
    {
        if (relu)
        {
            c0 = TLanes.Max(c0, TLanes.Zero);
            c1 = TLanes.Max(c1, TLanes.Zero);
        }
        TLanes.Store(target, c0);
        if (TVectors.Value == 2)
            TLanes.Store(target + TLanes.Count, c1);
    }
}
