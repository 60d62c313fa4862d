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
internal static unsafe class BlockedProduct<TLanes, T, TForm>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
    where TForm : struct, ITileForm
{
    private const long RowSlab = 2304;
    private const long FewestColumnPanels = 4;
    private const long WorkPerThread = 1L << 20;
    private const int LeftBuffer = 0;
    private const int RightBuffer = 1;

    /// <summary>Most rows for which each column group packs its own part of B, just before it is used; and most where B is too large to stay in the second-level cache.</summary>
    private const long FewRows = 48, FewRowsOfLarge = 128, Large = 2 << 20;

    /// <summary>Panels of B packed together, so that whole runs of its rows are read.</summary>
    private const int PanelGroup = 4;

    /// <summary>
    /// Depth of a block. Deeper blocks write C more seldom; a panel of B then fills a 32 KiB first-level cache and streams from the second,
    /// which the register tile hardly notices. A block of A must fit the second-level cache, so doubles have less depth, and fewer rows.
    /// </summary>
    private static long DepthBlock => TLanes.Count * sizeof(T) > 32 ? 256 : sizeof(T) > 4 ? 384 : 512;

    private static long BlockRows => TLanes.Count * sizeof(T) > 32 || sizeof(T) == 4 ? 144 : 72;

    /// <summary>Depth of a block when C is narrow: its rows are written more seldom, and the panels of B still fit the second-level cache.</summary>
    private const long NarrowDepthBlock = 1024, Narrow = 64;

    private static int TileRows => TForm.Rows;

    private static int TileColumns => TForm.Vectors * TLanes.Count;

    private static long BlockPanels => BlockRows / TForm.Rows;

    private static long ColumnPanels => 64 / TForm.Vectors;

    private static long ColumnSlab => 8 * ColumnPanels * TileColumns;

    /// <summary>Depth of the blocks of a prepared right operand.</summary>
    public static long PreparedDepth(long depth) => Chunks.Count(depth, Chunks.Count(depth, DepthBlock));

    /// <summary>Computes the product; C must have contiguous rows or any strides, K at least 1.</summary>
    public static void Run<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        bool prepared = p.Panels != null;
        if (!prepared && p.BCol == 1 && p.M <= (p.N * p.K * sizeof(T) >= Large ? FewRowsOfLarge : FewRows) && p.N >= PanelGroup * TileColumns)
        {
            RunFewRows(p, epilogue);
            return;
        }
        long depth = prepared || Math.Min(p.M, p.N) > Narrow ? PreparedDepth(p.K) : Chunks.Count(p.K, Chunks.Count(p.K, NarrowDepthBlock));
        bool packLeft = p.ACol != 1 ? p.N > TileColumns || p.ARow != 1 : p.N > 16 * TileColumns;
        bool packRight = p.BCol != 1 || (p.M > 2 * TileRows && p.N * depth * sizeof(T) > 16 * 1024);
        long slabRows = Chunks.Count(p.M, Chunks.Count(p.M, RowSlab));
        long slabColumns = Math.Min(p.N, ColumnSlab);
        long padded = Chunks.Count(p.N, TileColumns) * TileColumns;
        T* right = prepared ? null : Scratch.Take<T>(RightBuffer, (packRight ? Chunks.Count(slabColumns, TileColumns) : 1) * TileColumns * depth);
        var job = new Job<TEpilogue>
        {
            P = p,
            Epilogue = epilogue,
            PackLeft = packLeft,
            PackRight = packRight || prepared,
            Left = packLeft ? Scratch.Take<T>(LeftBuffer, Chunks.Count(slabRows, TileRows) * TileRows * depth) : null,
        };
        for (long column = 0; column < p.N; column += ColumnSlab)
        {
            job.Column = column;
            job.Columns = Math.Min(ColumnSlab, p.N - column);
            for (long k = 0; k < p.K; k += depth)
            {
                job.Depth = k;
                job.Depths = Math.Min(depth, p.K - k);
                job.Right = prepared ? p.Panels + (k * padded) + (column * job.Depths) : right;
                for (long row = 0; row < p.M; row += slabRows)
                {
                    job.Row = row;
                    job.Rows = Math.Min(slabRows, p.M - row);
                    job.Panels = new(job.Rows, TileRows);
                    job.Pack(row == 0 && !prepared);
                    job.Compute();
                }
            }
        }
    }

    /// <summary>Few rows of A: B is read once, so each thread packs the columns it multiplies, in pieces that stay in its cache.</summary>
    private static void RunFewRows<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        var panels = new RowPanels(p.M, TileRows);
        long depth = PreparedDepth(p.K), rows = panels.Count * TileRows;
        T* left = Scratch.Take<T>(LeftBuffer, rows * p.K);
        for (long k = 0; k < p.K; k += depth)
        {
            long depths = Math.Min(depth, p.K - k);
            for (long i = 0; i < panels.Count; i++)
                Packing<TLanes, T>.Left<TForm>(p.A + (panels.First(i) * p.ARow) + (k * p.ACol), p.ARow, p.ACol, panels.Height(i), depths, left + (k * rows) + (i * TileRows * depths));
        }
        var job = new Job<TEpilogue> { P = p, Epilogue = epilogue, PackLeft = true, PackRight = true, Left = left, Panels = new(p.M, TileRows), Rows = p.M, Depths = depth };
        job.ComputeGroups();
    }

    /// <summary>Where part <paramref name="index"/> of <paramref name="parts"/> begins.</summary>
    private static long First(long index, long count, long parts) => index * count / parts;

    /// <summary>One slab of C and one block of the depth.</summary>
    private struct Job<TEpilogue> : IRangeBody
        where TEpilogue : struct, IEpilogue<T>
    {
        public Product<T> P;
        public TEpilogue Epilogue;
        public bool PackLeft, PackRight;
        public T* Left;
        public T* Right;
        public RowPanels Panels;
        public long Row, Rows, Column, Columns, Depth, Depths;
        private long _leftPanels, _rightPanels, _firstRightPanel, _rowBlocks, _columnBlocks;
        private long _apart;
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
            _leftPanels = PackLeft ? Panels.Count : 0;
            // Without packing only a ragged last panel is copied, to fill it up with zeros.
            _firstRightPanel = PackRight ? 0 : Columns / TileColumns;
            _rightPanels = rightToo ? panels - _firstRightPanel : 0;
            long grain = Math.Max(1, WorkPerThread / 16 / (Depths * TileColumns));
            WorkPool.For(_leftPanels + Chunks.Count(_rightPanels, PanelGroup), grain, ref this);
        }

        /// <summary>All blocks of the slab. How it is cut matters for speed alone: with several threads there are enough blocks to keep all busy to the end.</summary>
        public void Compute()
        {
            _step = Step.Compute;
            long panels = Chunks.Count(Columns, TileColumns);
            _rowBlocks = Chunks.Count(Panels.Count, BlockPanels);
            _columnBlocks = Chunks.Count(panels, ColumnPanels);
            if (WorkPool.Threads > 1)
                _columnBlocks = Math.Max(_columnBlocks, Math.Min(Chunks.Count(8 * WorkPool.Threads, _rowBlocks), Chunks.Count(panels, FewestColumnPanels)));
            long tasks = _rowBlocks * _columnBlocks;
            WorkPool.For(tasks, Math.Max(1, WorkPerThread / Math.Max(1, Rows * Columns * Depths / tasks)), ref this);
        }

        /// <summary>All groups of columns, each through the whole depth.</summary>
        public void ComputeGroups()
        {
            _step = Step.Groups;
            _rowBlocks = _columnBlocks = 1;
            // Panels a power of two apart would drive each other out of the first-level cache while they are written.
            _apart = TileColumns;
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
            own.Right = Scratch.Take<T>(RightBuffer, PanelGroup * ((TileColumns * Depths) + _apart));
            own._rightPanels = Chunks.Count(own.Columns, TileColumns);
            long rows = Panels.Count * TileRows;
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
                T* from = P.A + ((Row + Panels.First(index)) * P.ARow) + (Depth * P.ACol);
                Packing<TLanes, T>.Left<TForm>(from, P.ARow, P.ACol, Panels.Height(index), Depths, Left + (index * TileRows * Depths));
                return;
            }
            long first = (index - _leftPanels) * PanelGroup, last = Math.Min(_rightPanels, first + PanelGroup);
            long pitch = (TileColumns * Depths) + _apart;
            T* panel = Right + (first * pitch);
            if (P.BCol == 1 && last - first == PanelGroup && (_firstRightPanel + last) * TileColumns <= Columns)
            {
                long at = Column + ((_firstRightPanel + first) * TileColumns);
                Packing<TLanes, T>.RightGroup<TForm>(P.B + (Depth * P.BRow) + at, P.BRow, PanelGroup, Depths, panel, pitch);
                return;
            }
            for (long i = first; i < last; i++, panel += pitch)
            {
                long column = Column + ((_firstRightPanel + i) * TileColumns);
                int columns = (int)Math.Min(TileColumns, Column + Columns - column);
                Packing<TLanes, T>.Right<TForm>(P.B + (Depth * P.BRow) + (column * P.BCol), P.BRow, P.BCol, columns, Depths, panel);
            }
        }

        private void ComputeBlock(long index)
        {
            long columnPanels = Chunks.Count(Columns, TileColumns);
            long rowBlock = index % _rowBlocks, columnBlock = index / _rowBlocks;
            long row0 = First(rowBlock, Panels.Count, _rowBlocks), row1 = First(rowBlock + 1, Panels.Count, _rowBlocks);
            long column0 = First(columnBlock, columnPanels, _columnBlocks) * TileColumns;
            long column1 = Math.Min(Columns, First(columnBlock + 1, columnPanels, _columnBlocks) * TileColumns);
            bool last = Depth + Depths == P.K;
            Tile<T> tile = default;
            tile.Depth = Depths;
            tile.ARow = PackLeft ? 1 : P.ARow;
            tile.AStep = PackLeft ? TileRows : P.ACol;
            tile.Alpha = P.Alpha;
            tile.Beta = Depth == 0 ? P.Beta : Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
            tile.ReadsC = Depth != 0 || P.ReadsC;
            for (long column = column0; column < column1; column += TileColumns)
            {
                int columns = (int)Math.Min(TileColumns, column1 - column);
                if (PackRight || columns < TileColumns)
                {
                    tile.B = Right + (PackRight ? column / TileColumns * ((TileColumns * Depths) + _apart) : 0);
                    tile.BStep = TileColumns;
                }
                else
                {
                    tile.B = P.B + (Depth * P.BRow) + Column + column;
                    tile.BStep = P.BRow;
                }
                tile.ColumnBias = last && P.ColumnBias != null ? P.ColumnBias + Column + column : null;
                for (long panel = row0; panel < row1; panel++)
                {
                    long row = Panels.First(panel);
                    int rows = Panels.Height(panel);
                    tile.C = P.C + ((Row + row) * P.CRow) + ((Column + column) * P.CCol);
                    tile.Bias = last && P.RowBias != null ? P.RowBias + Row + row : null;
                    if (PackLeft)
                        tile.A = Left + (panel * TileRows * Depths);
                    else
                        tile.A = P.A + ((Row + row) * P.ARow) + (Depth * P.ACol);
                    Write(ref tile, rows, columns, Row + row, Column + column, last);
                }
            }
            if (!last || TEpilogue.IsNone || P.CCol != 1)
                return;
            long end = Panels.First(row1);
            for (long row = Panels.First(row0); row < end; row++)
                Epilogue.Apply<TLanes>(P.C + ((Row + row) * P.CRow) + Column + column0, Row + row, Column + column0, (int)(column1 - column0));
        }

        private void Write(ref Tile<T> tile, int rows, int columns, long row, long column, bool last)
        {
            if (P.CCol == 1 && (columns % TLanes.Count == 0))
            {
                tile.CRow = P.CRow;
                Multiply((Tile<T>*)Unsafe.AsPointer(ref tile), rows, columns);
                return;
            }
            Ragged(tile, rows, columns, row, column, last && !TEpilogue.IsNone && P.CCol != 1);
        }

        private readonly void Multiply(Tile<T>* tile, int rows, int columns)
        {
            if (PackLeft)
                TileKernel<TLanes, T>.Run<TForm, PackedAddressing>(rows, (int)Chunks.Count(columns, TLanes.Count), tile);
            else
                TileKernel<TLanes, T>.Run<TForm, StridedAddressing>(rows, (int)Chunks.Count(columns, TLanes.Count), tile);
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
            T* bias = tile.ColumnBias;
            // Whole vectors of the bias are read only where it has them.
            if (columns == TileColumns)
                bias = null;
            else
                tile.ColumnBias = null;
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
                if (bias != null)
                {
                    for (int j = 0; j < columns; j++)
                        Lanes1<T>.Store(from + j, Lanes1<T>.Load(from + j) + Lanes1<T>.Load(bias + j));
                }
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
