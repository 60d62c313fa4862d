using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Operands of a strip of one channel.</summary>
internal unsafe struct DepthwiseStrip<T>
    where T : unmanaged
{
    /// <summary>What result (0, 0) reads at the first tap row; taps of the columns are relative to it.</summary>
    public T* Source;

    /// <summary>Elements from one row of the source to the next.</summary>
    public nint SourceRow;

    /// <summary>Rows and columns of taps; offset of each column of taps; weights, column after column.</summary>
    public int TapRows, TapColumns;

    /// <summary>Offset of each column of taps.</summary>
    public long* Taps;

    /// <summary>Weights, column of taps after column of taps.</summary>
    public T* Weights;

    /// <summary>What each sum starts from.</summary>
    public T Start;

    /// <summary>Whether negative results become zero.</summary>
    public bool Relu;

    /// <summary>Result (0, 0), and elements from one row of results to the next.</summary>
    public T* Target;

    /// <summary>Elements from one row of results to the next.</summary>
    public nint TargetRow;

    /// <summary>Rows of results; columns of results, at least one vector.</summary>
    public long Rows, Columns;
}

/// <summary>A strip of a depthwise convolution: blocks of 4 rows by one vector, two at a time, so that eight sums hide the latency of the multiply-adds.</summary>
/// <remarks>A vector of the source is loaded once for all rows of a block that read it: 4 + K - 1 loads a column of K taps instead of 4 K.</remarks>
[SkipLocalsInit]
internal static unsafe class DepthwiseKernel<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int BlockRows = 4;

    /// <summary>Computes a strip; <paramref name="step"/> is the number of source rows (1 or 2) from one result row to the next.</summary>
    public static void Run(DepthwiseStrip<T>* strip, long step)
    {
        if (step == 2 && strip->TapRows == 3)
            Run<Count3, Count2>(strip);
        else if (step == 2)
            Run<Count5, Count2>(strip);
        else if (strip->TapRows == 1)
            Run<Count1, Count1>(strip);
        else if (strip->TapRows == 2)
            Run<Count2, Count1>(strip);
        else if (strip->TapRows == 3)
            Run<Count3, Count1>(strip);
        else
            Run<Count5, Count1>(strip);
    }

    private static void Run<TTaps, TStep>(DepthwiseStrip<T>* s)
        where TTaps : struct, ICount
        where TStep : struct, ICount
    {
        int n = TLanes.Count;
        nint rowStep = TStep.Value * s->SourceRow;
        T* pendingSource = null, pendingTarget = null;
        // The last block of rows and the last vector of a row reach back over results that are computed twice.
        for (long row = 0; row < s->Rows; row += BlockRows)
        {
            if (s->Rows < BlockRows)
            {
                for (row = 0; row < s->Rows; row++)
                    Line<TTaps>(s, s->Source + (row * rowStep), s->Target + (row * s->TargetRow));
                return;
            }
            row = Math.Min(row, s->Rows - BlockRows);
            if (TTaps.Value == 3 && TStep.Value == 1 && s->TapColumns == 3)
            {
                NineTaps(s, s->Source + (row * rowStep), s->Target + (row * s->TargetRow));
                continue;
            }
            for (long column = 0; column < s->Columns; column += n)
            {
                long at = Math.Min(column, s->Columns - n);
                T* source = s->Source + (row * rowStep) + at, target = s->Target + (row * s->TargetRow) + at;
                if (pendingSource == null)
                {
                    pendingSource = source;
                    pendingTarget = target;
                    continue;
                }
                Block<TTaps, TStep, Count2>(s, pendingSource, (nint)(source - pendingSource), pendingTarget, target);
                pendingSource = null;
            }
        }
        if (pendingSource != null)
            Block<TTaps, TStep, Count1>(s, pendingSource, 0, pendingTarget, pendingTarget);
    }

    /// <summary>One row, for strips of fewer rows than a block.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Line<TTaps>(DepthwiseStrip<T>* s, T* source, T* target)
        where TTaps : struct, ICount
    {
        int n = TLanes.Count;
        for (long column = 0; column < s->Columns; column += n)
        {
            long at = Math.Min(column, s->Columns - n);
            TLanes sum = TLanes.Broadcast(s->Start);
            T* w = s->Weights;
            for (int k = 0; k < s->TapColumns; k++)
            {
                T* x = source + at + s->Taps[k];
                for (int j = 0; j < TTaps.Value; j++, x += s->SourceRow)
                    Accumulate<TLanes, T>.Add(ref sum, x, TLanes.Broadcast(*w++));
            }
            TLanes.Store(target + at, s->Relu ? TLanes.Max(sum, TLanes.Zero) : sum);
        }
    }

    /// <summary>Four rows of a 3x3 kernel: nine weights and four sums fill the registers, and a vector of the source is loaded once for the rows of taps that meet it.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void NineTaps(DepthwiseStrip<T>* s, T* source, T* target)
    {
        T* w = s->Weights;
        TLanes w0 = TLanes.Broadcast(w[0]), w1 = TLanes.Broadcast(w[1]), w2 = TLanes.Broadcast(w[2]), w3 = TLanes.Broadcast(w[3]), w4 = TLanes.Broadcast(w[4]);
        TLanes w5 = TLanes.Broadcast(w[5]), w6 = TLanes.Broadcast(w[6]), w7 = TLanes.Broadcast(w[7]), w8 = TLanes.Broadcast(w[8]);
        nint row = s->SourceRow, n = TLanes.Count, columns = (nint)s->Columns, targetRow = s->TargetRow;
        nint tap0 = (nint)s->Taps[0], tap1 = (nint)s->Taps[1], tap2 = (nint)s->Taps[2];
        T start = s->Start;
        bool relu = s->Relu;
        for (nint column = 0; column < columns; column += n)
        {
            nint at = column > columns - n ? columns - n : column;
            TLanes a0 = TLanes.Broadcast(start), a1 = a0, a2 = a0, a3 = a0;
            ThreeTaps(source + at + tap0, row, w0, w1, w2, ref a0, ref a1, ref a2, ref a3);
            ThreeTaps(source + at + tap1, row, w3, w4, w5, ref a0, ref a1, ref a2, ref a3);
            ThreeTaps(source + at + tap2, row, w6, w7, w8, ref a0, ref a1, ref a2, ref a3);
            Store(target + at, targetRow, a0, a1, a2, a3, relu);
        }
    }

    /// <summary>One column of three taps for four rows: row j of the source meets result row r with weight j - r.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void ThreeTaps(T* p, nint row, TLanes w0, TLanes w1, TLanes w2, ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3)
    {
        Accumulate<TLanes, T>.Add(ref a0, p, w0);
        TLanes x = TLanes.Load(p += row);
        Accumulate<TLanes, T>.Add(ref a0, x, w1);
        Accumulate<TLanes, T>.Add(ref a1, x, w0);
        x = TLanes.Load(p += row);
        Accumulate<TLanes, T>.Add(ref a0, x, w2);
        Accumulate<TLanes, T>.Add(ref a1, x, w1);
        Accumulate<TLanes, T>.Add(ref a2, x, w0);
        x = TLanes.Load(p += row);
        Accumulate<TLanes, T>.Add(ref a1, x, w2);
        Accumulate<TLanes, T>.Add(ref a2, x, w1);
        Accumulate<TLanes, T>.Add(ref a3, x, w0);
        x = TLanes.Load(p += row);
        Accumulate<TLanes, T>.Add(ref a2, x, w2);
        Accumulate<TLanes, T>.Add(ref a3, x, w1);
        Accumulate<TLanes, T>.Add(ref a3, p + row, w2);
    }

    /// <summary>Two blocks, the second <paramref name="second"/> elements after the first in the source; or the first alone.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Block<TTaps, TStep, TBlocks>(DepthwiseStrip<T>* s, T* source, nint second, T* target, T* target2)
        where TTaps : struct, ICount
        where TStep : struct, ICount
        where TBlocks : struct, ICount
    {
        TLanes a0 = TLanes.Broadcast(s->Start), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        nint row = s->SourceRow;
        T* weights = s->Weights;
        long* taps = s->Taps, end = taps + s->TapColumns;
        for (; taps < end; taps++, weights += TTaps.Value)
        {
            TLanes w0 = TLanes.Broadcast(weights[0]), w1 = TLanes.Zero, w2 = TLanes.Zero, w3 = TLanes.Zero, w4 = TLanes.Zero;
            if (TTaps.Value > 1) w1 = TLanes.Broadcast(weights[1]);
            if (TTaps.Value > 2) w2 = TLanes.Broadcast(weights[2]);
            if (TTaps.Value > 3) w3 = TLanes.Broadcast(weights[3]);
            if (TTaps.Value > 4) w4 = TLanes.Broadcast(weights[4]);
            T* p = source + *taps;
            // Row j of the source meets result row r with weight j - r * step.
            TLanes x = TLanes.Load(p), y = TBlocks.Value == 2 ? TLanes.Load(p + second) : x;
            Accumulate<TLanes, T>.Add(ref a0, x, w0);
            if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b0, y, w0);
            p += row;
            if (TTaps.Value > 1 || TStep.Value == 1)
            {
                x = TLanes.Load(p);
                if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            }
            if (TTaps.Value > 1) { Accumulate<TLanes, T>.Add(ref a0, x, w1); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b0, y, w1); }
            if (TStep.Value == 1) { Accumulate<TLanes, T>.Add(ref a1, x, w0); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w0); }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 2) { Accumulate<TLanes, T>.Add(ref a0, x, w2); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b0, y, w2); }
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 1) { Accumulate<TLanes, T>.Add(ref a1, x, w1); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w1); }
                Accumulate<TLanes, T>.Add(ref a2, x, w0);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w0);
            }
            else
            {
                Accumulate<TLanes, T>.Add(ref a1, x, w0);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w0);
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 3) { Accumulate<TLanes, T>.Add(ref a0, x, w3); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b0, y, w3); }
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 2) { Accumulate<TLanes, T>.Add(ref a1, x, w2); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w2); }
                if (TTaps.Value > 1) { Accumulate<TLanes, T>.Add(ref a2, x, w1); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w1); }
                Accumulate<TLanes, T>.Add(ref a3, x, w0);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w0);
            }
            else
            {
                Accumulate<TLanes, T>.Add(ref a1, x, w1);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w1);
            }
            if (TStep.Value == 1 && TTaps.Value == 1) continue;
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 4) { Accumulate<TLanes, T>.Add(ref a0, x, w4); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b0, y, w4); }
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 3) { Accumulate<TLanes, T>.Add(ref a1, x, w3); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w3); }
                if (TTaps.Value > 2) { Accumulate<TLanes, T>.Add(ref a2, x, w2); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w2); }
                Accumulate<TLanes, T>.Add(ref a3, x, w1);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w1);
                if (TTaps.Value == 2) continue;
            }
            else
            {
                Accumulate<TLanes, T>.Add(ref a1, x, w2);
                Accumulate<TLanes, T>.Add(ref a2, x, w0);
                if (TBlocks.Value == 2) { Accumulate<TLanes, T>.Add(ref b1, y, w2); Accumulate<TLanes, T>.Add(ref b2, y, w0); }
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 4) { Accumulate<TLanes, T>.Add(ref a1, x, w4); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w4); }
                if (TTaps.Value > 3) { Accumulate<TLanes, T>.Add(ref a2, x, w3); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w3); }
                Accumulate<TLanes, T>.Add(ref a3, x, w2);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w2);
                if (TTaps.Value == 3) continue;
            }
            else
            {
                if (TTaps.Value > 3) { Accumulate<TLanes, T>.Add(ref a1, x, w3); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w3); }
                Accumulate<TLanes, T>.Add(ref a2, x, w1);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w1);
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TStep.Value == 1)
            {
                Accumulate<TLanes, T>.Add(ref a2, x, w4);
                Accumulate<TLanes, T>.Add(ref a3, x, w3);
                if (TBlocks.Value == 2) { Accumulate<TLanes, T>.Add(ref b2, y, w4); Accumulate<TLanes, T>.Add(ref b3, y, w3); }
            }
            else
            {
                if (TTaps.Value > 4) { Accumulate<TLanes, T>.Add(ref a1, x, w4); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b1, y, w4); }
                Accumulate<TLanes, T>.Add(ref a2, x, w2);
                Accumulate<TLanes, T>.Add(ref a3, x, w0);
                if (TBlocks.Value == 2) { Accumulate<TLanes, T>.Add(ref b2, y, w2); Accumulate<TLanes, T>.Add(ref b3, y, w0); }
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TStep.Value == 1)
            {
                Accumulate<TLanes, T>.Add(ref a3, x, w4);
                if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w4);
                continue;
            }
            if (TTaps.Value > 3) { Accumulate<TLanes, T>.Add(ref a2, x, w3); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w3); }
            Accumulate<TLanes, T>.Add(ref a3, x, w1);
            if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w1);
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 4) { Accumulate<TLanes, T>.Add(ref a2, x, w4); if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b2, y, w4); }
            Accumulate<TLanes, T>.Add(ref a3, x, w2);
            if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w2);
            if (TTaps.Value == 3) continue;
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            Accumulate<TLanes, T>.Add(ref a3, x, w3);
            if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w3);
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            Accumulate<TLanes, T>.Add(ref a3, x, w4);
            if (TBlocks.Value == 2) Accumulate<TLanes, T>.Add(ref b3, y, w4);
        }
        Store(target, s->TargetRow, a0, a1, a2, a3, s->Relu);
        if (TBlocks.Value == 2)
            Store(target2, s->TargetRow, b0, b1, b2, b3, s->Relu);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Store(T* target, nint row, TLanes c0, TLanes c1, TLanes c2, TLanes c3, bool relu)
    {
        if (relu)
        {
            c0 = TLanes.Max(c0, TLanes.Zero);
            c1 = TLanes.Max(c1, TLanes.Zero);
            c2 = TLanes.Max(c2, TLanes.Zero);
            c3 = TLanes.Max(c3, TLanes.Zero);
        }
        TLanes.Store(target, c0);
        TLanes.Store(target + row, c1);
        TLanes.Store(target + (2 * row), c2);
        TLanes.Store(target + (3 * row), c3);
    }
}
