using System.Numerics;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>Tile sizes, packing and the small matrix products of attention.</summary>
internal static unsafe class AttentionTiles<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Most queries of a tile: ten register tiles.</summary>
    public const int Queries = 60;

    /// <summary>Keys of a tile: a multiple of every panel width.</summary>
    public const int Keys = 64;

    /// <summary>Keys of a panel.</summary>
    public static int Panel => TileKernel<TLanes, T>.Columns;

    /// <summary>Queries of each tile but the last: as even as the register tile allows, so that no tile is left with a few.</summary>
    public static long Height(long queries)
    {
        long tiles = Math.Max(1, (queries + Queries - 1) / Queries), each = (queries + tiles - 1) / tiles;
        return Math.Clamp((each + Tile<T>.MaxRows - 1) / Tile<T>.MaxRows * Tile<T>.MaxRows, Tile<T>.MaxRows, Queries);
    }

    /// <summary>Elements the panels of <paramref name="rows"/> rows take.</summary>
    public static long PanelSpace(long rows, long width) => (rows + Panel - 1) / Panel * Panel * width;

    /// <summary>A row length rounded up to whole vectors.</summary>
    public static long Padded(long width) => (width + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Transposes rows into panels: panel p holds, for each column, that column of rows p·Panel and following; missing rows are zero.</summary>
    public static void PackPanels(T* rows, long stride, long count, long width, T* panels)
    {
        int panel = Panel;
        for (long first = 0; first < count; first += panel, panels += panel * width)
        {
            int height = (int)Math.Min(panel, count - first);
            Packing<TLanes, T>.Right(rows + first * stride, 1, stride, height, width, panels);
        }
    }

    /// <summary>Rows that can be read in whole vectors: the rows themselves, or zero-padded copies in <paramref name="space"/>, which become the rows.</summary>
    public static T* PadRows(T* rows, ref long stride, long count, long width, T* space)
    {
        long padded = Padded(width);
        if (padded == width) return rows;
        for (long r = 0; r < count; r++)
        {
            for (long c = 0; c < width; c++) space[r * padded + c] = rows[r * stride + c];
            for (long c = width; c < padded; c++) space[r * padded + c] = T.Zero;
        }

        stride = padded;
        return space;
    }

    /// <summary>c = alpha·a·panelsᵀ, [rows, columns] with columns rounded up to whole vectors.</summary>
    public static void TimesPanels(long rows, long columns, long depth, T alpha, T* a, long aRow, T* panels, T* c, long cRow)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.ARow = aRow;
        tile.AStep = 1;
        tile.BStep = Panel;
        tile.CRow = cRow;
        tile.Alpha = alpha;
        for (long j = 0; j < columns; j += Panel)
        {
            tile.B = panels + j * depth;
            bool wide = columns - j > TLanes.Count;
            for (long i = 0; i < rows;)
            {
                int height = Rows(rows - i);
                tile.A = a + i * aRow;
                tile.C = c + i * cRow + j;
                TileKernel<TLanes, T>.Run<StridedAddressing>(height, wide, &tile);
                i += height;
            }
        }
    }

    /// <summary>c = a·b, or c += a·b, [rows, columns] with columns whole vectors; a is strided, so that it may be transposed.</summary>
    public static void Product(long rows, long columns, long depth, T* a, long aRow, long aStep, T* b, long bRow, T* c, long cRow, bool add)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.ARow = aRow;
        tile.AStep = aStep;
        tile.BStep = bRow;
        tile.CRow = cRow;
        tile.Alpha = T.One;
        tile.Beta = T.One;
        tile.ReadsC = add;
        for (long j = 0; j < columns;)
        {
            bool wide = j + Panel <= columns;
            tile.B = b + j;
            for (long i = 0; i < rows;)
            {
                int height = Rows(rows - i);
                tile.A = a + i * aRow;
                tile.C = c + i * cRow + j;
                TileKernel<TLanes, T>.Run<StridedAddressing>(height, wide, &tile);
                i += height;
            }

            j += wide ? Panel : TLanes.Count;
        }
    }

    /// <summary>Rows of the next register tile: not so that one or two are left over, which would leave the multipliers waiting.</summary>
    private static int Rows(long left) => left switch
    {
        7 or 8 => 4,
        > Tile<T>.MaxRows => Tile<T>.MaxRows,
        _ => (int)left,
    };
}
