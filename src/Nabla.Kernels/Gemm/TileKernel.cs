using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    /// <summary>Computes a tile of a form: up to its rows and its vectors of columns. A packed panel's steps stand in the tile as well.</summary>
    public static void Run<TForm, TAddressing>(int rows, int vectors, Tile<T>* tile)
        where TForm : struct, ITileForm
        where TAddressing : struct, IAddressing
    {
        if (TForm.Vectors != 3)
            Run<TAddressing>(rows, vectors == 2, tile);
        else if (vectors == 3 && rows == 4)
            Wide<Count4, TAddressing>(tile);
        else if (vectors == 3)
            WideRows<TAddressing>(rows, tile);
        else
            Run<StridedAddressing>(rows, vectors == 2, tile);
    }

    private static void WideRows<TAddressing>(int rows, Tile<T>* tile)
        where TAddressing : struct, IAddressing
    {
        if (rows == 1)
            Wide<Count1, TAddressing>(tile);
        else if (rows == 2)
            Wide<Count2, TAddressing>(tile);
        else
            Wide<Count3, TAddressing>(tile);
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

    /// <summary>Finds the bare vectors behind the lanes, for tiles of three vectors.</summary>
    private static void Wide<TRows, TAddressing>(Tile<T>* tile)
        where TRows : struct, ICount
        where TAddressing : struct, IAddressing
    {
        if (typeof(TLanes) == typeof(Lanes256<float>))
            WideTileLoop<Single256, Vector256<float>, Lanes256<float>, float>.Multiply<TRows, TAddressing>((Tile<float>*)tile);
        else if (typeof(TLanes) == typeof(Lanes256<double>))
            WideTileLoop<Double256, Vector256<double>, Lanes256<double>, double>.Multiply<TRows, TAddressing>((Tile<double>*)tile);
        else if (typeof(TLanes) == typeof(Lanes512<float>))
            WideTileLoop<Single512, Vector512<float>, Lanes512<float>, float>.Multiply<TRows, TAddressing>((Tile<float>*)tile);
        else if (typeof(TLanes) == typeof(Lanes512<double>))
            WideTileLoop<Double512, Vector512<double>, Lanes512<double>, double>.Multiply<TRows, TAddressing>((Tile<double>*)tile);
        else if (typeof(TLanes) == typeof(Lanes128<float>))
            WideTileLoop<Single128, Vector128<float>, Lanes128<float>, float>.Multiply<TRows, TAddressing>((Tile<float>*)tile);
        else if (typeof(TLanes) == typeof(Lanes128<double>))
            WideTileLoop<Double128, Vector128<double>, Lanes128<double>, double>.Multiply<TRows, TAddressing>((Tile<double>*)tile);
        else
            WideTileLoop<LaneMath<TLanes, T>, TLanes, TLanes, T>.Multiply<TRows, TAddressing>(tile);
    }

    /// <summary>Finds the bare vectors behind the lanes.</summary>
    private static void Multiply<TRows, TVectors, TAddressing>(Tile<T>* tile)
        where TRows : struct, ICount
        where TVectors : struct, ICount
        where TAddressing : struct, IAddressing
    {
        if (!TAddressing.Packed && !TAddressing.Indexed && !TAddressing.Unit && !TAddressing.Adjacent && tile->AStep == 1)
            Multiply<TRows, TVectors, RowAddressing>(tile);
        else if (typeof(TLanes) == typeof(Lanes256<float>))
            TileLoop<Single256, Vector256<float>, Lanes256<float>, float>.Multiply<TRows, TVectors, TAddressing>((Tile<float>*)tile);
        else if (typeof(TLanes) == typeof(Lanes256<double>))
            TileLoop<Double256, Vector256<double>, Lanes256<double>, double>.Multiply<TRows, TVectors, TAddressing>((Tile<double>*)tile);
        else if (typeof(TLanes) == typeof(Lanes512<float>))
            TileLoop<Single512, Vector512<float>, Lanes512<float>, float>.Multiply<TRows, TVectors, TAddressing>((Tile<float>*)tile);
        else if (typeof(TLanes) == typeof(Lanes512<double>))
            TileLoop<Double512, Vector512<double>, Lanes512<double>, double>.Multiply<TRows, TVectors, TAddressing>((Tile<double>*)tile);
        else if (typeof(TLanes) == typeof(Lanes128<float>))
            TileLoop<Single128, Vector128<float>, Lanes128<float>, float>.Multiply<TRows, TVectors, TAddressing>((Tile<float>*)tile);
        else if (typeof(TLanes) == typeof(Lanes128<double>))
            TileLoop<Double128, Vector128<double>, Lanes128<double>, double>.Multiply<TRows, TVectors, TAddressing>((Tile<double>*)tile);
        else
            TileLoop<LaneMath<TLanes, T>, TLanes, TLanes, T>.Multiply<TRows, TVectors, TAddressing>(tile);
    }
}
