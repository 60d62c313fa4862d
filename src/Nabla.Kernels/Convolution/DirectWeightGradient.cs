using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the weight for groups of one input channel: every tap is an inner product of the output gradient and the shifted input.</summary>
/// <remarks>A channel is summed by one thread, image after image, so the result has the same bits for any number of threads.</remarks>
internal readonly unsafe struct DirectWeightGradient<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TapsAtOnce = 9;
    private const long Positions = 16_384;
    private const int SourceBuffer = 3;
    private const int SumBuffer = 4;
    private const int TapBuffer = 5;

    private readonly ConvGeometry _g;
    private readonly Gather _gather;
    private readonly GridTiling _tiling;
    private readonly T* _source;
    private readonly T* _gradient;
    private readonly T* _result;

    private DirectWeightGradient(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        _g = g;
        _gather = Gather.Of(g, adjoint: false);
        _tiling = new GridTiling(_gather, Positions);
        _source = x;
        _gradient = gy;
        _result = gw;
    }

    /// <summary>Computes gw for one input channel per group; there is at least one output position.</summary>
    public static void Run(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        var body = new DirectWeightGradient<TLanes, T>(g, x, gy, gw);
        WorkPool.For(g.Groups, 1 + ((1L << 17) / (g.Batch * g.OutputPlane * g.OutPerGroup * g.Taps)), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        long taps = _g.Taps, padded = Chunks.Count(taps, TapsAtOnce) * TapsAtOnce, outputs = _g.OutPerGroup;
        long* offsets = Scratch.Take<long>(TapBuffer, padded);
        // One vector of partial sums per tap and output channel.
        T* sums = Scratch.Take<T>(SumBuffer, outputs * padded * TLanes.Count);
        for (long group = start; group < end; group++)
        {
            new Span<T>(sums, checked((int)(outputs * padded * TLanes.Count))).Clear();
            for (long i = 0; i < _tiling.Count; i++)
            {
                GridTile tile = _tiling[i];
                var source = new SourceTile<T>(_gather, tile, 1, copies: true);
                T* buffer = Scratch.Take<T>(SourceBuffer, source.Layout.Count + SourceTile<T>.Slack);
                source.Layout.ListTaps(1, offsets);
                for (long t = taps; t < padded; t++)
                    offsets[t] = offsets[0];
                source.Fill(_source, group, 1, buffer);
                for (long m = 0; m < outputs; m++)
                    Add(tile, source.Layout, buffer, (group * outputs) + m, offsets, padded, sums + (m * padded * TLanes.Count));
            }
            for (long m = 0; m < outputs; m++)
            {
                for (long t = 0; t < taps; t++)
                    _result[(((group * outputs) + m) * taps) + t] = TLanes.Sum(TLanes.Load(sums + (((m * padded) + t) * TLanes.Count)));
            }
        }
    }

    private void Add(in GridTile tile, in SourceTileLayout layout, T* data, long channel, long* offsets, long taps, T* sums)
    {
        for (long t = 0; t < taps; t += TapsAtOnce)
        {
            for (long n = 0; n < tile.Images; n++)
            {
                T* image = _gradient + ((((tile.Image + n) * _g.OutChannels) + channel) * _g.OutputPlane);
                for (long d = 0; d < tile.Planes; d++)
                {
                    T* gradient = image + ((((tile.Plane + d) * _g.Height.Output) + tile.Row) * _g.Width.Output);
                    AddPlane(
                        gradient, data + layout.Start(n, d, 0), (nint)(layout.HeightStep * layout.Row), tile.Rows, (nint)_g.Width.Output, offsets + t, sums + (t * TLanes.Count));
                }
            }
        }
    }

    /// <summary>Adds the rows of one plane to the vectors of nine taps.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void AddPlane(T* gradient, T* source, nint sourceRow, long rows, nint columns, long* offsets, T* sums)
    {
        int n = TLanes.Count;
        TLanes s0 = TLanes.Load(sums), s1 = TLanes.Load(sums + n), s2 = TLanes.Load(sums + (2 * n));
        TLanes s3 = TLanes.Load(sums + (3 * n)), s4 = TLanes.Load(sums + (4 * n)), s5 = TLanes.Load(sums + (5 * n));
        TLanes s6 = TLanes.Load(sums + (6 * n)), s7 = TLanes.Load(sums + (7 * n)), s8 = TLanes.Load(sums + (8 * n));
        nint o0 = (nint)offsets[0], o1 = (nint)offsets[1], o2 = (nint)offsets[2], o3 = (nint)offsets[3], o4 = (nint)offsets[4];
        nint o5 = (nint)offsets[5], o6 = (nint)offsets[6], o7 = (nint)offsets[7], o8 = (nint)offsets[8];
        nint whole = columns / n * n;
        TLanes ones = ~TLanes.Zero;
        T* ragged = stackalloc T[3 * n];
        TLanes.Store(ragged, ones);
        TLanes.Store(ragged + n, TLanes.Zero);
        TLanes mask = TLanes.Load(ragged + n - (columns - whole));
        T* rest = ragged + (2 * n);
        TLanes.Store(rest, TLanes.Zero);
        for (long r = 0; r < rows; r++, gradient += columns, source += sourceRow)
        {
            for (nint i = 0; i < whole; i += n)
            {
                TLanes g = TLanes.Load(gradient + i);
                T* x = source + i;
                Accumulate<TLanes, T>.Add(ref s0, x + o0, g);
                Accumulate<TLanes, T>.Add(ref s1, x + o1, g);
                Accumulate<TLanes, T>.Add(ref s2, x + o2, g);
                Accumulate<TLanes, T>.Add(ref s3, x + o3, g);
                Accumulate<TLanes, T>.Add(ref s4, x + o4, g);
                Accumulate<TLanes, T>.Add(ref s5, x + o5, g);
                Accumulate<TLanes, T>.Add(ref s6, x + o6, g);
                Accumulate<TLanes, T>.Add(ref s7, x + o7, g);
                Accumulate<TLanes, T>.Add(ref s8, x + o8, g);
            }
            if (whole < columns)
            {
                for (nint i = whole; i < columns; i++)
                    rest[i - whole] = gradient[i];
                // What lies past the row is masked out, not multiplied by zero: it may be infinite.
                TLanes g = TLanes.Load(rest);
                T* x = source + whole;
                s0 = TLanes.Fma(TLanes.Load(x + o0) & mask, g, s0);
                s1 = TLanes.Fma(TLanes.Load(x + o1) & mask, g, s1);
                s2 = TLanes.Fma(TLanes.Load(x + o2) & mask, g, s2);
                s3 = TLanes.Fma(TLanes.Load(x + o3) & mask, g, s3);
                s4 = TLanes.Fma(TLanes.Load(x + o4) & mask, g, s4);
                s5 = TLanes.Fma(TLanes.Load(x + o5) & mask, g, s5);
                s6 = TLanes.Fma(TLanes.Load(x + o6) & mask, g, s6);
                s7 = TLanes.Fma(TLanes.Load(x + o7) & mask, g, s7);
                s8 = TLanes.Fma(TLanes.Load(x + o8) & mask, g, s8);
            }
        }
        TLanes.Store(sums, s0);
        TLanes.Store(sums + n, s1);
        TLanes.Store(sums + (2 * n), s2);
        TLanes.Store(sums + (3 * n), s3);
        TLanes.Store(sums + (4 * n), s4);
        TLanes.Store(sums + (5 * n), s5);
        TLanes.Store(sums + (6 * n), s6);
        TLanes.Store(sums + (7 * n), s7);
        TLanes.Store(sums + (8 * n), s8);
    }
}
