using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Gradient to the weight of depthwise convolutions, with a channel in each lane; see <see cref="LaneDepthwise{TLanes, T}"/>.</summary>
/// <remarks>The sums of nine taps (3x3), ten (two rows of 5) or seven stay in registers while all positions of a strip pass by; nothing is summed across lanes. Strips and images follow one another in order.</remarks>
[SkipLocalsInit]
internal readonly unsafe struct LaneDepthwiseWeights<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int SourceBuffer = 3, SumBuffer = 4, GradientBuffer = 5, ExtraBuffer = 6;

    private readonly LaneSource<TLanes, T> _source;
    private readonly T* _x, _gradient, _result;
    private readonly long _images, _channels, _inputPlane, _outputPlane, _rows, _columns, _rowStep, _columnStep, _stripRows;
    private readonly int _tapRows, _tapColumns;

    private LaneDepthwiseWeights(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        long columns = ((g.Width.Output - 1) * g.Width.Stride) + g.Width.Kernel;
        _stripRows = LaneDepthwise<TLanes, T>.StripRows(g.Height.Output, g.Height.Stride, g.Height.Kernel, columns);
        _source = new(
            g.Height.Input, g.Width.Input, -g.Height.Padding, ((_stripRows - 1) * g.Height.Stride) + g.Height.Kernel, -g.Width.Padding, columns, _stripRows == g.Height.Output);
        _x = x;
        _gradient = gy;
        _result = gw;
        (_images, _channels, _inputPlane, _outputPlane) = (g.Batch, g.Groups, g.InputPlane, g.OutputPlane);
        (_rows, _columns, _rowStep, _columnStep) = (g.Height.Output, g.Width.Output, g.Height.Stride, g.Width.Stride);
        (_tapRows, _tapColumns) = ((int)g.Height.Kernel, (int)g.Width.Kernel);
    }

    /// <summary>Whether this is the way for the sizes.</summary>
    public static bool Suits(in ConvGeometry g) => g.Width.Kernel is 3 or 5 or 7 && LaneDepthwise<TLanes, T>.Suits(g);

    /// <summary>Computes gw; there is at least one output position.</summary>
    public static void Run(in ConvGeometry g, T* x, T* gy, T* gw)
    {
        var body = new LaneDepthwiseWeights<TLanes, T>(g, x, gy, gw);
        long work = g.Batch * TLanes.Count * (((g.OutputPlane + 4) * (g.Taps + 8)) + 64);
        WorkPool.For(Chunks.Count(g.Groups, TLanes.Count), 1 + ((1L << 19) / work), ref body);
    }

    /// <inheritdoc/>
    public void Invoke(long start, long end)
    {
        int n = TLanes.Count, taps = _tapRows * _tapColumns;
        T* data = Scratch.Take<T>(SourceBuffer, _source.Count), gradient = Scratch.Take<T>(GradientBuffer, _stripRows * _columns * n);
        T* sums = Scratch.Take<T>(SumBuffer, taps * n), extra = Scratch.Take<T>(ExtraBuffer, _source.Extra);
        _source.Clear(data);
        for (long block = start; block < end; block++)
        {
            long first = block * n;
            int channels = (int)Math.Min(n, _channels - first);
            new Span<T>(sums, taps * n).Clear();
            for (long image = 0; image < _images; image++)
            {
                long at = (image * _channels) + first;
                for (long row = 0; row < _rows; row += _stripRows)
                {
                    long rows = Math.Min(_stripRows, _rows - row);
                    _source.Fill(_x + (at * _inputPlane), channels, row * _rowStep, data, extra);
                    LanePlanes<TLanes, T>.Load(_gradient + (at * _outputPlane) + (row * _columns), (nint)_outputPlane, channels, (nint)(rows * _columns), gradient);
                    Add(data, gradient, rows, sums);
                }
            }
            LanePlanes<TLanes, T>.Store(sums, taps, channels, _result + (first * taps), taps);
        }
    }

    private void Add(T* data, T* gradient, long rows, T* sums)
    {
        nint n = TLanes.Count, pitch = (nint)(_source.Columns * n);
        for (int row = 0; row < _tapRows;)
        {
            int left = _tapRows - row, taken = _tapColumns == 3 ? Math.Min(3, left) : _tapColumns == 5 ? Math.Min(2, left) : 1;
            T* x = data + (row * pitch), to = sums + (row * _tapColumns * n);
            if (_tapColumns == 7) Add<Count1, Count7>(x, pitch, gradient, rows, to);
            else if (_tapColumns == 5 && taken == 2) Add<Count2, Count5>(x, pitch, gradient, rows, to);
            else if (_tapColumns == 5) Add<Count1, Count5>(x, pitch, gradient, rows, to);
            else if (taken == 3) Add<Count3, Count3>(x, pitch, gradient, rows, to);
            else if (taken == 2) Add<Count2, Count3>(x, pitch, gradient, rows, to);
            else Add<Count1, Count3>(x, pitch, gradient, rows, to);
            row += taken;
        }
    }

    /// <summary>Adds what one image gives to some rows of taps.</summary>
    [MethodImpl(AggressiveOptimization)]
    private void Add<TRows, TColumns>(T* data, nint pitch, T* gradient, long rows, T* sums)
        where TRows : struct, ICount
        where TColumns : struct, ICount
    {
        nint n = TLanes.Count, step = (nint)_columnStep * n;
        TLanes a0 = TLanes.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0, c0 = a0, c1 = a0, c2 = a0;
        T* from = gradient;
        for (long row = 0; row < rows; row++)
        {
            T* p = data + (row * _rowStep * pitch), q = p + pitch, r = q + pitch;
            T* end = from + (_columns * n);
            for (; from < end; from += n, p += step, q += step, r += step)
            {
                TLanes g = TLanes.Load(from);
                Accumulate<TLanes, T>.Add(ref a0, p, g);
                Accumulate<TLanes, T>.Add(ref a1, p + n, g);
                Accumulate<TLanes, T>.Add(ref a2, p + (2 * n), g);
                if (TColumns.Value > 3)
                {
                    Accumulate<TLanes, T>.Add(ref a3, p + (3 * n), g);
                    Accumulate<TLanes, T>.Add(ref a4, p + (4 * n), g);
                }
                if (TColumns.Value > 5)
                {
                    Accumulate<TLanes, T>.Add(ref a5, p + (5 * n), g);
                    Accumulate<TLanes, T>.Add(ref a6, p + (6 * n), g);
                }
                if (TRows.Value > 1)
                {
                    Accumulate<TLanes, T>.Add(ref b0, q, g);
                    Accumulate<TLanes, T>.Add(ref b1, q + n, g);
                    Accumulate<TLanes, T>.Add(ref b2, q + (2 * n), g);
                    if (TColumns.Value > 3)
                    {
                        Accumulate<TLanes, T>.Add(ref b3, q + (3 * n), g);
                        Accumulate<TLanes, T>.Add(ref b4, q + (4 * n), g);
                    }
                }
                if (TRows.Value > 2)
                {
                    Accumulate<TLanes, T>.Add(ref c0, r, g);
                    Accumulate<TLanes, T>.Add(ref c1, r + n, g);
                    Accumulate<TLanes, T>.Add(ref c2, r + (2 * n), g);
                }
            }
        }
        Gather<TColumns>(ref sums, a0, a1, a2, a3, a4, a5, a6);
        if (TRows.Value > 1)
            Gather<TColumns>(ref sums, b0, b1, b2, b3, b4, default, default);
        if (TRows.Value > 2)
            Gather<TColumns>(ref sums, c0, c1, c2, default, default, default, default);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Gather<TColumns>(ref T* sums, TLanes s0, TLanes s1, TLanes s2, TLanes s3, TLanes s4, TLanes s5, TLanes s6)
        where TColumns : struct, ICount
    {
        nint n = TLanes.Count;
        TLanes.Store(sums, TLanes.Load(sums) + s0);
        TLanes.Store(sums + n, TLanes.Load(sums + n) + s1);
        TLanes.Store(sums + (2 * n), TLanes.Load(sums + (2 * n)) + s2);
        if (TColumns.Value > 3)
        {
            TLanes.Store(sums + (3 * n), TLanes.Load(sums + (3 * n)) + s3);
            TLanes.Store(sums + (4 * n), TLanes.Load(sums + (4 * n)) + s4);
        }
        if (TColumns.Value > 5)
        {
            TLanes.Store(sums + (5 * n), TLanes.Load(sums + (5 * n)) + s5);
            TLanes.Store(sums + (6 * n), TLanes.Load(sums + (6 * n)) + s6);
        }
        sums += TColumns.Value * n;
    }
}
