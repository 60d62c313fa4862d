using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>The part of the source that a tile of results reads, copied to the layout that suits it.</summary>
internal readonly unsafe struct SourceTile<T>
    where T : unmanaged
{
    /// <summary>Elements that a read may run past the end of a copied tile.</summary>
    public const int Slack = 64;

    private readonly Gather _gather;
    private readonly GridTile _tile;

    /// <summary>Lays out the tile for <paramref name="channels"/> channels at a time; <paramref name="copies"/> forbids use of the source itself.</summary>
    public SourceTile(in Gather gather, in GridTile tile, long channels, bool copies = false)
    {
        _gather = gather;
        _tile = tile;
        Layout = new SourceTileLayout(gather, tile, channels, copies);
    }

    /// <summary>Where the elements lie.</summary>
    public SourceTileLayout Layout { get; }

    /// <summary>Returns the tile of the channels from <paramref name="first"/> on, <paramref name="channels"/> of them.</summary>
    /// <param name="source">The whole source.</param>
    /// <param name="first">First channel, counted over all groups.</param>
    /// <param name="channels">Number of channels, at most as many as laid out.</param>
    /// <param name="buffer">Room for the layout's elements and <see cref="Slack"/> more, unless the source itself serves.</param>
    public T* Fill(T* source, long first, long channels, T* buffer)
    {
        long plane = _gather.SourcePlane;
        T* image = source + (((_tile.Image * _gather.AllChannels) + first) * plane);
        if (Layout.IsSource)
        {
            return image
                + (((_tile.Plane * _gather.Depth.Step) + _gather.Depth.Lowest) * Layout.Plane)
                + (((_tile.Row * _gather.Height.Step) + _gather.Height.Lowest) * Layout.Row)
                + _gather.Width.Lowest;
        }
        for (long n = 0; n < _tile.Images; n++, image += _gather.AllChannels * plane)
        {
            for (long c = 0; c < channels; c++)
                FillChannel(image + (c * plane), buffer + (n * Layout.Image) + (c * Layout.Channel));
        }
        return buffer;
    }

    private void FillChannel(T* source, T* target)
    {
        long depthEvery = _gather.Depth.Taps == 1 ? _gather.Depth.Step : 1, heightEvery = _gather.Height.Taps == 1 ? _gather.Height.Step : 1;
        long depth = (_tile.Plane * _gather.Depth.Step) + _gather.Depth.Lowest;
        for (long d = 0; d < Layout.Planes; d++, depth += depthEvery)
        {
            long height = (_tile.Row * _gather.Height.Step) + _gather.Height.Lowest;
            for (long h = 0; h < Layout.Rows; h++, height += heightEvery, target += Layout.Row)
            {
                if ((ulong)depth >= (ulong)_gather.Depth.Source || (ulong)height >= (ulong)_gather.Height.Source)
                    new Span<T>(target, (int)Layout.Row).Clear();
                else
                    FillRow(source + (((depth * _gather.Height.Source) + height) * _gather.Width.Source), target);
            }
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private void FillRow(T* source, T* target)
    {
        long step = _gather.Width.Step;
        for (long phase = 0; phase < Layout.Phases; phase++, target += Layout.PhaseWidth)
        {
            // target[i] = source[i * step + from]
            long from = _gather.Width.Lowest + phase;
            long begin = from >= 0 ? 0 : Math.Min(Layout.PhaseWidth, (-from + step - 1) / step);
            long end = from >= _gather.Width.Source ? begin : Math.Clamp(((_gather.Width.Source - 1 - from) / step) + 1, begin, Layout.PhaseWidth);
            for (long i = 0; i < begin; i++)
                target[i] = default;
            T* at = source + from;
            if (step == 1)
                Copy(at + begin, target + begin, end - begin);
            else
                Transposition<T>.Every(at + (begin * step), (nint)step, target + begin, end - begin);
            for (long i = end; i < Layout.PhaseWidth; i++)
                target[i] = default;
        }
    }

    /// <summary>Copies a row; most are too short to call for it.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Copy(T* source, T* target, long count)
    {
        if (count > 64)
        {
            Unsafe.CopyBlockUnaligned(target, source, (uint)(count * sizeof(T)));
            return;
        }
        nint i = 0, four = 16 / sizeof(T);
        for (; i <= count - four; i += four)
            Unsafe.CopyBlockUnaligned(target + i, source + i, 16);
        for (; i < count; i++)
            target[i] = source[i];
    }
}
