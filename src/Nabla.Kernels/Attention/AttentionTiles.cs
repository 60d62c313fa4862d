using System.Numerics;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>Tile sizes, packing and the small matrix products of attention.</summary>
internal static unsafe class AttentionTiles<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Queries of a tile: eight register tiles.</summary>
    public const int Queries = 48;

    /// <summary>Keys of a tile: a multiple of every panel width.</summary>
    public const int Keys = 64;

    /// <summary>Keys of a panel.</summary>
    public static int Panel => TileKernel<TLanes, T>.Columns;

    /// <summary>Elements the panels of <paramref name="rows"/> rows take.</summary>
    public static long PanelSpace(long rows, long width) => (rows + Panel - 1) / Panel * Panel * width;

    /// <summary>A row length rounded up to whole vectors.</summary>
    public static long Padded(long width) => (width + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Transposes rows into panels: panel p holds, for each column, that column of rows p·Panel and following; missing rows are zero.</summary>
    public static void PackPanels(T* rows, long count, long width, T* panels)
    {
        int panel = Panel;
        for (long first = 0; first < count; first += panel, panels += panel * width)
        {
            int height = (int)Math.Min(panel, count - first);
            Packing<TLanes, T>.Right(rows + first * width, 1, width, height, width, panels);
        }
    }

    /// <summary>Rows that can be read in whole vectors: the rows themselves, or zero-padded copies in <paramref name="space"/>.</summary>
    public static T* PadRows(T* rows, long count, long width, T* space)
    {
        long padded = Padded(width);
        if (padded == width) return rows;
        for (long r = 0; r < count; r++)
        {
            for (long c = 0; c < width; c++) space[r * padded + c] = rows[r * width + c];
            for (long c = width; c < padded; c++) space[r * padded + c] = T.Zero;
        }

        return space;
    }

    /// <summary>c = alpha·a·panelsᵀ, [rows, columns] with columns rounded up to whole panels.</summary>
    public static void TimesPanels(long rows, long columns, long depth, T alpha, T* a, T* panels, T* c, long cRow)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.ARow = depth;
        tile.AStep = 1;
        tile.BStep = Panel;
        tile.CRow = cRow;
        tile.Alpha = alpha;
        for (long j = 0; j < columns; j += Panel)
        {
            tile.B = panels + j * depth;
            for (long i = 0; i < rows; i += Tile<T>.MaxRows)
            {
                tile.A = a + i * depth;
                tile.C = c + i * cRow + j;
                TileKernel<TLanes, T>.Run<StridedAddressing>((int)Math.Min(Tile<T>.MaxRows, rows - i), wide: true, &tile);
            }
        }
    }

    /// <summary>c += a·b, [rows, columns] with columns whole vectors; a is strided, so that it may be transposed.</summary>
    public static void AddProduct(long rows, long columns, long depth, T* a, long aRow, long aStep, T* b, long bRow, T* c, long cRow)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.ARow = aRow;
        tile.AStep = aStep;
        tile.BStep = bRow;
        tile.CRow = cRow;
        tile.Alpha = T.One;
        tile.Beta = T.One;
        tile.ReadsC = true;
        for (long j = 0; j < columns;)
        {
            bool wide = j + Panel <= columns;
            tile.B = b + j;
            for (long i = 0; i < rows; i += Tile<T>.MaxRows)
            {
                tile.A = a + i * aRow;
                tile.C = c + i * cRow + j;
                TileKernel<TLanes, T>.Run<StridedAddressing>((int)Math.Min(Tile<T>.MaxRows, rows - i), wide, &tile);
            }

            j += wide ? Panel : TLanes.Count;
        }
    }
}
