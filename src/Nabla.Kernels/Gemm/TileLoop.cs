using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>The sums of a register tile, on bare vectors.</summary>
/// <remarks>
/// Where two programs share a core, each gets half of the instructions that it can begin, three a cycle; the multipliers alone would need two. So the
/// count of instructions is the limit, and the loop is unrolled: 21.25 for each depth of a full tile of two panels, of which 12 are multiply-adds and 8 loads.
/// </remarks>
internal static unsafe class TileLoop<TMath, TV, TLanes, T>
    where TMath : struct, ITileMath<TV, T>
    where TV : struct
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>
    /// How many bytes of a packed left operand are asked for before they are needed: about 500 cycles. The machine's own prefetcher stops at the end of each page,
    /// and panels come from the second-level cache or from further away.
    /// </summary>
    private const int Ahead = 2048;

    /// <summary>Computes and finishes a tile.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Multiply<TRows, TVectors, TAddressing>(Tile<T>* tile)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TAddressing : struct, IAddressing
    {
        if (TAddressing.Streamed)
        {
            Stream<TRows>(tile);
            return;
        }
        if (TAddressing.Indexed)
        {
            Index<TRows, TVectors>(tile);
            return;
        }
        TV c00 = TMath.Zero, c01 = TMath.Zero, c10 = TMath.Zero, c11 = TMath.Zero, c20 = TMath.Zero, c21 = TMath.Zero;
        TV c30 = TMath.Zero, c31 = TMath.Zero, c40 = TMath.Zero, c41 = TMath.Zero, c50 = TMath.Zero, c51 = TMath.Zero;
        nint left = (nint)tile->Depth;
        T* x = tile->A;
        T* y = tile->B;
        nint row = TAddressing.Packed || TAddressing.Adjacent ? 1 : (nint)tile->ARow;
        nint row2 = TAddressing.Packed || TAddressing.Adjacent ? 2 : 2 * row, row3 = TAddressing.Packed || TAddressing.Adjacent ? 3 : 3 * row;
        nint aStep = TAddressing.Packed ? Tile<T>.MaxRows : TAddressing.Unit ? 1 : (nint)tile->AStep;
        nint bStep = (nint)tile->BStep;
        Prefetch<TRows>(tile);
        if (TRows.Value > 3 && TVectors.Value == 2 && TAddressing.Packed && bStep == 2 * TLanes.Count)
        {
            // Both operands in panels: every place is a constant away, and two pointers and a comparison serve eight depths.
            const int a = Tile<T>.MaxRows;
            nint b = 2 * TLanes.Count;
            for (T* end = y + ((left & ~7) * b); y < end; x += 8 * a, y += 8 * b)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch0((byte*)x + Ahead);
                Step<TRows, TVectors>(x, 0, 1, 2, 3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Step<TRows, TVectors>(x, a, 1, 2, 3, y, b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Step<TRows, TVectors>(x, 2 * a, 1, 2, 3, y, 2 * b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Step<TRows, TVectors>(x, 3 * a, 1, 2, 3, y, 3 * b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                if (Sse.IsSupported)
                    Sse.Prefetch0((byte*)x + Ahead + 96);
                Step<TRows, TVectors>(x, 4 * a, 1, 2, 3, y, 4 * b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Step<TRows, TVectors>(x, 5 * a, 1, 2, 3, y, 5 * b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Step<TRows, TVectors>(x, 6 * a, 1, 2, 3, y, 6 * b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                Step<TRows, TVectors>(x, 7 * a, 1, 2, 3, y, 7 * b, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            }
            left &= 7;
        }
        else if (TRows.Value > 3 && TVectors.Value == 2)
        {
            for (; left >= 4; left -= 4)
            {
                Step<TRows, TVectors>(x, 0, row, row2, row3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                Step<TRows, TVectors>(x + aStep, 0, row, row2, row3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                if (TAddressing.Packed && Sse.IsSupported)
                    Sse.Prefetch0((byte*)x + Ahead);
                x += 2 * aStep;
                Step<TRows, TVectors>(x, 0, row, row2, row3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                Step<TRows, TVectors>(x + aStep, 0, row, row2, row3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                x += 2 * aStep;
            }
        }
        for (; left > 0; left--)
        {
            Step<TRows, TVectors>(x, 0, row, row2, row3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            y += bStep;
            x += aStep;
        }
        if (!tile->ReadsC && tile->Bias == null && tile->ColumnBias == null && !tile->Relu)
        {
            // Nothing but a factor: at small depths the questions row for row would take a tenth of the time.
            T* c = tile->C;
            nint next = (nint)tile->CRow;
            TLanes alpha = TLanes.Broadcast(tile->Alpha);
            Plain<TVectors>(c, alpha, c00, c01);
            if (TRows.Value > 1)
                Plain<TVectors>(c += next, alpha, c10, c11);
            if (TRows.Value > 2)
                Plain<TVectors>(c += next, alpha, c20, c21);
            if (TRows.Value > 3)
                Plain<TVectors>(c += next, alpha, c30, c31);
            if (TRows.Value > 4)
                Plain<TVectors>(c += next, alpha, c40, c41);
            if (TRows.Value > 5)
                Plain<TVectors>(c += next, alpha, c50, c51);
            return;
        }
        Finish<TVectors>(tile, 0, c00, c01);
        if (TRows.Value > 1)
            Finish<TVectors>(tile, 1, c10, c11);
        if (TRows.Value > 2)
            Finish<TVectors>(tile, 2, c20, c21);
        if (TRows.Value > 3)
            Finish<TVectors>(tile, 3, c30, c31);
        if (TRows.Value > 4)
            Finish<TVectors>(tile, 4, c40, c41);
        if (TRows.Value > 5)
            Finish<TVectors>(tile, 5, c50, c51);
    }

    /// <summary>A tile whose columns lie at a place from a table for each depth. A method of its own: what the compiler inlines into one method is limited.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Index<TRows, TVectors>(Tile<T>* tile)
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        const int a = Tile<T>.MaxRows;
        TV c00 = TMath.Zero, c01 = TMath.Zero, c10 = TMath.Zero, c11 = TMath.Zero, c20 = TMath.Zero, c21 = TMath.Zero;
        TV c30 = TMath.Zero, c31 = TMath.Zero, c40 = TMath.Zero, c41 = TMath.Zero, c50 = TMath.Zero, c51 = TMath.Zero;
        T* x = tile->A;
        T* y = tile->B;
        int* at = tile->BIndex;
        int* end = at + tile->Depth;
        for (int* last = end - 3; at < last; x += 4 * a, at += 4)
        {
            if (Sse.IsSupported)
                Sse.Prefetch0((byte*)x + Ahead);
            Step<TRows, TVectors>(x, 0, 1, 2, 3, y + at[0], 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            Step<TRows, TVectors>(x, a, 1, 2, 3, y + at[1], 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            Step<TRows, TVectors>(x, 2 * a, 1, 2, 3, y + at[2], 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            Step<TRows, TVectors>(x, 3 * a, 1, 2, 3, y + at[3], 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
        }
        for (; at < end; x += a, at++)
            Step<TRows, TVectors>(x, 0, 1, 2, 3, y + at[0], 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
        Finish<TVectors>(tile, 0, c00, c01);
        if (TRows.Value > 1) Finish<TVectors>(tile, 1, c10, c11);
        if (TRows.Value > 2) Finish<TVectors>(tile, 2, c20, c21);
        if (TRows.Value > 3) Finish<TVectors>(tile, 3, c30, c31);
        if (TRows.Value > 4) Finish<TVectors>(tile, 4, c40, c41);
        if (TRows.Value > 5) Finish<TVectors>(tile, 5, c50, c51);
    }

    /// <summary>A row of tiles: the sums come from C and go back there, plain.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Stream<TRows>(Tile<T>* tile)
        where TRows : struct, ICount
    {
        T* c = tile->C, end = c + tile->Across, start = tile->B;
        nint depth = (nint)tile->Depth, bStep = (nint)tile->BStep, row = (nint)tile->CRow;
        for (; c < end; c += 2 * TLanes.Count, start += 2 * TLanes.Count)
        {
            TV c00 = TMath.Load(c), c01 = TMath.Load(c + TLanes.Count), c10 = TMath.Zero, c11 = TMath.Zero, c20 = TMath.Zero, c21 = TMath.Zero;
            TV c30 = TMath.Zero, c31 = TMath.Zero, c40 = TMath.Zero, c41 = TMath.Zero, c50 = TMath.Zero, c51 = TMath.Zero;
            T* at = c;
            if (TRows.Value > 1) Pair(at += row, ref c10, ref c11);
            if (TRows.Value > 2) Pair(at += row, ref c20, ref c21);
            if (TRows.Value > 3) Pair(at += row, ref c30, ref c31);
            if (TRows.Value > 4) Pair(at += row, ref c40, ref c41);
            if (TRows.Value > 5) Pair(at += row, ref c50, ref c51);
            T* x = tile->A;
            T* y = start;
            nint left = depth;
            for (; left >= 4; left -= 4)
            {
                Step<TRows, Count2>(x, 0, 1, 2, 3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                Step<TRows, Count2>(x + Tile<T>.MaxRows, 0, 1, 2, 3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                x += 2 * Tile<T>.MaxRows;
                Step<TRows, Count2>(x, 0, 1, 2, 3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                Step<TRows, Count2>(x + Tile<T>.MaxRows, 0, 1, 2, 3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                y += bStep;
                x += 2 * Tile<T>.MaxRows;
            }
            for (; left > 0; left--, y += bStep, x += Tile<T>.MaxRows)
                Step<TRows, Count2>(x, 0, 1, 2, 3, y, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
            at = c;
            Put(at, c00, c01);
            if (TRows.Value > 1) Put(at += row, c10, c11);
            if (TRows.Value > 2) Put(at += row, c20, c21);
            if (TRows.Value > 3) Put(at += row, c30, c31);
            if (TRows.Value > 4) Put(at += row, c40, c41);
            if (TRows.Value > 5) Put(at += row, c50, c51);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Pair(T* c, ref TV c0, ref TV c1)
    {
        c0 = TMath.Load(c);
        c1 = TMath.Load(c + TLanes.Count);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put(T* c, TV c0, TV c1)
    {
        TLanes.Store(c, Unsafe.BitCast<TV, TLanes>(c0));
        TLanes.Store(c + TLanes.Count, Unsafe.BitCast<TV, TLanes>(c1));
    }

    /// <summary>One depth: a column of A times a row of B is added to all sums.</summary>
    /// <remarks>Places are a pointer and a number, so that those of a whole round are one register and constants.</remarks>
    [MethodImpl(AggressiveInlining)]
    private static void Step<TRows, TVectors>(
        T* x, nint left, nint row, nint row2, nint row3, T* y, nint right, ref TV c00, ref TV c01, ref TV c10, ref TV c11, ref TV c20, ref TV c21, ref TV c30, ref TV c31, ref TV c40, ref TV c41, ref TV c50, ref TV c51)
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        TV b0 = TMath.Load(y + right);
        TV b1 = TVectors.Value == 2 ? TMath.Load(y + (right + TLanes.Count)) : TMath.Zero;
        Row<TVectors>(x + left, b0, b1, ref c00, ref c01);
        if (TRows.Value > 1)
            Row<TVectors>(x + (left + row), b0, b1, ref c10, ref c11);
        if (TRows.Value > 2)
            Row<TVectors>(x + (left + row2), b0, b1, ref c20, ref c21);
        if (TRows.Value > 3)
            Row<TVectors>(x + (left + row3), b0, b1, ref c30, ref c31);
        if (TRows.Value > 4)
            Row<TVectors>(x + (left + row3 + row), b0, b1, ref c40, ref c41);
        if (TRows.Value > 5)
            Row<TVectors>(x + (left + row3 + row2), b0, b1, ref c50, ref c51);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Row<TVectors>(T* x, TV b0, TV b1, ref TV c0, ref TV c1)
        where TVectors : struct, ICount
    {
        TV v = TMath.Broadcast(*x);
        c0 = TMath.Fma(v, b0, c0);
        if (TVectors.Value == 2)
            c1 = TMath.Fma(v, b1, c1);
    }

    /// <summary>Asks for the rows of C, which lie far apart, long before they are needed.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Prefetch<TRows>(Tile<T>* tile)
        where TRows : struct, ICount
    {
        if (!Sse.IsSupported)
            return;
        T* c = tile->C;
        for (int i = 0; i < TRows.Value; i++, c += tile->CRow)
            Sse.Prefetch0(c + TLanes.Count);
        T* old = tile->Old;
        for (int i = 0; old != null && i < TRows.Value; i++, old += tile->OldRow)
        {
            Sse.Prefetch0(old);
            Sse.Prefetch0(old + TLanes.Count);
        }
    }

    /// <summary>C = alpha * sum for one row.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Plain<TVectors>(T* c, TLanes alpha, TV sum0, TV sum1)
        where TVectors : struct, ICount
    {
        TLanes.Store(c, Unsafe.BitCast<TV, TLanes>(sum0) * alpha);
        if (TVectors.Value == 2)
            TLanes.Store(c + TLanes.Count, Unsafe.BitCast<TV, TLanes>(sum1) * alpha);
    }

    /// <summary>C = max(0, alpha * sum + beta * C + bias) for one row, as far as asked for.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Finish<TVectors>(Tile<T>* tile, int row, TV sum0, TV sum1)
        where TVectors : struct, ICount
    {
        T* c = tile->C + (row * tile->CRow);
        TLanes alpha = TLanes.Broadcast(tile->Alpha);
        TLanes c0 = Unsafe.BitCast<TV, TLanes>(sum0) * alpha, c1 = Unsafe.BitCast<TV, TLanes>(sum1) * alpha;
        if (tile->ReadsC)
        {
            T* old = tile->Old == null ? c : tile->Old + (row * tile->OldRow);
            TLanes beta = TLanes.Broadcast(tile->Beta);
            c0 = TLanes.Fma(beta, TLanes.Load(old), c0);
            if (TVectors.Value == 2)
                c1 = TLanes.Fma(beta, TLanes.Load(old + TLanes.Count), c1);
        }
        if (tile->Bias != null)
        {
            TLanes bias = TLanes.Broadcast(tile->Bias[row]);
            c0 += bias;
            c1 += bias;
        }
        if (tile->ColumnBias != null)
        {
            c0 += TLanes.Load(tile->ColumnBias);
            if (TVectors.Value == 2)
                c1 += TLanes.Load(tile->ColumnBias + TLanes.Count);
        }
        if (tile->Relu)
        {
            c0 = TLanes.MaxFast(TLanes.Zero, c0);
            c1 = TLanes.MaxFast(TLanes.Zero, c1);
        }
        TLanes.Store(c, c0);
        if (TVectors.Value == 2)
            TLanes.Store(c + TLanes.Count, c1);
    }
}
