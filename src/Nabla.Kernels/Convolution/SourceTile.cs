using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
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

    [MethodImpl(AggressiveOptimization)]
    private void FillChannel(T* source, T* target)
    {
        long depthEvery = _gather.Depth.Taps == 1 ? _gather.Depth.Step : 1, heightEvery = _gather.Height.Taps == 1 ? _gather.Height.Step : 1;
        long depth = (_tile.Plane * _gather.Depth.Step) + _gather.Depth.Lowest, sourceHeight = _gather.Height.Source, sourceWidth = _gather.Width.Source;
        long step = _gather.Width.Step, width = Layout.PhaseWidth, phases = Layout.Phases, row = Layout.Row;
        long plane = _gather.SourcePlane;
        (long from0, long begin0, long end0) = Part(0);
        (long from1, long begin1, long end1) = phases >= 2 ? Part(1) : default;
        for (long d = 0; d < Layout.Planes; d++, depth += depthEvery)
        {
            long height = (_tile.Row * _gather.Height.Step) + _gather.Height.Lowest;
            for (long h = 0; h < Layout.Rows; h++, height += heightEvery, target += row)
            {
                if ((ulong)depth >= (ulong)_gather.Depth.Source || (ulong)height >= (ulong)sourceHeight)
                {
                    new Span<T>(target, (int)row).Clear();
                    continue;
                }
                T* at = source + (((depth * sourceHeight) + height) * sourceWidth);
                Prefetch(at + plane, sourceWidth);
                if (phases == 2)
                {
                    SplitRow(at, (begin0, end0), (begin1, end1), from0, target);
                    continue;
                }
                FillRow(at + from0, step, begin0, end0, width, target);
                if (phases > 2)
                    FillRow(at + from1, step, begin1, end1, width, target + width);
                for (long phase = 2; phase < phases; phase++)
                {
                    (long from, long begin, long end) = Part(phase);
                    FillRow(at + from, step, begin, end, width, target + (phase * width));
                }
            }
        }
    }

    /// <summary>The same row of the next channel is asked for: the machine's own prefetcher loses its way from one channel to the next.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Prefetch(T* row, long width)
    {
        for (long i = 0; Sse.IsSupported && i < width; i += 64 / sizeof(T))
            Sse.Prefetch0(row + i);
    }

    /// <summary>Both remainders of a row whose columns are two apart: target[i] = source[2 i + from] and target[width + i] = source[2 i + 1 + from] where they exist.</summary>
    [MethodImpl(AggressiveInlining)]
    private void SplitRow(T* source, (long Begin, long End) even, (long Begin, long End) odd, long from, T* target)
    {
        long width = Layout.PhaseWidth;
        T* other = target + width;
        for (long i = 0; i < even.Begin; i++)
            target[i] = default;
        for (long i = 0; i < odd.Begin; i++)
            other[i] = default;
        long count = even.End - even.Begin + odd.End - odd.Begin;
        if (odd.Begin < even.Begin)
            ShortRow<Lanes128<T>, T>.Split(source + (2 * odd.Begin) + 1 + from, (nint)count, other + odd.Begin, target + even.Begin);
        else
            ShortRow<Lanes128<T>, T>.Split(source + (2 * even.Begin) + from, (nint)count, target + even.Begin, other + odd.Begin);
        for (long i = even.End; i < width; i++)
            target[i] = default;
        for (long i = odd.End; i < width; i++)
            other[i] = default;
    }

    /// <summary>For one remainder of the columns target[i] = source[i * step + from], where begin &lt;= i &lt; end; the rest is padding.</summary>
    private (long From, long Begin, long End) Part(long phase)
    {
        long step = _gather.Width.Step, from = _gather.Width.Lowest + phase;
        long begin = from >= 0 ? 0 : Math.Min(Layout.PhaseWidth, (-from + step - 1) / step);
        return (from, begin, from >= _gather.Width.Source ? begin : Math.Clamp(((_gather.Width.Source - 1 - from) / step) + 1, begin, Layout.PhaseWidth));
    }

    [MethodImpl(AggressiveInlining)]
    private static void FillRow(T* source, long step, long begin, long end, long width, T* target)
    {
        for (long i = 0; i < begin; i++)
            target[i] = default;
        if (step == 1)
            Copy(source + begin, target + begin, (nint)(end - begin));
        else
            Transposition<T>.Every(source + (begin * step), (nint)step, target + begin, end - begin);
        for (long i = end; i < width; i++)
            target[i] = default;
    }

    [MethodImpl(AggressiveInlining)]
    private static void Copy(T* source, T* target, nint count)
    {
        if (Lanes256<T>.IsAccelerated)
            ShortRow<Lanes256<T>, T>.Copy(source, target, count);
        else
            ShortRow<Lanes128<T>, T>.Copy(source, target, count);
    }
}
