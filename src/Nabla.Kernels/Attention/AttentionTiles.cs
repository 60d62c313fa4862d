using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>Tile sizes, packing and the small matrix products of attention.</summary>
internal static unsafe class AttentionTiles<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Most queries of a tile: 22 register tiles.</summary>
    public const int Queries = 132;

    /// <summary>Keys of a tile: a multiple of every panel width.</summary>
    public const int Keys = AttentionScores.Columns;

    /// <summary>Keys of a panel, or columns of a panel of rows.</summary>
    public static int Panel => TileKernel<TLanes, T>.Columns;

    /// <summary>Queries of each tile but the last: as even as the register tile allows, so that no tile is left with a few.</summary>
    /// <param name="queries">All queries.</param>
    /// <param name="most">Most of a tile, a multiple of the register tile's rows.</param>
    public static long Height(long queries, long most)
    {
        long tiles = Math.Max(1, (queries + most - 1) / most), each = (queries + tiles - 1) / tiles;
        return Math.Clamp((each + Tile<T>.MaxRows - 1) / Tile<T>.MaxRows * Tile<T>.MaxRows, Tile<T>.MaxRows, most);
    }

    /// <summary>Elements the panels of <paramref name="rows"/> rows take.</summary>
    public static long PanelSpace(long rows, long width) => (rows + Panel - 1) / Panel * Panel * width;

    /// <summary>Elements the panels of the columns of <paramref name="rows"/> rows take.</summary>
    public static long RowSpace(long rows, long width) => (width + Panel - 1) / Panel * Panel * rows;

    /// <summary>A row length rounded up to whole vectors.</summary>
    public static long Padded(long width) => (width + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>Transposes rows into panels: panel p holds, for each column, that column of rows p·Panel and following; missing rows are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackPanels(T* rows, long stride, long count, long width, T* panels)
    {
        int panel = Panel;
        for (long first = 0; first < count; first += panel, panels += panel * width)
        {
            int height = (int)Math.Min(panel, count - first);
            T* from = rows + first * stride;
            long done = 0;
            if (typeof(T) == typeof(float) && panel == 16 && height == panel && Avx.IsSupported)
            {
                for (; done <= width - 8; done += 8)
                {
                    TransposeEight((float*)(from + done), (nint)stride, (float*)(panels + done * panel));
                    TransposeEight((float*)(from + 8 * stride + done), (nint)stride, (float*)(panels + done * panel) + 8);
                }
            }

            if (done < width) Packing<TLanes, T>.Right(from + done, 1, stride, height, width - done, panels + done * panel);
        }
    }

    /// <summary>target[16·i + j] = source[j·row + i] for a block of 8 x 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeEight(float* source, nint row, float* target)
    {
        for (int half = 0; half < 2; half++, source += 4, target += 64)
        {
            Vector256<float> a = Pair(source, row), b = Pair(source + row, row), c = Pair(source + 2 * row, row), d = Pair(source + 3 * row, row);
            Vector256<float> ac0 = Avx.UnpackLow(a, c), ac1 = Avx.UnpackHigh(a, c), bd0 = Avx.UnpackLow(b, d), bd1 = Avx.UnpackHigh(b, d);
            Avx.UnpackLow(ac0, bd0).Store(target);
            Avx.UnpackHigh(ac0, bd0).Store(target + 16);
            Avx.UnpackLow(ac1, bd1).Store(target + 32);
            Avx.UnpackHigh(ac1, bd1).Store(target + 48);
        }
    }

    /// <summary>Four values of a row and of the row four below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* source, nint row) => Avx.InsertVector128(Vector128.Load(source).ToVector256Unsafe(), Vector128.Load(source + 4 * row), 1);

    /// <summary>Copies rows into panels: panel p holds, for each row, its columns p·Panel and following; a vector that the width cuts is filled up with zeros.</summary>
    /// <remarks>Rows of 64 floats, or parts of a packed projection, lie a power of two apart and would fall into few sets of the first-level cache.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackRows(T* rows, long stride, long count, long width, T* panels)
    {
        nint n = TLanes.Count, panel = Panel, pitch = (nint)count * panel;
        for (long r = 0; r < count; r++, rows += stride, panels += panel)
        {
            nint c = 0;
            T* to = panels;
            for (; c <= (nint)width - panel; c += panel, to += pitch)
            {
                TLanes low = TLanes.Load(rows + c), high = TLanes.Load(rows + c + n);
                TLanes.Store(to, low);
                TLanes.Store(to + n, high);
            }

            for (nint i = 0; c + i < (nint)width; i++) to[i] = rows[c + i];
            for (nint i = (nint)width - c; i < (nint)Padded(width) - c; i++) to[i] = T.Zero;
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

    /// <summary>scores = alpha·a·panelsᵀ, [rows, columns] with columns rounded up to whole vectors; where row i sees nothing of a panel, nothing is written.</summary>
    /// <remarks>Here and below, row i sees the columns up to i - <paramref name="lead"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TimesPanels(long rows, long columns, long lead, long depth, T alpha, T* a, long aRow, T* panels, T* scores)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.ARow = aRow;
        tile.AStep = 1;
        tile.BStep = Panel;
        tile.CRow = AttentionScores.Stride;
        tile.Alpha = alpha;
        for (long j = 0; j < columns; j += Panel)
        {
            tile.B = panels + j * depth;
            bool wide = columns - j > TLanes.Count;
            for (long i = Math.Max(0, j + lead); i < rows;)
            {
                int height = Rows(rows - i);
                tile.A = a + i * aRow;
                tile.C = scores + i * AttentionScores.Stride + j;
                TileKernel<TLanes, T>.Run<RowAddressing>(height, wide, &tile);
                i += height;
            }
        }
    }

    /// <summary>c = alpha·scores·b, or that is added, [rows, width] with the width in whole vectors; what a row does not see is zero or not read.</summary>
    /// <param name="rows">Rows of scores.</param>
    /// <param name="columns">Columns of scores, rows of b.</param>
    /// <param name="lead">See <see cref="TimesPanels"/>.</param>
    /// <param name="width">Columns of b.</param>
    /// <param name="alpha">Factor.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="b">First row of b's first panel.</param>
    /// <param name="bRow">Elements from row to row of a panel.</param>
    /// <param name="pitch">Elements from panel to panel.</param>
    /// <param name="c">Receives the product.</param>
    /// <param name="cRow">Elements from row to row of c.</param>
    /// <param name="add">Whether the old c counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(long rows, long columns, long lead, long width, T alpha, T* scores, T* b, long bRow, long pitch, T* c, long cRow, bool add)
    {
        Tile<T> tile = Sum(alpha, bRow, cRow, add);
        tile.ARow = AttentionScores.Stride;
        tile.AStep = 1;
        for (long j = 0; j < width; b += pitch)
        {
            bool wide = j + Panel <= width;
            tile.B = b;
            for (long i = 0; i < rows;)
            {
                int height = Rows(rows - i);
                tile.Depth = Math.Clamp(i + height - lead, 0, columns);
                tile.A = scores + i * AttentionScores.Stride;
                tile.C = c + i * cRow + j;
                TileKernel<TLanes, T>.Run<RowAddressing>(height, wide, &tile);
                i += height;
            }

            j += wide ? Panel : TLanes.Count;
        }
    }

    /// <summary>c = alpha·scoresᵀ·b, or that is added, [columns, width] with the width in whole vectors.</summary>
    /// <inheritdoc cref="Product"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposedProduct(long rows, long columns, long lead, long width, T alpha, T* scores, T* b, long bRow, long pitch, T* c, long cRow, bool add)
    {
        Tile<T> tile = Sum(alpha, bRow, cRow, add);
        tile.ARow = 1;
        tile.AStep = AttentionScores.Stride;
        for (long j = 0; j < width; b += pitch)
        {
            bool wide = j + Panel <= width;
            for (long i = 0; i < columns;)
            {
                int height = Rows(columns - i);
                long first = Math.Clamp(i + lead, 0, rows);
                tile.Depth = rows - first;
                tile.A = scores + first * AttentionScores.Stride + i;
                tile.B = b + first * bRow;
                tile.C = c + i * cRow + j;
                TileKernel<TLanes, T>.Run<StridedAddressing>(height, wide, &tile);
                i += height;
            }

            j += wide ? Panel : TLanes.Count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Tile<T> Sum(T alpha, long bRow, long cRow, bool add)
    {
        Tile<T> tile = default;
        tile.BStep = bRow;
        tile.CRow = cRow;
        tile.Alpha = alpha;
        tile.Beta = T.One;
        tile.ReadsC = add;
        return tile;
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Rows(long left) => left switch
    {
        7 or 8 => 4,
        > Tile<T>.MaxRows => Tile<T>.MaxRows,
        _ => (int)left,
    };
}
