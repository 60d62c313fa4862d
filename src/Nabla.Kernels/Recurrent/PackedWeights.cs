using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>A matrix [depth, columns] packed once into the panels of the register tile, to be multiplied from the left at every time step.</summary>
/// <remarks>
/// An element of a product is one chain of fused multiply-adds per block of the depth, in order, whatever rows and panels are computed together:
/// its bits do not depend on how the work is divided.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct PackedWeights<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long DepthBlock = 256;
    private const int FewRows = 3;
    private const int PanelGroup = 4;

    private readonly T* _panels;
    private readonly long _depth, _columns;

    /// <summary>Packs source[k·rowStride + j·columnStride] into <paramref name="space"/>, which has room for <see cref="Space"/> values.</summary>
    public PackedWeights(T* source, long rowStride, long columnStride, long depth, long columns, T* space)
    {
        _panels = space;
        _depth = depth;
        _columns = columns;
        var body = new PackBody { Weights = this, Source = source, RowStride = rowStride, ColumnStride = columnStride };
        WorkPool.For(Panels, Math.Max(1, (1 << 16) / Math.Max(1, depth * Width)), ref body);
    }

    /// <summary>Panels of columns; <see cref="Multiply"/> takes a range of them.</summary>
    public long Panels => Chunks.Count(_columns, Width);

    /// <summary>Multiply-adds per row of a product.</summary>
    public long Work => _depth * _columns;

    private static int Width => 2 * TLanes.Count;

    /// <summary>Values that the packed matrix takes.</summary>
    public static long Space(long depth, long columns) => Chunks.Count(columns, Width) * Width * depth;

    /// <summary>c = a·weights, or c += a·weights, for the columns of some panels.</summary>
    /// <param name="a">[rows, depth] with contiguous rows.</param>
    /// <param name="aRow">Elements from one row of a to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="c">[rows, columns] with contiguous rows.</param>
    /// <param name="cRow">Elements from one row of c to the next.</param>
    /// <param name="add">Add to c?</param>
    /// <param name="start">First panel.</param>
    /// <param name="end">One past the last panel.</param>
    public void Multiply(T* a, long aRow, long rows, T* c, long cRow, bool add, long start, long end)
    {
        if (rows <= 0)
            return;
        for (long k = 0; k < _depth; k += DepthBlock)
        {
            long depth = Math.Min(DepthBlock, _depth - k);
            T* block = _panels + (k * Panels * Width);
            bool reads = add || k > 0;
            long panel = start;
            if (rows <= FewRows)
            {
                for (; panel + PanelGroup <= end && (panel + PanelGroup) * Width <= _columns; panel += PanelGroup)
                {
                    for (long row = 0; row < rows; row++)
                        Row(a + (row * aRow) + k, block + (panel * Width * depth), (nint)(Width * depth), (nint)depth, c + (row * cRow) + (panel * Width), reads);
                }
            }
            for (; panel < end; panel++)
                Panel(a + k, aRow, rows, block + (panel * Width * depth), depth, c + (panel * Width), cRow, (int)Math.Min(Width, _columns - (panel * Width)), reads);
        }
    }

    /// <summary>One panel's columns, tile by tile.</summary>
    private static void Panel(T* a, long aRow, long rows, T* panel, long depth, T* c, long cRow, int columns, bool add)
    {
        Tile<T> tile = default;
        tile.Depth = depth;
        tile.ARow = aRow;
        tile.AStep = 1;
        tile.B = panel;
        tile.BStep = Width;
        tile.Alpha = tile.Beta = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        bool whole = columns == Width || columns == TLanes.Count;
        T* buffer = stackalloc T[TileRows * Width];
        for (long row = 0; row < rows;)
        {
            int count = TileHeight(rows - row);
            T* to = c + (row * cRow);
            tile.A = a + (row * aRow);
            tile.C = whole ? to : buffer;
            tile.CRow = whole ? cRow : Width;
            tile.ReadsC = whole && add;
            TileKernel<TLanes, T>.Run<StridedAddressing>(count, columns > TLanes.Count, &tile);
            if (!whole)
            {
                for (int i = 0; i < count; i++)
                    Move(buffer + (i * Width), to + (i * cRow), columns, add);
            }
            row += count;
        }
    }

    /// <summary>Rows of the next tile: six, but not so that one or two are left over, which would leave the multipliers waiting.</summary>
    private static int TileHeight(long left) => left switch
    {
        7 or 8 => 4,
        > TileRows => TileRows,
        _ => (int)left,
    };

    private static void Move(T* from, T* to, int count, bool add)
    {
        for (int j = 0; j < count; j++)
            Lanes1<T>.Store(to + j, add ? Lanes1<T>.Load(to + j) + Lanes1<T>.Load(from + j) : Lanes1<T>.Load(from + j));
    }

    /// <summary>One row times four panels: eight sums at once keep the multipliers busy.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Row(T* a, T* panels, nint next, nint depth, T* c, bool add)
    {
        TLanes c0 = TLanes.Zero, c1 = TLanes.Zero, c2 = TLanes.Zero, c3 = TLanes.Zero, c4 = TLanes.Zero, c5 = TLanes.Zero, c6 = TLanes.Zero, c7 = TLanes.Zero;
        int n = TLanes.Count;
        T* p0 = panels, p1 = p0 + next, p2 = p1 + next, p3 = p2 + next;
        nint at = 0;
        for (nint k = 0; k < depth; k++, at += 2 * n)
        {
            TLanes v = TLanes.Broadcast(a[k]);
            c0 = TLanes.Fma(v, TLanes.Load(p0 + at), c0);
            c1 = TLanes.Fma(v, TLanes.Load(p0 + at + n), c1);
            c2 = TLanes.Fma(v, TLanes.Load(p1 + at), c2);
            c3 = TLanes.Fma(v, TLanes.Load(p1 + at + n), c3);
            c4 = TLanes.Fma(v, TLanes.Load(p2 + at), c4);
            c5 = TLanes.Fma(v, TLanes.Load(p2 + at + n), c5);
            c6 = TLanes.Fma(v, TLanes.Load(p3 + at), c6);
            c7 = TLanes.Fma(v, TLanes.Load(p3 + at + n), c7);
        }
        Finish(c, c0, add);
        Finish(c + n, c1, add);
        Finish(c + (2 * n), c2, add);
        Finish(c + (3 * n), c3, add);
        Finish(c + (4 * n), c4, add);
        Finish(c + (5 * n), c5, add);
        Finish(c + (6 * n), c6, add);
        Finish(c + (7 * n), c7, add);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Finish(T* c, TLanes sum, bool add) => TLanes.Store(c, add ? TLanes.Load(c) + sum : sum);

    private struct PackBody : IRangeBody
    {
        public PackedWeights<TLanes, T> Weights;
        public T* Source;
        public long RowStride, ColumnStride;

        public readonly void Invoke(long start, long end)
        {
            for (long k = 0; k < Weights._depth; k += DepthBlock)
            {
                long depth = Math.Min(DepthBlock, Weights._depth - k);
                T* block = Weights._panels + (k * Weights.Panels * Width);
                for (long panel = start; panel < end; panel++)
                {
                    long column = panel * Width;
                    int columns = (int)Math.Min(Width, Weights._columns - column);
                    Packing<TLanes, T>.Right(Source + (k * RowStride) + (column * ColumnStride), RowStride, ColumnStride, columns, depth, block + (column * depth));
                }
            }
        }
    }
}
