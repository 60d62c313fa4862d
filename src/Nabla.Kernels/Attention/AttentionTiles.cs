using System.Numerics;
using System.Runtime.CompilerServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary>c = alpha·a·bᵀ for few rows of a, [rows, columns]: inner products that read b where it lies, since packing it would cost more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots(long rows, long columns, long depth, T alpha, T* a, long aRow, T* b, long bRow, T* c, long cRow)
    {
        for (long i = 0; i < rows; i++, a += aRow, c += cRow)
        {
            long j = 0;
            for (; j <= columns - 4; j += 4)
            {
                T* at = b + j * bRow;
                TLanes s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
                long d = 0;
                for (; d <= depth - TLanes.Count; d += TLanes.Count)
                {
                    TLanes v = TLanes.Load(a + d);
                    s0 = TLanes.Fma(v, TLanes.Load(at + d), s0);
                    s1 = TLanes.Fma(v, TLanes.Load(at + bRow + d), s1);
                    s2 = TLanes.Fma(v, TLanes.Load(at + 2 * bRow + d), s2);
                    s3 = TLanes.Fma(v, TLanes.Load(at + 3 * bRow + d), s3);
                }

                c[j] = alpha * Rest(TLanes.Sum(s0), a, at, d, depth);
                c[j + 1] = alpha * Rest(TLanes.Sum(s1), a, at + bRow, d, depth);
                c[j + 2] = alpha * Rest(TLanes.Sum(s2), a, at + 2 * bRow, d, depth);
                c[j + 3] = alpha * Rest(TLanes.Sum(s3), a, at + 3 * bRow, d, depth);
            }

            for (; j < columns; j++)
            {
                TLanes s = TLanes.Zero;
                long d = 0;
                for (; d <= depth - TLanes.Count; d += TLanes.Count) s = TLanes.Fma(TLanes.Load(a + d), TLanes.Load(b + j * bRow + d), s);
                c[j] = alpha * Rest(TLanes.Sum(s), a, b + j * bRow, d, depth);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Rest(T sum, T* a, T* b, long from, long depth)
    {
        for (; from < depth; from++) sum += a[from] * b[from];
        return sum;
    }

    /// <summary>Rows of the next register tile: not so that one or two are left over, which would leave the multipliers waiting.</summary>
    private static int Rows(long left) => left switch
    {
        7 or 8 => 4,
        > Tile<T>.MaxRows => Tile<T>.MaxRows,
        _ => (int)left,
    };
}
