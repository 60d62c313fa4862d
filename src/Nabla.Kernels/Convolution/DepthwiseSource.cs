using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Copies what a strip of a depthwise pass reads into a buffer in which the padding is real.</summary>
/// <remarks>The margins of the buffer are cleared once; each channel then overwrites the inside only.</remarks>
internal readonly unsafe struct DepthwiseSource<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private readonly DepthwiseLayout _layout;
    private readonly long _height, _width;
    private readonly T* _buffer;
    private readonly long _from0, _begin0, _count0, _from1, _begin1, _count1;

    /// <summary>Clears <paramref name="buffer"/>, which has room for the layout's elements and two vectors.</summary>
    public DepthwiseSource(in DepthwiseLayout layout, T* buffer)
    {
        _layout = layout;
        AxisGather columns = layout.ColumnsOf(0);
        _height = layout.RowsOf(0).Source;
        _width = columns.Source;
        _buffer = buffer;
        (_from0, _begin0, _count0) = Part(0);
        (_from1, _begin1, _count1) = layout.ColumnStep == 2 ? Part(1) : default;
        new Span<T>(buffer, checked((int)layout.Count + (2 * TLanes.Count))).Clear();
    }

    /// <summary>Which columns of a phase exist: buffer[i] = row[i * step + from] for count columns from begin on.</summary>
    private (long From, long Begin, long Count) Part(long phase)
    {
        long step = _layout.ColumnStep, from = _layout.FirstColumn + phase;
        long begin = from >= 0 ? 0 : Math.Min(_layout.PhaseWidth, (-from + step - 1) / step);
        long end = from >= _width ? begin : Math.Clamp(((_width - 1 - from) / step) + 1, begin, _layout.PhaseWidth);
        return (from + (begin * step), begin, end - begin);
    }

    /// <summary>Copies the rows that grid rows <paramref name="row"/> .. + <paramref name="rows"/> - 1 of one channel read; returns the first.</summary>
    [MethodImpl(AggressiveOptimization)]
    public T* Fill(T* channel, long row, long rows)
    {
        long first = (row * _layout.RowStep) + _layout.FirstRow, count = ((rows - 1) * _layout.RowStep) + _layout.RowSpan + 1;
        T* to = _buffer;
        for (long i = 0; i < count; i++, to += _layout.Row)
        {
            long at = first + i;
            if ((ulong)at >= (ulong)_height)
            {
                // With one strip these rows are margins for every channel.
                if (_layout.Strips > 1)
                    new Span<T>(to, (int)_layout.Row).Clear();
                continue;
            }
            T* from = channel + (at * _width);
            if (_layout.ColumnStep == 1)
            {
                Copy(from + _from0, to + _begin0, (nint)_count0);
            }
            else
            {
                Transposition<T>.Every(from + _from0, 2, to + _begin0, _count0);
                Transposition<T>.Every(from + _from1, 2, to + _layout.PhaseWidth + _begin1, _count1);
            }
        }
        return _buffer;
    }

    [MethodImpl(AggressiveInlining)]
    private static void Copy(T* source, T* target, nint count)
    {
        int n = TLanes.Count;
        nint i = 0;
        for (; i <= count - n; i += n)
            TLanes.Store(target + i, TLanes.Load(source + i));
        if (i == count)
            return;
        if (count >= n)
        {
            TLanes.Store(target + count - n, TLanes.Load(source + count - n));
            return;
        }
        for (; i < count; i++)
            target[i] = source[i];
    }
}
