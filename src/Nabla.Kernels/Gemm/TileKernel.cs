using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>The register-tiled inner product: every dense kernel of the library ends here.</summary>
/// <remarks>
/// A tile of 6 rows and 2 vectors of columns keeps 12 independent sums in registers, enough to hide the latency of two
/// multiply-adds a cycle (4 cycles each) with 8 loads per 12 multiply-adds (Goto and van de Geijn, 2008; Van Zee and van de Geijn,
/// 2015). Smaller tiles at the edges are the same source with the unused sums folded away.
/// </remarks>
internal static unsafe class TileKernel<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>
    /// How many bytes of a packed left operand are asked for before they are needed: about 500 cycles. The machine's own prefetcher stops at the end of each page,
    /// and panels come from the second-level cache or from further away.
    /// </summary>
    private const int Ahead = 2048;

    /// <summary>Columns of a full tile.</summary>
    public static int Columns
    {
        [MethodImpl(AggressiveInlining)]
        get => 2 * TLanes.Count;
    }

    /// <summary>Computes a tile of <paramref name="rows"/> rows (1 .. 6) and one vector, or two (<paramref name="wide"/>), of columns.</summary>
    public static void Run<TAddressing>(int rows, bool wide, Tile<T>* tile)
        where TAddressing : struct, IAddressing
    {
        if (rows == 6 && wide)
            Multiply<Count6, Count2, TAddressing>(tile);
        else if (wide)
            RunRows<Count2, TAddressing>(rows, tile);
        else
            RunRows<Count1, TAddressing>(rows, tile);
    }

    private static void RunRows<TVectors, TAddressing>(int rows, Tile<T>* tile)
        where TVectors : struct, ICount
        where TAddressing : struct, IAddressing
    {
        switch (rows)
        {
            case 1: Multiply<Count1, TVectors, TAddressing>(tile); break;
            case 2: Multiply<Count2, TVectors, TAddressing>(tile); break;
            case 3: Multiply<Count3, TVectors, TAddressing>(tile); break;
            case 4: Multiply<Count4, TVectors, TAddressing>(tile); break;
            case 5: Multiply<Count5, TVectors, TAddressing>(tile); break;
            default: Multiply<Count6, TVectors, TAddressing>(tile); break;
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private static void Multiply<TRows, TVectors, TAddressing>(Tile<T>* tile)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TAddressing : struct, IAddressing
    {
        TLanes c00 = TLanes.Zero, c01 = TLanes.Zero, c10 = TLanes.Zero, c11 = TLanes.Zero, c20 = TLanes.Zero, c21 = TLanes.Zero;
        TLanes c30 = TLanes.Zero, c31 = TLanes.Zero, c40 = TLanes.Zero, c41 = TLanes.Zero, c50 = TLanes.Zero, c51 = TLanes.Zero;
        long depth = tile->Depth;
        T* a = tile->A;
        T* b = tile->B;
        nint row = TAddressing.Packed ? 1 : (nint)tile->ARow;
        nint row3 = TAddressing.Packed ? 3 : row * 3;
        nint aStep = TAddressing.Packed ? Tile<T>.MaxRows : (nint)tile->AStep;
        nint bStep = (nint)tile->BStep;
        int* aIndex = tile->AIndex;
        int* bIndex = tile->BIndex;
        Prefetch<TRows>(tile);
        for (nint p = 0; p < depth; p++)
        {
            T* x = TAddressing.Indexed ? a + aIndex[p] : a;
            T* y = TAddressing.Indexed ? b + bIndex[p] : b;
            TLanes b0 = TLanes.Load(y);
            TLanes b1 = TVectors.Value == 2 ? TLanes.Load(y + TLanes.Count) : TLanes.Zero;
            TLanes v = TLanes.Broadcast(x[0]);
            c00 = TLanes.Fma(v, b0, c00);
            if (TVectors.Value == 2)
                c01 = TLanes.Fma(v, b1, c01);
            if (TRows.Value > 1)
            {
                v = TLanes.Broadcast(x[row]);
                c10 = TLanes.Fma(v, b0, c10);
                if (TVectors.Value == 2)
                    c11 = TLanes.Fma(v, b1, c11);
            }
            if (TRows.Value > 2)
            {
                v = TLanes.Broadcast(x[2 * row]);
                c20 = TLanes.Fma(v, b0, c20);
                if (TVectors.Value == 2)
                    c21 = TLanes.Fma(v, b1, c21);
            }
            x += row3;
            if (TRows.Value > 3)
            {
                v = TLanes.Broadcast(x[0]);
                c30 = TLanes.Fma(v, b0, c30);
                if (TVectors.Value == 2)
                    c31 = TLanes.Fma(v, b1, c31);
            }
            if (TRows.Value > 4)
            {
                v = TLanes.Broadcast(x[row]);
                c40 = TLanes.Fma(v, b0, c40);
                if (TVectors.Value == 2)
                    c41 = TLanes.Fma(v, b1, c41);
            }
            if (TRows.Value > 5)
            {
                v = TLanes.Broadcast(x[2 * row]);
                c50 = TLanes.Fma(v, b0, c50);
                if (TVectors.Value == 2)
                    c51 = TLanes.Fma(v, b1, c51);
            }
            if (TAddressing.Packed && Sse.IsSupported)
                Sse.Prefetch0((byte*)a + Ahead);
            if (!TAddressing.Indexed)
            {
                a += aStep;
                b += bStep;
            }
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

    /// <summary>C = max(0, alpha * sum + beta * C + bias) for one row, as far as asked for.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Finish<TVectors>(Tile<T>* tile, int row, TLanes c0, TLanes c1)
        where TVectors : struct, ICount
    {
        T* c = tile->C + (row * tile->CRow);
        TLanes alpha = TLanes.Broadcast(tile->Alpha);
        c0 *= alpha;
        c1 *= alpha;
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
