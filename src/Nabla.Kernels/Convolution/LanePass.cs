using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Results of one phase of <see cref="LaneDepthwise{TLanes, T}"/>, all in the cache.</summary>
/// <remarks>Pictures of 224x224 are halved to 112, 56, 28, 14 and 7: blocks of seven positions leave nothing over, and with two rows their sums fill the registers.</remarks>
internal unsafe struct LanePass<T>
    where T : unmanaged
{
    private const int Wide = 7, Middle = 4;

    public T* Source, Weights, Start, Target;
    public nint SourceRow, RowStep, TargetRow, TargetColumn;
    public int TapRows, TapColumns;
    public bool Relu;
    public long Rows, Columns;

    /// <summary>Blocks of two rows, or the last row alone, by seven, four, two or one positions; the last ones of a row reach back over results that are computed twice.</summary>
    public static void Run<TLanes, TStep>(in LanePass<T> pass)
        where TLanes : struct, ILanes<TLanes, T>
        where TStep : struct, ICount
    {
        long columns = pass.Columns;
        bool wide = columns >= Wide && (columns + Wide - 1) / Wide * Wide <= (columns + Middle - 1) / Middle * Middle;
        int width = wide ? Wide : columns >= Middle ? Middle : columns >= 2 ? 2 : 1;
        for (long row = 0; row < pass.Rows; row += 2)
        {
            bool two = row + 1 < pass.Rows;
            for (long column = 0; column < columns; column += width)
            {
                long at = Math.Min(column, columns - width);
                T* source = pass.Source + (row * pass.RowStep) + (at * TStep.Value * TLanes.Count), target = pass.Target + (row * pass.TargetRow) + (at * pass.TargetColumn);
                if (wide && two) Block<TLanes, TStep, Count7, Count2>(pass, source, target);
                else if (wide) Block<TLanes, TStep, Count7, Count1>(pass, source, target);
                else if (width == Middle && two) Block<TLanes, TStep, Count4, Count2>(pass, source, target);
                else if (width == Middle) Block<TLanes, TStep, Count4, Count1>(pass, source, target);
                else if (width == 2 && two) Block<TLanes, TStep, Count2, Count2>(pass, source, target);
                else if (width == 2) Block<TLanes, TStep, Count2, Count1>(pass, source, target);
                else if (two) Block<TLanes, TStep, Count1, Count2>(pass, source, target);
                else Block<TLanes, TStep, Count1, Count1>(pass, source, target);
            }
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private static void Block<TLanes, TStep, TColumns, TRows>(in LanePass<T> pass, T* source, T* target)
        where TLanes : struct, ILanes<TLanes, T>
        where TStep : struct, ICount
        where TColumns : struct, ICount
        where TRows : struct, ICount
    {
        TLanes a0 = TLanes.Load(pass.Start), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, b5 = a0, b6 = a0;
        nint n = TLanes.Count, step = n * TStep.Value, below = pass.RowStep, taps = pass.TapColumns, sourceRow = pass.SourceRow;
        T* w = pass.Weights;
        for (int i = pass.TapRows; i > 0; i--, source += sourceRow)
        {
            T* p = source, q = source + below, end = w + (taps * n);
            for (; w < end; w += n, p += n, q += n)
            {
                TLanes weight = TLanes.Load(w);
                Row<TLanes, TColumns>(p, step, weight, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6);
                if (TRows.Value > 1)
                    Row<TLanes, TColumns>(q, step, weight, ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6);
            }
        }
        Put<TLanes, TColumns>(target, pass.TargetColumn, pass.Relu, a0, a1, a2, a3, a4, a5, a6);
        if (TRows.Value > 1)
            Put<TLanes, TColumns>(target + pass.TargetRow, pass.TargetColumn, pass.Relu, b0, b1, b2, b3, b4, b5, b6);
    }

    /// <summary>One tap of a row of positions.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Row<TLanes, TColumns>(T* p, nint step, TLanes weight, ref TLanes c0, ref TLanes c1, ref TLanes c2, ref TLanes c3, ref TLanes c4, ref TLanes c5, ref TLanes c6)
        where TLanes : struct, ILanes<TLanes, T>
        where TColumns : struct, ICount
    {
        Accumulate<TLanes, T>.Add(ref c0, p, weight);
        if (TColumns.Value > 1)
            Accumulate<TLanes, T>.Add(ref c1, p + step, weight);
        if (TColumns.Value > 2)
        {
            Accumulate<TLanes, T>.Add(ref c2, p + (2 * step), weight);
            Accumulate<TLanes, T>.Add(ref c3, p + (3 * step), weight);
        }
        if (TColumns.Value > 4)
        {
            Accumulate<TLanes, T>.Add(ref c4, p + (4 * step), weight);
            Accumulate<TLanes, T>.Add(ref c5, p + (5 * step), weight);
            Accumulate<TLanes, T>.Add(ref c6, p + (6 * step), weight);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put<TLanes, TColumns>(T* target, nint column, bool relu, TLanes c0, TLanes c1, TLanes c2, TLanes c3, TLanes c4, TLanes c5, TLanes c6)
        where TLanes : struct, ILanes<TLanes, T>
        where TColumns : struct, ICount
    {
        if (relu)
        {
            c0 = TLanes.Max(c0, TLanes.Zero);
            c1 = TLanes.Max(c1, TLanes.Zero);
            c2 = TLanes.Max(c2, TLanes.Zero);
            c3 = TLanes.Max(c3, TLanes.Zero);
            c4 = TLanes.Max(c4, TLanes.Zero);
            c5 = TLanes.Max(c5, TLanes.Zero);
            c6 = TLanes.Max(c6, TLanes.Zero);
        }
        TLanes.Store(target, c0);
        if (TColumns.Value > 1)
            TLanes.Store(target += column, c1);
        if (TColumns.Value > 2)
        {
            TLanes.Store(target += column, c2);
            TLanes.Store(target += column, c3);
        }
        if (TColumns.Value > 4)
        {
            TLanes.Store(target += column, c4);
            TLanes.Store(target += column, c5);
            TLanes.Store(target + column, c6);
        }
    }
}
