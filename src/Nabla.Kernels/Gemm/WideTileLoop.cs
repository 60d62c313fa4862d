using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>The sums of a register tile of up to four rows and three vectors of columns, on bare vectors.</summary>
/// <remarks>
/// Seven loads serve twelve multiply-adds, where the tile of six rows and two vectors needs eight: 19.6 instructions a depth instead of 21.25. That counts where two programs share a core; see
/// <see cref="TileLoop{TMath, TV, TLanes, T}"/>.
/// </remarks>
internal static unsafe class WideTileLoop<TMath, TV, TLanes, T>
    where TMath : struct, ITileMath<TV, T>
    where TV : struct
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>How many bytes of a packed left operand are asked for before they are needed.</summary>
    private const int Ahead = 1024;

    private static int Rows => WideTile.Rows;

    /// <summary>Computes and finishes a tile.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Multiply<TRows, TAddressing>(Tile<T>* tile)
        where TRows : struct, ICount
        where TAddressing : struct, IAddressing
    {
        TV c00 = TMath.Zero, c01 = TMath.Zero, c02 = TMath.Zero, c10 = TMath.Zero, c11 = TMath.Zero, c12 = TMath.Zero;
        TV c20 = TMath.Zero, c21 = TMath.Zero, c22 = TMath.Zero, c30 = TMath.Zero, c31 = TMath.Zero, c32 = TMath.Zero;
        nint left = (nint)tile->Depth;
        T* x = tile->A;
        T* y = tile->B;
        nint row = TAddressing.Packed ? 1 : (nint)tile->ARow;
        nint row3 = TAddressing.Packed ? 3 : 3 * row;
        nint aStep = TAddressing.Packed ? Rows : TAddressing.Unit ? 1 : (nint)tile->AStep;
        nint bStep = (nint)tile->BStep;
        Prefetch<TRows>(tile);
        if (TRows.Value > 2 && TAddressing.Packed && bStep == 3 * TLanes.Count)
        {
            nint a = Rows, b = 3 * TLanes.Count;
            for (T* end = y + ((left & ~7) * b); y < end; x += 8 * a, y += 8 * b)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch0((byte*)x + Ahead);
                Step<TRows>(x, 0, 1, 3, y, 0, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                Step<TRows>(x, a, 1, 3, y, b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                Step<TRows>(x, 2 * a, 1, 3, y, 2 * b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                Step<TRows>(x, 3 * a, 1, 3, y, 3 * b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                if (Sse.IsSupported)
                    Sse.Prefetch0((byte*)x + Ahead + 64);
                Step<TRows>(x, 4 * a, 1, 3, y, 4 * b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                Step<TRows>(x, 5 * a, 1, 3, y, 5 * b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                Step<TRows>(x, 6 * a, 1, 3, y, 6 * b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                Step<TRows>(x, 7 * a, 1, 3, y, 7 * b, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
            }
            left &= 7;
        }
        else if (TRows.Value > 2)
        {
            for (; left >= 4; left -= 4)
            {
                Step<TRows>(x, 0, row, row3, y, 0, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                y += bStep;
                Step<TRows>(x + aStep, 0, row, row3, y, 0, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                y += bStep;
                x += 2 * aStep;
                Step<TRows>(x, 0, row, row3, y, 0, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                y += bStep;
                Step<TRows>(x + aStep, 0, row, row3, y, 0, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
                y += bStep;
                x += 2 * aStep;
            }
        }
        for (; left > 0; left--, y += bStep, x += aStep)
            Step<TRows>(x, 0, row, row3, y, 0, ref c00, ref c01, ref c02, ref c10, ref c11, ref c12, ref c20, ref c21, ref c22, ref c30, ref c31, ref c32);
        Finish(tile, 0, c00, c01, c02);
        if (TRows.Value > 1)
            Finish(tile, 1, c10, c11, c12);
        if (TRows.Value > 2)
            Finish(tile, 2, c20, c21, c22);
        if (TRows.Value > 3)
            Finish(tile, 3, c30, c31, c32);
    }

    /// <summary>One depth: a column of A times a row of B is added to all sums.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Step<TRows>(
        T* x, nint left, nint row, nint row3, T* y, nint right, ref TV c00, ref TV c01, ref TV c02, ref TV c10, ref TV c11, ref TV c12, ref TV c20, ref TV c21, ref TV c22, ref TV c30, ref TV c31, ref TV c32)
        where TRows : struct, ICount
    {
        TV b0 = TMath.Load(y + right), b1 = TMath.Load(y + (right + TLanes.Count)), b2 = TMath.Load(y + (right + (2 * TLanes.Count)));
        Row(x + left, b0, b1, b2, ref c00, ref c01, ref c02);
        if (TRows.Value > 1)
            Row(x + (left + row), b0, b1, b2, ref c10, ref c11, ref c12);
        if (TRows.Value > 2)
            Row(x + (left + (2 * row)), b0, b1, b2, ref c20, ref c21, ref c22);
        if (TRows.Value > 3)
            Row(x + (left + row3), b0, b1, b2, ref c30, ref c31, ref c32);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Row(T* x, TV b0, TV b1, TV b2, ref TV c0, ref TV c1, ref TV c2)
    {
        TV v = TMath.Broadcast(*x);
        c0 = TMath.Fma(v, b0, c0);
        c1 = TMath.Fma(v, b1, c1);
        c2 = TMath.Fma(v, b2, c2);
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
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + (2 * TLanes.Count));
        }
    }

    /// <summary>C = max(0, alpha * sum + beta * C + bias) for one row, as far as asked for.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Finish(Tile<T>* tile, int row, TV sum0, TV sum1, TV sum2)
    {
        T* c = tile->C + (row * tile->CRow);
        TLanes alpha = TLanes.Broadcast(tile->Alpha);
        TLanes c0 = Unsafe.BitCast<TV, TLanes>(sum0) * alpha, c1 = Unsafe.BitCast<TV, TLanes>(sum1) * alpha, c2 = Unsafe.BitCast<TV, TLanes>(sum2) * alpha;
        if (tile->ReadsC)
        {
            T* old = tile->Old == null ? c : tile->Old + (row * tile->OldRow);
            TLanes beta = TLanes.Broadcast(tile->Beta);
            c0 = TLanes.Fma(beta, TLanes.Load(old), c0);
            c1 = TLanes.Fma(beta, TLanes.Load(old + TLanes.Count), c1);
            c2 = TLanes.Fma(beta, TLanes.Load(old + (2 * TLanes.Count)), c2);
        }
        if (tile->Bias != null)
        {
            TLanes bias = TLanes.Broadcast(tile->Bias[row]);
            c0 += bias;
            c1 += bias;
            c2 += bias;
        }
        if (tile->ColumnBias != null)
        {
            c0 += TLanes.Load(tile->ColumnBias);
            c1 += TLanes.Load(tile->ColumnBias + TLanes.Count);
            c2 += TLanes.Load(tile->ColumnBias + (2 * TLanes.Count));
        }
        if (tile->Relu)
        {
            c0 = TLanes.MaxFast(TLanes.Zero, c0);
            c1 = TLanes.MaxFast(TLanes.Zero, c1);
            c2 = TLanes.MaxFast(TLanes.Zero, c2);
        }
        TLanes.Store(c, c0);
        TLanes.Store(c + TLanes.Count, c1);
        TLanes.Store(c + (2 * TLanes.Count), c2);
    }
}
