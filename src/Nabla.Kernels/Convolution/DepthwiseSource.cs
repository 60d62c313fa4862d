using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Copies what a strip of a depthwise pass reads into a buffer in which the padding is real.</summary>
/// <remarks>The margins of the buffer are cleared once; each channel then overwrites the inside only.</remarks>
internal readonly unsafe struct DepthwiseSource<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private readonly T* _buffer;
    private readonly long _row, _rowStep, _firstRow, _rowSpan, _height, _width;
    private readonly nint _count, _even, _odd;
    private readonly bool _split, _clears;

    /// <summary>Clears <paramref name="buffer"/>, which has room for the layout's elements and two vectors.</summary>
    public DepthwiseSource(in DepthwiseLayout layout, T* buffer)
    {
        _buffer = buffer;
        _row = layout.Row;
        _rowStep = layout.RowStep;
        _firstRow = layout.FirstRow;
        _rowSpan = layout.RowSpan;
        _height = layout.RowsOf(0).Source;
        _width = layout.ColumnsOf(0).Source;
        _split = layout.ColumnStep == 2;
        // With one strip the rows outside are margins for every channel.
        _clears = layout.Strips > 1;
        // Columns before the first one read are passed over; those past the last one do not fit.
        long skipped = Math.Clamp(layout.FirstColumn, 0, _width), at = Math.Max(0, -layout.FirstColumn);
        Skipped = (nint)skipped;
        _count = (nint)Math.Clamp(layout.Row - at, 0, _width - skipped);
        _even = (nint)(_split ? (at % 2 * layout.PhaseWidth) + (at / 2) : at);
        _odd = (nint)(_split ? ((at + 1) % 2 * layout.PhaseWidth) + ((at + 1) / 2) : at);
        new Span<T>(buffer, checked((int)layout.Count + (2 * TLanes.Count))).Clear();
    }

    private nint Skipped { get; }

    /// <summary>Copies the rows that grid rows <paramref name="row"/> .. + <paramref name="rows"/> - 1 of one channel read; returns the first.</summary>
    [MethodImpl(AggressiveOptimization)]
    public T* Fill(T* channel, long row, long rows)
    {
        long first = (row * _rowStep) + _firstRow, count = ((rows - 1) * _rowStep) + _rowSpan + 1;
        long before = Math.Clamp(-first, 0, count), end = Math.Clamp(_height - first, before, count);
        long pitch = _row, width = _width;
        nint columns = _count, even = _even, odd = _odd;
        T* to = _buffer + (before * pitch), from = channel + ((first + before) * width) + Skipped;
        if (_clears)
        {
            new Span<T>(_buffer, (int)(before * pitch)).Clear();
            new Span<T>(_buffer + (end * pitch), (int)((count - end) * pitch)).Clear();
        }
        if (_split)
        {
            for (long i = before; i < end; i++, to += pitch, from += width)
                ShortRow<TLanes, T>.Split(from, columns, to + even, to + odd);
        }
        else
        {
            for (long i = before; i < end; i++, to += pitch, from += width)
                ShortRow<TLanes, T>.Copy(from, to + even, columns);
        }
        return _buffer;
    }
}
