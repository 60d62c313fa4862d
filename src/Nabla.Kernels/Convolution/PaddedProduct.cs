using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// Convolution of few channels as a product without panels of positions: the register tile reads a padded copy of the picture where it lies, through a table of the taps' offsets.
/// </summary>
/// <remarks>
/// Packing repeats each value once for every tap, which is repaid only when many result channels read the panel. Here positions are counted through all rows of a padded picture,
/// so that those of a tile are neighbours for every tap; the few beyond the end of each row are computed and dropped. Each sum runs through the whole depth in one order, so the result has the
/// same bits for any number of threads.
/// </remarks>
[SkipLocalsInit]
internal unsafe struct PaddedProduct<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows;

    /// <summary>Elements of the copy: it stays in the second-level cache with the weights.</summary>
    private const long SourceElements = 48 * 1024;

    /// <summary>Panels of positions that pass by before the next rows of weights.</summary>
    private const int BlockPanels = 8;

    /// <summary>The depth up to which weights of a tile's rows and what they read stay near.</summary>
    private const long MostDepth = 1024, MostRows = 32;

    private const int WeightBuffer = 2, SourceBuffer = 3, TapBuffer = 5;

    private readonly Gather _gather;
    private readonly WeightMap<T> _weights;
    private readonly ConvFinish<T> _finish;
    private readonly PaddedSource<T> _padded;
    private readonly RowPanels _panels;
    private readonly T* _source;
    private readonly T* _target;
    private readonly T* _packed;
    private readonly long _groups, _depth, _bandRows, _bands, _targetWidth, _targetPlane;
    private bool _packing;

    private PaddedProduct(in ConvGeometry g, in Gather gather, in WeightMap<T> weights, T* source, T* target, bool adjoint, in ConvFinish<T> finish, T* prepared)
    {
        _gather = gather;
        _weights = weights;
        _finish = finish;
        _source = source;
        _target = target;
        _groups = g.Groups;
        _depth = gather.Channels * gather.Taps;
        _panels = new RowPanels(weights.Rows);
        _targetWidth = adjoint ? g.Width.Input : g.Width.Output;
        _targetPlane = adjoint ? g.InputPlane : g.OutputPlane;
        long most = RowsAtOnce(gather), bands = Chunks.Count(gather.Height.Grid, most), pieces = gather.Batch * g.Groups * bands;
        if (pieces < WorkPool.Threads)
            bands *= Math.Min(Chunks.Count(WorkPool.Threads, pieces), Chunks.Count(gather.Height.Grid, 4));
        _bandRows = Chunks.Count(gather.Height.Grid, Math.Min(bands, gather.Height.Grid));
        _bands = Chunks.Count(gather.Height.Grid, _bandRows);
        _padded = new PaddedSource<T>(gather, _bandRows);
        _packed = prepared != null ? prepared : Scratch.Take<T>(WeightBuffer, PackedCount(g, gather, weights.Rows));
    }

    private static int TileColumns => 2 * TLanes.Count;

    /// <summary>Whether the pass is one over pictures that this method computes, and faster than with packed positions.</summary>
    /// <remarks>
    /// Cycles for each depth and two vectors of positions: as many as rows, at least four; packing takes one or two more, about eight where the positions of a panel lie on several rows, and here
    /// the positions beyond the rows' ends count, and once in the whole depth five cycles for each row of a panel, which is written twice. With many rows what a block of positions reads would have to stay in the first-level cache, where packed panels do.
    /// </remarks>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="rows">Result channels of a group.</param>
    public static bool Pays(in ConvGeometry g, in Gather gather, long rows)
    {
        if (g.Depth != ConvAxis.One || gather.Taps == 1 || TLanes.Count == 1 || gather.Channels * gather.Taps > MostDepth || rows > MostRows || RowsAtOnce(gather) < Math.Min(4, gather.Height.Grid))
            return false;
        double flat = ((gather.Height.Grid - 1) * new PaddedSource<T>(gather, 1).Pitch) + gather.Width.Grid;
        double here = gather.Batch * Math.Ceiling(flat / TLanes.Count) / 2 * ((Math.Max(4, rows) * 1.04) + (5.0 * rows / (gather.Channels * gather.Taps)));
        double packing = gather.Width.Grid % TileColumns == 0 ? 1.5 : 8;
        double there = Math.Ceiling((double)gather.Batch * gather.Plane / TLanes.Count) / 2 * (Math.Max(4, rows) + packing);
        return here < there;
    }

    /// <summary>Computes every position of the gather.</summary>
    /// <param name="g">Sizes.</param>
    /// <param name="gather">The pass.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="source">What is read.</param>
    /// <param name="target">Receives the results.</param>
    /// <param name="adjoint">Whether it is the gradient to the input.</param>
    /// <param name="finish">What is done to the results.</param>
    /// <param name="prepared">The weights from <see cref="Prepare"/>; null to pack them now.</param>
    public static void Run(in ConvGeometry g, in Gather gather, T* weight, T* source, T* target, bool adjoint, in ConvFinish<T> finish, T* prepared = null)
    {
        var product = new PaddedProduct<TLanes, T>(g, gather, new WeightMap<T>(g, gather, weight, adjoint), source, target, adjoint, finish, prepared);
        if (prepared == null)
            product.PackAll();
        long work = product._weights.Rows * product._bandRows * gather.Width.Grid * product._depth;
        WorkPool.For(gather.Batch * product._groups * product._bands, 1 + ((1L << 17) / work), ref product);
    }

    /// <summary>Packs the weights of the forward pass for all passes to come; what <paramref name="old"/> holds is used again if it was packed so.</summary>
    public static PreparedWeights Prepare(in ConvGeometry g, in Gather gather, T* weight, PreparedWeights? old)
    {
        var map = new WeightMap<T>(g, gather, weight, adjoint: false);
        long bytes = PackedCount(g, gather, map.Rows) * sizeof(T);
        if (old is not null && old.Is(WeightForm.Padded, bytes))
            return old;
        PreparedWeights made = new(WeightForm.Padded, bytes);
        new PaddedProduct<TLanes, T>(g, gather, map, null, null, adjoint: false, default, (T*)made.Memory).PackAll();
        return made;
    }

    private static long PackedCount(in ConvGeometry g, in Gather gather, long rows) => g.Groups * new RowPanels(rows).Count * TileRows * gather.Channels * gather.Taps;

    /// <summary>Rows of results whose reads fit the copy.</summary>
    private static long RowsAtOnce(in Gather gather)
    {
        long one = gather.Channels * new PaddedSource<T>(gather, 1).Channel, row = (gather.Channels * new PaddedSource<T>(gather, 2).Channel) - one;
        return one > SourceElements ? 0 : 1 + ((SourceElements - one) / row);
    }

    private void PackAll()
    {
        _packing = true;
        WorkPool.For(_groups * _panels.Count, 1 + (8192 / (_depth * TileRows)), ref this);
        _packing = false;
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long i = start; i < end; i++)
        {
            if (_packing)
                _weights.Pack<TLanes>(i / _panels.Count, _panels.First(i % _panels.Count), _panels.Height(i % _panels.Count), 0, _gather.Channels, _packed + (i * TileRows * _depth));
            else
                Compute(i / _bands / _groups, i / _bands % _groups, i % _bands * _bandRows);
        }
    }

    /// <summary>All result channels of a group at some rows of an image.</summary>
    private readonly void Compute(long image, long group, long row0)
    {
        long rows = Math.Min(_bandRows, _gather.Height.Grid - row0), positions = ((rows - 1) * _padded.Pitch) + _gather.Width.Grid;
        T* data = Scratch.Take<T>(SourceBuffer, (_gather.Channels * _padded.Channel) + TileColumns);
        int* taps = Scratch.Take<int>(TapBuffer, _depth);
        _padded.ListTaps(_gather.Channels, taps);
        T* source = _source + (((image * _gather.AllChannels) + (group * _gather.Channels)) * _gather.SourcePlane);
        T* to = data;
        for (long c = 0; c < _gather.Channels; c++, source += _gather.SourcePlane, to += _padded.Channel)
            _padded.Fill(source, row0, to);
        // The last tile reads past the last channel, for positions that nobody looks at.
        new Span<T>(to, TileColumns).Clear();
        int block = BlockPanels * TileColumns;
        T* sums = stackalloc T[TileRows * (block + TileColumns)];
        Tile<T> tile = default;
        tile.Depth = _depth;
        tile.BIndex = taps;
        tile.CRow = block + TileColumns;
        tile.Alpha = Lanes1<T>.Get(Lanes1<T>.Constant(1), 0);
        tile.Relu = _finish.Relu && _finish.Add == null;
        for (long first = 0; first < positions; first += block)
        {
            int count = (int)Math.Min(block, positions - first);
            for (long panel = 0; panel < _panels.Count; panel++)
            {
                int height = _panels.Height(panel);
                long channel = (group * _weights.Rows) + _panels.First(panel);
                tile.A = _packed + (((group * _panels.Count) + panel) * TileRows * _depth);
                tile.Bias = _finish.Bias == null || _finish.Add != null ? null : _finish.Bias + channel;
                for (int p = 0; p < count; p += TileColumns)
                {
                    tile.B = data + first + p;
                    tile.C = sums + p;
                    TileKernel<TLanes, T>.Run<IndexedAddressing>(height, count - p > TLanes.Count, &tile);
                }
                for (int i = 0; i < height; i++)
                    Write(sums + (i * tile.CRow), first, count, row0, channel + i, _target + (((image * _groups * _weights.Rows) + channel + i) * _targetPlane));
            }
        }
    }

    /// <summary>Finishes and writes those of some positions of one channel that lie within their rows.</summary>
    private readonly void Write(T* sums, long first, int count, long row0, long channel, T* plane)
    {
        long pitch = _padded.Pitch, width = _gather.Width.Grid, row = first / pitch, column = first % pitch, step = _gather.Width.TargetStep;
        for (long at = 0; at < count; row++)
        {
            long length = Math.Min(width - column, count - at);
            if (length > 0)
            {
                T* to = plane + ((((row0 + row) * _gather.Height.TargetStep) + _gather.Height.Target) * _targetWidth) + (column * step) + _gather.Width.Target;
                if (_finish.Add != null)
                    _finish.Apply<TLanes>(sums + at, channel, _finish.Add + (to - _target), (int)length);
                if (step == 1)
                    ShortRow<TLanes, T>.Copy(sums + at, to, (nint)length);
                for (long i = 0; step != 1 && i < length; i++)
                    to[i * step] = sums[at + i];
            }
            at += pitch - column;
            column = 0;
        }
    }
}
