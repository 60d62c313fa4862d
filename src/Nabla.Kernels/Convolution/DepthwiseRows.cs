using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>Forward pass and gradient to the input of depthwise convolutions at stride 1, reading the planes where they lie.</summary>
/// <remarks>
/// A row's vectors may reach into its neighbours: what lies outside the row is masked, and rows above and below the plane are passed over, so nothing is copied and no padding exists. Only blocks whose vectors
/// would reach beyond the tensor itself, in its first and its last planes, read a copy. A few blocks of rows of one plane are the unit of work, so results do not depend on the threads.
/// </remarks>
[SkipLocalsInit]
internal readonly unsafe struct DepthwiseRows<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, MaskBuffer = 5, PartBuffer = 6;
    private const long MostColumns = 7, GroupPositions = 3072, MostBlocks = 8, PlainColumns = 48;

    private readonly AxisGather _lines, _columns;
    private readonly T* _weight, _from, _to, _bias;
    private readonly bool _relu, _apart;
    private readonly long _channels, _planes, _kernelWidth, _taps, _sourcePlane, _targetPlane;
    private readonly long _rows, _parts, _together, _groups;

    private DepthwiseRows(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        _lines = (adjoint ? AxisGather.Adjoint(g.Height, 0) : AxisGather.Forward(g.Height)).Ascending();
        _columns = (adjoint ? AxisGather.Adjoint(g.Width, 0) : AxisGather.Forward(g.Width)).Ascending();
        _kernelWidth = g.Width.Kernel;
        _weight = weight + (_lines.Kernel * _kernelWidth) + _columns.Kernel;
        _from = source;
        _to = target;
        _bias = bias;
        _relu = relu;
        (_channels, _planes, _taps) = (g.Groups, g.Batch * g.Groups, g.Taps);
        (_sourcePlane, _targetPlane) = adjoint ? (g.OutputPlane, g.InputPlane) : (g.InputPlane, g.OutputPlane);
        _rows = Rows(_lines.Grid, _lines.Taps);
        _together = Math.Clamp(GroupPositions / Math.Max(_sourcePlane, _targetPlane), 1, _channels);
        _groups = Chunks.Count(_channels, _together);
        // What reaches beyond a short row is overwritten by the next one, so one thread does both.
        _apart = _together == 1 && _columns.Grid >= TLanes.Count;
        _parts = Cut(null);
    }

    /// <summary>Blocks of rows that are computed together.</summary>
    private struct Part
    {
        public long Row, Blocks;
        public int Top, Bottom;
    }

    /// <summary>Computes y, or with <paramref name="adjoint"/> the gradient to the input, if this is the way for the sizes; there is at least one position.</summary>
    public static bool TryRun(in ConvGeometry g, T* weight, T* source, T* target, bool adjoint, T* bias, bool relu)
    {
        if (!Suits(g, adjoint))
            return typeof(TLanes) == typeof(Lanes512<T>) && DepthwiseRows<Lanes256<T>, T>.TryRun(g, weight, source, target, adjoint, bias, relu);
        var body = new DepthwiseRows<TLanes, T>(g, weight, source, target, adjoint, bias, relu);
        long parts = body._apart ? body._parts : 1, work = (body._together * body._targetPlane * g.Taps / parts) + 256;
        WorkPool.For(g.Batch * body._groups * parts, 1 + ((1L << 18) / work), ref body);
        return true;
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        nint n = TLanes.Count, width = (nint)_columns.Source, taps = (nint)_columns.Taps, offset = (nint)_columns.Offset, step = (nint)_columns.OffsetStep, span = (nint)_columns.Span;
        nint results = (nint)_columns.Grid, reach = Math.Max(0, results - n) + n + span;
        T* mask = Scratch.Take<T>(MaskBuffer, reach);
        Mask(mask, offset, reach, width);
        Part* parts = Scratch.Take<Part>(PartBuffer, _parts);
        Cut(parts);
        T* spill = stackalloc T[64 / sizeof(T)], zero = stackalloc T[1];
        *zero = default;
        var b = new DepthwiseRowBlock<T>
        {
            SourceRow = width,
            TargetRow = results,
            WeightRow = (nint)(_lines.KernelStep * _kernelWidth),
            TapColumns = taps,
            TapStep = step,
            WeightStep = (nint)_columns.KernelStep,
            Mask = mask,
            Spill = spill,
            Relu = _relu,
            Columns = results,
        };
        if (results >= PlainColumns)
        {
            // Vectors that begin before Right end inside the row with all their taps.
            b.Left = Math.Min(results, (Math.Max(0, -offset) + n - 1) / n * n);
            b.Right = Math.Max(b.Left, Math.Min(width - offset - span, results) / n * n);
        }
        // Planes whose rows lie so far inside the tensor that no vector reaches beyond it.
        long firstSafe = Chunks.Count(-Math.Min(0, offset), _sourcePlane), lastSafe = _planes - 1 - Chunks.Count(Math.Max(0, reach + offset - width), _sourcePlane);
        bool apart = _apart;
        for (long i = start; i < end; i++)
        {
            long unit = apart ? i / _parts : i, part = apart ? i % _parts : 0, partEnd = apart ? part + 1 : _parts;
            long image = unit / _groups, channel = unit % _groups * _together, channels = Math.Min(_together, _channels - channel), plane = (image * _channels) + channel;
            for (long planeEnd = plane + channels; plane < planeEnd;)
            {
                bool safe = plane >= firstSafe && plane <= lastSafe;
                long count = safe ? Math.Min(planeEnd, lastSafe + 1) - plane : 1;
                b.Weights = _weight + (channel * _taps);
                b.Bias = _bias == null ? zero : _bias + channel;
                b.BiasStep = apart || _bias == null ? 0 : 1;
                for (long q = part; q < partEnd; q++)
                {
                    ref Part p = ref parts[q];
                    b.Blocks = (nint)(apart ? p.Blocks : count);
                    b.SourceStep = (nint)(apart ? _rows * width : _sourcePlane);
                    b.TargetStep = (nint)(apart ? _rows * results : _targetPlane);
                    b.WeightsStep = (nint)(apart ? 0 : _taps);
                    b.Target = _to + (plane * _targetPlane) + (p.Row * results);
                    b.Cut = results < n && p.Bottom > 0;
                    b.Source = safe ? _from + (plane * _sourcePlane) + ((p.Row + _lines.Offset) * width) + offset : Copy(plane, p, offset, reach);
                    Block(b, p.Top, p.Bottom);
                }
                plane += count;
                channel += count;
            }
        }
    }

    private static bool Suits(in ConvGeometry g, bool adjoint)
    {
        long rows = adjoint ? g.Height.Input : g.Height.Output, columns = adjoint ? g.Width.Input : g.Width.Output, taps = g.Height.Kernel, n = TLanes.Count;
        if (n == 1 || g.InPerGroup != 1 || g.OutPerGroup != 1 || g.Depth != ConvAxis.One || taps is not (3 or 5 or 7) || g.Width.Kernel > MostColumns
            || g.Height.Stride != 1 || g.Width.Stride != 1 || g.Height.Dilation != 1 || g.Height.Padding != taps / 2 || g.Height.Input != g.Height.Output || columns * 2 < n)
            return false;
        long block = Rows(rows, taps);
        if (block == 0)
            return false;
        // What is computed twice or thrown away, against the transpositions of the other way.
        double most = columns <= n || !LaneDepthwise<TLanes, T>.Suits(g) ? 2 : taps == 3 ? 1.45 : block == 4 ? 1 : taps == 5 ? 1.31 : 1.15;
        return Chunks.Count(rows, block) * block * Chunks.Count(columns, n) * n <= most * rows * columns;
    }

    /// <summary>Rows of a block: those that compute the fewest rows twice. Blocks read outside with as many rows as the padding has, or with none; else 0.</summary>
    private static long Rows(long grid, long taps)
    {
        long best = 0, least = long.MaxValue;
        foreach (long rows in (ReadOnlySpan<long>)[8, 7, 4])
        {
            long all = Chunks.Count(grid, rows) * rows, rest = grid % rows;
            if (grid < rows || (rest > 0 && rest < taps / 2) || all >= least)
                continue;
            best = rows;
            least = all;
        }
        return best;
    }

    /// <summary>Cuts the rows into parts: the first block, which begins outside, the last one, which ends there and may reach back, and those in between.</summary>
    private long Cut(Part* parts)
    {
        long count = 0, blocks = Chunks.Count(_lines.Grid, _rows);
        for (long block = 0; block < blocks;)
        {
            long row = Math.Min(block * _rows, _lines.Grid - _rows), first = row + _lines.Offset, last = first + _rows + _lines.Taps - 2;
            long together = block == 0 || block == blocks - 1 ? 1 : _apart ? Math.Min(MostBlocks, blocks - 1 - block) : 1;
            if (parts != null)
                parts[count] = new Part { Row = row, Blocks = together, Top = (int)Math.Max(0, -first), Bottom = (int)Math.Max(0, last - _lines.Source + 1) };
            count++;
            block += together;
        }
        return count;
    }

    /// <summary>Copies the rows that a part reads, with room around them; returns where its first row begins, inside or not.</summary>
    private T* Copy(long plane, in Part part, nint offset, nint reach)
    {
        long width = _columns.Source, rows = (part.Blocks * _rows) + _lines.Taps - 1 - part.Top - part.Bottom, count = rows * width, before = Math.Max(0, -offset);
        T* buffer = Scratch.Take<T>(SourceBuffer, before + count + reach + Math.Max(0, offset));
        Unsafe.CopyBlockUnaligned(buffer + before, _from + (plane * _sourcePlane) + ((part.Row + _lines.Offset + part.Top) * width), (uint)(count * sizeof(T)));
        return buffer + before - (part.Top * width) + offset;
    }

    private static void Mask(T* mask, nint offset, nint count, nint width)
    {
        new Span<byte>(mask, (int)(count * sizeof(T))).Clear();
        nint from = Math.Clamp(-offset, 0, count), to = Math.Clamp(width - offset, from, count);
        new Span<byte>(mask + from, (int)((to - from) * sizeof(T))).Fill(0xff);
    }

    private void Block(in DepthwiseRowBlock<T> b, int top, int bottom)
    {
        if (_lines.Taps == 3) Block<Count3, Count1>(b, top, bottom);
        else if (_lines.Taps == 5) Block<Count5, Count2>(b, top, bottom);
        else Block<Count7, Count3>(b, top, bottom);
    }

    private void Block<TTaps, TOutside>(in DepthwiseRowBlock<T> b, int top, int bottom)
        where TTaps : struct, ICount
        where TOutside : struct, ICount
    {
        if (_rows == 8) Block<TTaps, Count8, TOutside>(b, top, bottom);
        else if (_rows == 7) Block<TTaps, Count7, TOutside>(b, top, bottom);
        else Block<TTaps, Count4, TOutside>(b, top, bottom);
    }

    private static void Block<TTaps, TRows, TOutside>(in DepthwiseRowBlock<T> b, int top, int bottom)
        where TTaps : struct, ICount
        where TRows : struct, ICount
        where TOutside : struct, ICount
    {
        if (top > 0 && bottom > 0) DepthwiseRowKernel<TLanes, T>.Run<TTaps, TRows, TOutside, TOutside>(b);
        else if (top > 0) DepthwiseRowKernel<TLanes, T>.Run<TTaps, TRows, TOutside, Count0>(b);
        else if (bottom > 0) DepthwiseRowKernel<TLanes, T>.Run<TTaps, TRows, Count0, TOutside>(b);
        else DepthwiseRowKernel<TLanes, T>.Run<TTaps, TRows, Count0, Count0>(b);
    }
}
