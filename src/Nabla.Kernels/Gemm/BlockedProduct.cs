using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>Matrix product by blocks: panels packed once per block of the depth, tiles computed by whichever thread is free.</summary>
/// <remarks>
/// The depth is cut at fixed places and summed in order, never split between threads, so the result has the same bits for any
/// number of threads. An operand that few tiles share is read in place instead of packed.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class BlockedProduct<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;
    private const long RowBlock = 24 * TileRows;
    private const long RowSlab = 16 * RowBlock;
    private const long WorkPerThread = 1L << 20;
    private const int LeftBuffer = 0;
    private const int RightBuffer = 1;

    /// <summary>Most rows for which each column group packs its own part of B, just before it is used.</summary>
    private const long FewRows = 48;

    /// <summary>Panels of B packed together, so that whole runs of its rows are read.</summary>
    private const int PanelGroup = 4;

    /// <summary>
    /// Depth of a block. Deeper blocks write C more seldom; a panel of B then fills a 32 KiB first-level cache and streams from the second,
    /// which the register tile does not notice: it needs one vector of B for six multiply-adds.
    /// </summary>
    private static long DepthBlock => TLanes.Count * sizeof(T) > 32 || sizeof(T) > 4 ? 256 : 512;

    /// <summary>Depth of a block when C is narrow: its rows are written more seldom, and the panels of B still fit the second-level cache.</summary>
    private const long NarrowDepthBlock = 1024, Narrow = 64;

    private static int TileColumns => 2 * TLanes.Count;

    private static long ColumnBlock => 32 * TileColumns;

    private static long ColumnSlab => 8 * ColumnBlock;

    /// <summary>Computes the product; C must have contiguous rows or any strides, K at least 1.</summary>
    public static void Run<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        if (p.BCol == 1 && p.M <= FewRows && p.N >= PanelGroup * TileColumns)
        {
            RunFewRows(p, epilogue);
            return;
        }
        long depthBlocks = Chunks.Count(p.K, Math.Min(p.M, p.N) <= Narrow ? NarrowDepthBlock : DepthBlock);
        long depth = Chunks.Count(p.K, depthBlocks);
        bool packLeft = p.ACol != 1 ? p.N > TileColumns || p.ARow != 1 : p.N > 16 * TileColumns;
        bool packRight = p.BCol != 1 || (p.M > 2 * TileRows && p.N * depth * sizeof(T) > 16 * 1024);
        long slabRows = Math.Min(p.M, RowSlab);
        long slabColumns = Math.Min(p.N, ColumnSlab);
        var job = new Job<TEpilogue>
        {
            P = p,
            Epilogue = epilogue,
            PackLeft = packLeft,
            PackRight = packRight,
            Left = packLeft ? Scratch.Take<T>(LeftBuffer, Chunks.Count(slabRows, TileRows) * TileRows * depth) : null,
            Right = Scratch.Take<T>(RightBuffer, (packRight ? Chunks.Count(slabColumns, TileColumns) : 1) * TileColumns * depth),
        };
        for (long column = 0; column < p.N; column += ColumnSlab)
        {
            job.Column = column;
            job.Columns = Math.Min(ColumnSlab, p.N - column);
            for (long k = 0; k < p.K; k += depth)
            {
                job.Depth = k;
                job.Depths = Math.Min(depth, p.K - k);
                for (long row = 0; row < p.M; row += RowSlab)
                {
                    job.Row = row;
                    job.Rows = Math.Min(RowSlab, p.M - row);
                    job.Pack(row == 0);
                    job.Compute();
                }
            }
        }
    }

    /// <summary>Few rows of A: B is read once, so each thread packs the columns it multiplies, in pieces that stay in its cache.</summary>
    private static void RunFewRows<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        long depth = Chunks.Count(p.K, Chunks.Count(p.K, DepthBlock)), rows = Chunks.Count(p.M, TileRows) * TileRows;
        T* left = Scratch.Take<T>(LeftBuffer, rows * p.K);
        for (long k = 0; k < p.K; k += depth)
        {
            long depths = Math.Min(depth, p.K - k);
            for (long row = 0; row < p.M; row += TileRows)
            {
                Packing<TLanes, T>.Left(
                    p.A + (row * p.ARow) + (k * p.ACol), p.ARow, p.ACol, (int)Math.Min(TileRows, p.M - row), depths, left + (k * rows) + (row * depths));
            }
        }
        var job = new Job<TEpilogue> { P = p, Epilogue = epilogue, PackLeft = true, PackRight = true, Left = left, Rows = p.M, Depths = depth };
        job.ComputeGroups();
    }

    /// <summary>One slab of C and one block of the depth.</summary>
    private struct Job<TEpilogue> : IRangeBody
        where TEpilogue : struct, IEpilogue<T>
    {
        public Product<T> P;
        public TEpilogue Epilogue;
        public bool PackLeft, PackRight;
        public T* Left;
        public T* Right;
        public long Row, Rows, Column, Columns, Depth, Depths;
        private long _leftPanels, _rightPanels, _firstRightPanel;
        private Step _step;

        private enum Step
        {
            Compute,
            Pack,
            Groups,
        }

        public void Pack(bool rightToo)
        {
            long panels = Chunks.Count(Columns, TileColumns);
            _step = Step.Pack;
            _leftPanels = PackLeft ? Chunks.Count(Rows, TileRows) : 0;
            // Without packing only a ragged last panel is copied, to fill it up with zeros.
            _firstRightPanel = PackRight ? 0 : Columns / TileColumns;
            _rightPanels = rightToo ? panels - _firstRightPanel : 0;
            long grain = Math.Max(1, WorkPerThread / 16 / (Depths * TileColumns));
            WorkPool.For(_leftPanels + Chunks.Count(_rightPanels, PanelGroup), grain, ref this);
        }

        public void Compute()
        {
            _step = Step.Compute;
            long tasks = Chunks.Count(Rows, RowBlock) * Chunks.Count(Columns, ColumnBlock);
            long work = Math.Min(Rows, RowBlock) * Math.Min(Columns, ColumnBlock) * Depths;
            WorkPool.For(tasks, Math.Max(1, WorkPerThread / work), ref this);
        }

        /// <summary>All groups of columns, each through the whole depth.</summary>
        public void ComputeGroups()
        {
            _step = Step.Groups;
            long group = PanelGroup * TileColumns;
            WorkPool.For(Chunks.Count(P.N, group), Math.Max(1, WorkPerThread / (Rows * group * P.K)), ref this);
        }

        public void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                if (_step == Step.Pack)
                    PackPanel(i);
                else if (_step == Step.Compute)
                    ComputeBlock(i);
                else
                    ComputeGroup(i);
            }
        }

        private readonly void ComputeGroup(long index)
        {
            Job<TEpilogue> own = this;
            own.Column = index * PanelGroup * TileColumns;
            own.Columns = Math.Min(PanelGroup * TileColumns, P.N - own.Column);
            own.Right = Scratch.Take<T>(RightBuffer, PanelGroup * TileColumns * Depths);
            own._rightPanels = Chunks.Count(own.Columns, TileColumns);
            long rows = Chunks.Count(P.M, TileRows) * TileRows;
            for (long k = 0; k < P.K; k += Depths)
            {
                own.Depth = k;
                own.Depths = Math.Min(Depths, P.K - k);
                own.Left = Left + (k * rows);
                own.PackPanel(0);
                own.ComputeBlock(0);
            }
        }

        private readonly void PackPanel(long index)
        {
            if (index < _leftPanels)
            {
                long row = Row + (index * TileRows);
                int rows = (int)Math.Min(TileRows, Row + Rows - row);
                Packing<TLanes, T>.Left(P.A + (row * P.ARow) + (Depth * P.ACol), P.ARow, P.ACol, rows, Depths, Left + (index * TileRows * Depths));
                return;
            }
            long first = (index - _leftPanels) * PanelGroup, last = Math.Min(_rightPanels, first + PanelGroup);
            T* panel = Right + (first * TileColumns * Depths);
            if (P.BCol == 1 && last - first == PanelGroup && (_firstRightPanel + last) * TileColumns <= Columns)
            {
                long at = Column + ((_firstRightPanel + first) * TileColumns);
                Packing<TLanes, T>.RightGroup(P.B + (Depth * P.BRow) + at, P.BRow, PanelGroup, Depths, panel);
                return;
            }
            for (long i = first; i < last; i++, panel += TileColumns * Depths)
            {
                long column = Column + ((_firstRightPanel + i) * TileColumns);
                int columns = (int)Math.Min(TileColumns, Column + Columns - column);
                Packing<TLanes, T>.Right(P.B + (Depth * P.BRow) + (column * P.BCol), P.BRow, P.BCol, columns, Depths, panel);
            }
        }

        private void ComputeBlock(long index)
        {
            long rowBlocks = Chunks.Count(Rows, RowBlock);
            long row0 = index % rowBlocks * RowBlock, row1 = Math.Min(Rows, row0 + RowBlock);
            long column0 = index / rowBlocks * ColumnBlock, column1 = Math.Min(Columns, column0 + ColumnBlock);
            bool last = Depth + Depths == P.K;
            Tile<T> tile = default;
            tile.Depth = Depths;
            tile.ARow = P.ARow;
            tile.AStep = P.ACol;
            tile.Alpha = P.Alpha;
            tile.Beta = Depth == 0 ? P.Beta : Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
            tile.ReadsC = Depth != 0 || P.ReadsC;
            for (long column = column0; column < column1; column += TileColumns)
            {
                int columns = (int)Math.Min(TileColumns, column1 - column);
                if (PackRight || columns < TileColumns)
                {
                    tile.B = Right + (PackRight ? column * Depths : 0);
                    tile.BStep = TileColumns;
                }
                else
                {
                    tile.B = P.B + (Depth * P.BRow) + Column + column;
                    tile.BStep = P.BRow;
                }
                for (long row = row0; row < row1; row += TileRows)
                {
                    int rows = (int)Math.Min(TileRows, row1 - row);
                    tile.C = P.C + ((Row + row) * P.CRow) + ((Column + column) * P.CCol);
                    if (PackLeft)
                        tile.A = Left + (row * Depths);
                    else
                        tile.A = P.A + ((Row + row) * P.ARow) + (Depth * P.ACol);
                    Write(ref tile, rows, columns, Row + row, Column + column, last);
                }
            }
        }

        private void Write(ref Tile<T> tile, int rows, int columns, long row, long column, bool last)
        {
            bool finish = last && !TEpilogue.IsNone;
            if (P.CCol == 1 && (columns == TileColumns || columns == TLanes.Count))
            {
                tile.CRow = P.CRow;
                Multiply((Tile<T>*)Unsafe.AsPointer(ref tile), rows, columns);
                if (finish)
                {
                    for (int i = 0; i < rows; i++)
                        Epilogue.Apply<TLanes>(tile.C + (i * P.CRow), row + i, column, columns);
                }
                return;
            }
            Ragged(tile, rows, columns, row, column, finish);
        }

        private readonly void Multiply(Tile<T>* tile, int rows, int columns)
        {
            if (PackLeft)
                TileKernel<TLanes, T>.Run<PackedAddressing>(rows, columns > TLanes.Count, tile);
            else
                TileKernel<TLanes, T>.Run<StridedAddressing>(rows, columns > TLanes.Count, tile);
        }

        /// <summary>A tile that does not fill whole vectors, or whose columns are not neighbours in C, goes through a small buffer.</summary>
        private void Ragged(Tile<T> tile, int rows, int columns, long row, long column, bool finish)
        {
            T* buffer = stackalloc T[TileRows * TileColumns];
            T* c = tile.C;
            bool readsC = tile.ReadsC;
            tile.C = buffer;
            tile.CRow = TileColumns;
            tile.ReadsC = false;
            Multiply(&tile, rows, columns);
            Lanes1<T> beta = Lanes1<T>.Broadcast(tile.Beta);
            if (P.CRow == 1 && rows == TileRows && columns == TileColumns && !finish && Transposition<T>.Side == 4)
            {
                Turned(buffer, c, readsC, tile.Beta);
                return;
            }
            for (int i = 0; i < rows; i++)
            {
                T* from = buffer + (i * TileColumns);
                T* to = c + (i * P.CRow);
                if (readsC)
                {
                    for (int j = 0; j < columns; j++)
                        Lanes1<T>.Store(from + j, Lanes1<T>.Fma(beta, Lanes1<T>.Load(to + (j * P.CCol)), Lanes1<T>.Load(from + j)));
                }
                if (finish)
                    Epilogue.Apply<TLanes>(from, row + i, column, columns);
                for (int j = 0; j < columns; j++)
                    to[j * P.CCol] = from[j];
            }
        }

        /// <summary>A whole tile of a C whose columns are contiguous: four rows at a time turn in registers.</summary>
        private readonly void Turned(T* buffer, T* c, bool readsC, T beta)
        {
            T* block = stackalloc T[16];
            Lanes128<T> factor = Lanes128<T>.Broadcast(beta);
            Lanes1<T> one = Lanes1<T>.Broadcast(beta);
            for (int j = 0; j < TileColumns; j += 4)
            {
                Transposition<T>.Block(buffer + j, TileColumns, block, 4);
                for (int i = 0; i < 4; i++)
                {
                    T* to = c + ((j + i) * P.CCol);
                    Lanes128<T> value = Lanes128<T>.Load(block + (4 * i));
                    Lanes128<T>.Store(to, readsC ? Lanes128<T>.Fma(factor, Lanes128<T>.Load(to), value) : value);
                    for (int r = 4; r < TileRows; r++)
                    {
                        Lanes1<T> rest = Lanes1<T>.Load(buffer + (r * TileColumns) + j + i);
                        Lanes1<T>.Store(to + r, readsC ? Lanes1<T>.Fma(one, Lanes1<T>.Load(to + r), rest) : rest);
                    }
                }
            }
        }
    }
}
