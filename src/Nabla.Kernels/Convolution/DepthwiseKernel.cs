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
                    sum = TLanes.Fma(TLanes.Load(x), TLanes.Broadcast(*w++), sum);
            }
            TLanes.Store(target + at, s->Relu ? TLanes.Max(sum, TLanes.Zero) : sum);
        }
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
            a0 = TLanes.Fma(x, w0, a0);
            if (TBlocks.Value == 2) b0 = TLanes.Fma(y, w0, b0);
            p += row;
            if (TTaps.Value > 1 || TStep.Value == 1)
            {
                x = TLanes.Load(p);
                if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            }
            if (TTaps.Value > 1) { a0 = TLanes.Fma(x, w1, a0); if (TBlocks.Value == 2) b0 = TLanes.Fma(y, w1, b0); }
            if (TStep.Value == 1) { a1 = TLanes.Fma(x, w0, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w0, b1); }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 2) { a0 = TLanes.Fma(x, w2, a0); if (TBlocks.Value == 2) b0 = TLanes.Fma(y, w2, b0); }
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 1) { a1 = TLanes.Fma(x, w1, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w1, b1); }
                a2 = TLanes.Fma(x, w0, a2);
                if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w0, b2);
            }
            else
            {
                a1 = TLanes.Fma(x, w0, a1);
                if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w0, b1);
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 3) { a0 = TLanes.Fma(x, w3, a0); if (TBlocks.Value == 2) b0 = TLanes.Fma(y, w3, b0); }
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 2) { a1 = TLanes.Fma(x, w2, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w2, b1); }
                if (TTaps.Value > 1) { a2 = TLanes.Fma(x, w1, a2); if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w1, b2); }
                a3 = TLanes.Fma(x, w0, a3);
                if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w0, b3);
            }
            else
            {
                a1 = TLanes.Fma(x, w1, a1);
                if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w1, b1);
            }
            if (TStep.Value == 1 && TTaps.Value == 1) continue;
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 4) { a0 = TLanes.Fma(x, w4, a0); if (TBlocks.Value == 2) b0 = TLanes.Fma(y, w4, b0); }
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 3) { a1 = TLanes.Fma(x, w3, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w3, b1); }
                if (TTaps.Value > 2) { a2 = TLanes.Fma(x, w2, a2); if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w2, b2); }
                a3 = TLanes.Fma(x, w1, a3);
                if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w1, b3);
                if (TTaps.Value == 2) continue;
            }
            else
            {
                a1 = TLanes.Fma(x, w2, a1);
                a2 = TLanes.Fma(x, w0, a2);
                if (TBlocks.Value == 2) { b1 = TLanes.Fma(y, w2, b1); b2 = TLanes.Fma(y, w0, b2); }
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TStep.Value == 1)
            {
                if (TTaps.Value > 4) { a1 = TLanes.Fma(x, w4, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w4, b1); }
                if (TTaps.Value > 3) { a2 = TLanes.Fma(x, w3, a2); if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w3, b2); }
                a3 = TLanes.Fma(x, w2, a3);
                if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w2, b3);
                if (TTaps.Value == 3) continue;
            }
            else
            {
                if (TTaps.Value > 3) { a1 = TLanes.Fma(x, w3, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w3, b1); }
                a2 = TLanes.Fma(x, w1, a2);
                if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w1, b2);
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TStep.Value == 1)
            {
                a2 = TLanes.Fma(x, w4, a2);
                a3 = TLanes.Fma(x, w3, a3);
                if (TBlocks.Value == 2) { b2 = TLanes.Fma(y, w4, b2); b3 = TLanes.Fma(y, w3, b3); }
            }
            else
            {
                if (TTaps.Value > 4) { a1 = TLanes.Fma(x, w4, a1); if (TBlocks.Value == 2) b1 = TLanes.Fma(y, w4, b1); }
                a2 = TLanes.Fma(x, w2, a2);
                a3 = TLanes.Fma(x, w0, a3);
                if (TBlocks.Value == 2) { b2 = TLanes.Fma(y, w2, b2); b3 = TLanes.Fma(y, w0, b3); }
            }
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TStep.Value == 1)
            {
                a3 = TLanes.Fma(x, w4, a3);
                if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w4, b3);
                continue;
            }
            if (TTaps.Value > 3) { a2 = TLanes.Fma(x, w3, a2); if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w3, b2); }
            a3 = TLanes.Fma(x, w1, a3);
            if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w1, b3);
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            if (TTaps.Value > 4) { a2 = TLanes.Fma(x, w4, a2); if (TBlocks.Value == 2) b2 = TLanes.Fma(y, w4, b2); }
            a3 = TLanes.Fma(x, w2, a3);
            if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w2, b3);
            if (TTaps.Value == 3) continue;
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            a3 = TLanes.Fma(x, w3, a3);
            if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w3, b3);
            p += row;
            x = TLanes.Load(p);
            if (TBlocks.Value == 2) y = TLanes.Load(p + second);
            a3 = TLanes.Fma(x, w4, a3);
            if (TBlocks.Value == 2) b3 = TLanes.Fma(y, w4, b3);
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
