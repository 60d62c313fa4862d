using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>Which register tile a blocked product is made of.</summary>
internal static unsafe class ProductForm<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Fewest rows that fill wide tiles better than two high ones.</summary>
    private const long FewestWideRows = 13;

    /// <summary>
    /// Wide tiles load less. Sixteen registers must hold their sums, so vectors of 64 bytes, which come with 32, stay with the high ones; in a narrow product the columns left over by
    /// whole wide tiles are too many, and floats gain so little that they must be packed anyway.
    /// </summary>
    public static bool IsWide(long columns) => TLanes.Count * sizeof(T) <= 32 && columns >= (sizeof(T) == 4 ? 64 : 20) * TLanes.Count;

    /// <summary>Columns of a panel of a prepared right operand.</summary>
    public static int PanelColumns(long columns) => (IsWide(columns) ? WideTile.Vectors : HighTile.Vectors) * TLanes.Count;

    /// <summary>Depth of the blocks of a prepared right operand.</summary>
    public static long PreparedDepth(long columns, long depth) =>
        IsWide(columns) ? BlockedProduct<TLanes, T, WideTile>.PreparedDepth(depth) : BlockedProduct<TLanes, T, HighTile>.PreparedDepth(depth);

    /// <summary>Computes the product; C must have contiguous rows or any strides, K at least 1.</summary>
    public static void Run<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        if (p.Panels == null && StreamedProduct<TLanes, T>.Takes(p))
            StreamedProduct<TLanes, T>.Run(p, epilogue);
        else if (IsWide(p.N) && (p.Panels != null || p.M >= FewestWideRows))
            BlockedProduct<TLanes, T, WideTile>.Run(p, epilogue);
        else
            BlockedProduct<TLanes, T, HighTile>.Run(p, epilogue);
    }
}
