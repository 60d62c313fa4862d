using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Convolution;

/// <summary>How a gather sees the weight: element (m, channel, tap) at m * Row + channel * Channel + kernel index of the tap.</summary>
internal unsafe struct WeightMap<T>
    where T : unmanaged
{
    private readonly Gather _gather;
    private readonly ConvGeometry _geometry;
    private readonly T* _weight;

    /// <summary>Result channels of one group.</summary>
    public readonly long Rows;

    /// <summary>Elements between result channels, source channels and groups.</summary>
    public readonly long Row, Channel, Group;

    /// <summary>Whether the taps of all channels of a row are contiguous, in order.</summary>
    public readonly bool IsContiguous;

    /// <summary>The weight as the forward pass or, with <paramref name="adjoint"/>, the gradient to the input needs it.</summary>
    public WeightMap(in ConvGeometry g, in Gather gather, T* weight, bool adjoint)
    {
        _gather = gather;
        _geometry = g;
        _weight = weight;
        Rows = adjoint ? g.InPerGroup : g.OutPerGroup;
        Row = adjoint ? g.Taps : g.InPerGroup * g.Taps;
        Channel = adjoint ? g.InPerGroup * g.Taps : g.Taps;
        Group = g.OutPerGroup * g.InPerGroup * g.Taps;
        IsContiguous = !adjoint;
    }

    /// <summary>First weight of row <paramref name="row"/> and channel <paramref name="channel"/> of a group.</summary>
    public readonly T* At(long group, long row, long channel) => _weight + (group * Group) + (row * Row) + (channel * Channel);

    /// <summary>Packs up to six rows of some channels, as <see cref="Packing{TLanes, T}.Left"/> does.</summary>
    public readonly void Pack<TLanes>(long group, long row, int rows, long channel, long channels, T* panel)
        where TLanes : struct, ILanes<TLanes, T>
    {
        T* from = At(group, row, channel);
        if (IsContiguous)
        {
            Packing<TLanes, T>.Left(from, Row, 1, rows, channels * _gather.Taps, panel);
            return;
        }
        if (_gather.Taps == 1)
        {
            Packing<TLanes, T>.Left(from + Kernel(0, 0, 0), Row, Channel, rows, channels, panel);
            return;
        }
        if (_gather.Taps == _geometry.Taps)
        {
            // All taps in their own order: a small transposition for each channel.
            for (long c = 0; c < channels; c++, from += Channel, panel += Tile<T>.MaxRows * _gather.Taps)
                Packing<TLanes, T>.Left(from, Row, 1, rows, _gather.Taps, panel);
            return;
        }
        for (long c = 0; c < channels; c++, from += Channel)
        {
            for (long d = 0; d < _gather.Depth.Taps; d++)
            {
                for (long h = 0; h < _gather.Height.Taps; h++)
                {
                    T* at = from + Kernel(d, h, 0);
                    for (long w = 0; w < _gather.Width.Taps; w++, at += _gather.Width.KernelStep, panel += Tile<T>.MaxRows)
                        Column(at, (nint)Row, rows, panel);
                }
            }
        }
    }

    /// <summary>Lists the weights of one row, channels outermost, in the order of <see cref="SourceTileLayout.ListTaps"/>.</summary>
    public readonly void List(long group, long row, T* weights)
    {
        for (long c = 0; c < _gather.Channels; c++)
        {
            T* from = At(group, row, c);
            for (long d = 0; d < _gather.Depth.Taps; d++)
            {
                for (long h = 0; h < _gather.Height.Taps; h++)
                {
                    for (long w = 0; w < _gather.Width.Taps; w++)
                        *weights++ = from[Kernel(d, h, w)];
                }
            }
        }
    }

    private static void Column(T* from, nint row, int rows, T* to)
    {
        if (rows == Tile<T>.MaxRows)
        {
            to[0] = from[0];
            to[1] = from[row];
            to[2] = from[2 * row];
            to[3] = from[3 * row];
            to[4] = from[4 * row];
            to[5] = from[5 * row];
            return;
        }
        for (int i = 0; i < Tile<T>.MaxRows; i++)
            to[i] = i < rows ? from[i * row] : default;
    }

    private readonly long Kernel(long depth, long height, long width)
    {
        long d = _gather.Depth.Kernel + (depth * _gather.Depth.KernelStep);
        long h = _gather.Height.Kernel + (height * _gather.Height.KernelStep);
        long w = _gather.Width.Kernel + (width * _gather.Width.KernelStep);
        return (((d * _geometry.Height.Kernel) + h) * _geometry.Width.Kernel) + w;
    }
}
