using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>Few rows of A times a B whose rows are contiguous, without packing B: a few of its rows at a time are read from end to end.</summary>
/// <remarks>
/// With few rows the product takes no longer than packing B, and a packed panel reads B in short runs a row apart, at the latency of the third-level cache. Here eight rows of B stream
/// past, as the machine's own prefetcher likes them, and the sums, which fit the first-level cache, are read and written once for eight depths.
/// Each sum runs in one order, so the result has the same bits however the columns are cut.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class StreamedProduct<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long MostRows = 8, FewestPanels = 8, FewestBytes = 256 * 1024, Sums = 8192, DepthBlock = 8;
    private const long WorkPerThread = 1L << 20;
    private const int LeftBuffer = 0, RightBuffer = 1, SumBuffer = 2;

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether this is the way for the product: with more rows B is better packed than read from the second-level cache again and again, and a small B is there already.</summary>
    public static bool Takes(in Product<T> p) => p.BCol == 1 && p.CCol == 1 && p.M <= MostRows && p.N >= FewestPanels * TileColumns && p.N * p.K * sizeof(T) >= FewestBytes;

    /// <summary>Computes the product; K is at least 1.</summary>
    public static void Run<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        var panels = new RowPanels(p.M);
        T* left = Scratch.Take<T>(LeftBuffer, panels.Count * TileRows * p.K);
        for (long i = 0; i < panels.Count; i++)
            Packing<TLanes, T>.Left(p.A + (panels.First(i) * p.ARow), p.ARow, p.ACol, panels.Height(i), p.K, left + (i * TileRows * p.K));
        long most = Math.Min(Sums / p.M, Chunks.Count(p.N, 2 * WorkPool.Threads));
        long columns = Math.Max(FewestPanels, most / TileColumns) * TileColumns;
        var body = new Body<TEpilogue> { P = p, Epilogue = epilogue, Panels = panels, Left = left, Columns = columns };
        WorkPool.For(Chunks.Count(p.N, columns), Math.Max(1, WorkPerThread / (p.M * columns * p.K)), ref body);
    }

    private struct Body<TEpilogue> : IRangeBody
        where TEpilogue : struct, IEpilogue<T>
    {
        public Product<T> P;
        public TEpilogue Epilogue;
        public RowPanels Panels;
        public T* Left;
        public long Columns;

        public readonly void Invoke(long start, long end)
        {
            T* sums = Scratch.Take<T>(SumBuffer, P.M * Columns);
            for (long i = start; i < end; i++)
            {
                long column = i * Columns, columns = Math.Min(Columns, P.N - column), whole = columns / TileColumns * TileColumns;
                if (whole > 0)
                    Compute(P.B + column, P.BRow, sums, column, whole, whole);
                if (whole == columns)
                    continue;
                // The last columns of B do not fill a tile: a copy does.
                T* rest = Scratch.Take<T>(RightBuffer, TileColumns * P.K);
                Packing<TLanes, T>.Right(P.B + column + whole, P.BRow, 1, (int)(columns - whole), P.K, rest);
                Compute(rest, TileColumns, sums, column + whole, columns - whole, TileColumns);
            }
        }

        /// <summary>Sums of <paramref name="padded"/> columns, of which <paramref name="columns"/> exist.</summary>
        private readonly void Compute(T* b, long bRow, T* sums, long column, long columns, long padded)
        {
            new Span<T>(sums, checked((int)(P.M * padded))).Clear();
            Tile<T> tile = default;
            tile.BStep = bRow;
            tile.CRow = padded;
            tile.Across = padded;
            for (long k = 0; k < P.K; k += DepthBlock)
            {
                tile.Depth = Math.Min(DepthBlock, P.K - k);
                tile.B = b + (k * bRow);
                for (long i = 0; i < Panels.Count; i++)
                {
                    tile.A = Left + (((i * P.K) + k) * TileRows);
                    tile.C = sums + (Panels.First(i) * padded);
                    TileKernel<TLanes, T>.Run<StreamedAddressing>(Panels.Height(i), wide: true, &tile);
                }
            }
            for (long row = 0; row < P.M; row++)
            {
                Finish(sums + (row * padded), row, column, columns);
                if (!TEpilogue.IsNone)
                    Epilogue.Apply<TLanes>(P.C + (row * P.CRow) + column, row, column, (int)columns);
            }
        }

        /// <summary>C = alpha * sum + beta * C + biases for a part of one row.</summary>
        private readonly void Finish(T* sums, long row, long column, long columns)
        {
            T* c = P.C + (row * P.CRow) + column;
            T* columnBias = P.ColumnBias == null ? null : P.ColumnBias + column;
            T* rowBias = P.RowBias == null ? null : P.RowBias + row;
            nint i = 0;
            for (; i <= columns - TLanes.Count; i += TLanes.Count)
                Finish<TLanes>(sums + i, c + i, rowBias, columnBias == null ? null : columnBias + i);
            for (; i < columns; i++)
                Finish<Lanes1<T>>(sums + i, c + i, rowBias, columnBias == null ? null : columnBias + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Finish<TAny>(T* sum, T* c, T* rowBias, T* columnBias)
            where TAny : struct, ILanes<TAny, T>
        {
            TAny value = TAny.Load(sum) * TAny.Broadcast(P.Alpha);
            if (P.ReadsC)
                value = TAny.Fma(TAny.Broadcast(P.Beta), TAny.Load(c), value);
            if (rowBias != null)
                value += TAny.Broadcast(*rowBias);
            if (columnBias != null)
                value += TAny.Load(columnBias);
            TAny.Store(c, value);
        }
    }
}
