using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Some rows of a picture with their padding made real, laid out so that every tap of all positions, counted row after row, is one contiguous read.</summary>
/// <remarks>
/// For strides above 1 rows and columns are sorted by their remainders: each remainder is a plane of its own. A row of positions is a few positions longer than a row of results
/// (the span of the taps); what is computed there is dropped.
/// </remarks>
internal readonly unsafe struct PaddedSource<T>
    where T : unmanaged
{
    private readonly AxisGather _height, _width;
    private readonly long _downPhases, _acrossPhases;

    /// <summary>Lays out what <paramref name="rows"/> rows of results read.</summary>
    public PaddedSource(in Gather gather, long rows)
    {
        _height = gather.Height;
        _width = gather.Width;
        // With a single tap the positions between the results are not needed at all.
        _downPhases = _height.Taps == 1 ? 1 : _height.Step;
        _acrossPhases = _width.Taps == 1 ? 1 : _width.Step;
        Rows = rows + (_height.Span / _height.Step);
        Pitch = _width.Grid + (_width.Span / _width.Step);
        Phase = Rows * Pitch;
        Channel = _downPhases * _acrossPhases * Phase;
    }

    /// <summary>Rows of one remainder.</summary>
    public long Rows { get; }

    /// <summary>Positions from one row of results to the next.</summary>
    public long Pitch { get; }

    /// <summary>Elements of one channel.</summary>
    public long Channel { get; }

    private long Phase { get; }

    /// <summary>Offsets of all taps of <paramref name="channels"/> channels, channels outermost.</summary>
    public void ListTaps(long channels, int* offsets)
    {
        long taps = _height.Taps * _width.Taps;
        for (long h = 0; h < _height.Taps; h++)
        {
            long y = _height.Offset + (h * _height.OffsetStep) - _height.Lowest;
            for (long w = 0; w < _width.Taps; w++)
            {
                long x = _width.Offset + (w * _width.OffsetStep) - _width.Lowest;
                long phase = (y % _height.Step * _acrossPhases) + (x % _width.Step);
                offsets[(h * _width.Taps) + w] = checked((int)((phase * Phase) + (y / _height.Step * Pitch) + (x / _width.Step)));
            }
        }
        for (long i = taps; i < channels * taps; i++)
            offsets[i] = checked((int)(offsets[i - taps] + Channel));
    }

    /// <summary>Copies one channel for the rows of results from <paramref name="row"/> on.</summary>
    /// <param name="source">The channel's plane.</param>
    /// <param name="row">First row of results.</param>
    /// <param name="target">Receives <see cref="Channel"/> elements.</param>
    [MethodImpl(AggressiveOptimization)]
    public void Fill(T* source, long row, T* target)
    {
        long phases = _acrossPhases, across = phases * Phase, width = _width.Source, lowest = _width.Lowest;
        // Columns of the padded row, remainders not yet sorted, that exist in the source: first .. end - 1.
        long step = _width.Step, first = Math.Max(0, -lowest), end = Math.Min(width - lowest, ((Pitch - 1) * step) + phases);
        (long evenFirst, long evenEnd, long oddFirst, long oddEnd) = ((first + 1) >> 1, (end + 1) >> 1, first >> 1, end >> 1);
        for (long down = 0; down < _downPhases; down++, target += across)
        {
            long y = (row * _height.Step) + _height.Lowest + down;
            for (long r = 0; r < Rows; r++, y += _height.Step)
            {
                T* to = target + (r * Pitch);
                if ((ulong)y >= (ulong)_height.Source || end <= first)
                {
                    for (long phase = 0; phase < phases; phase++)
                        new Span<T>(to + (phase * Phase), (int)Pitch).Clear();
                    continue;
                }
                T* from = source + (y * width) + lowest;
                if (step == 1)
                {
                    Margins(to, first, end);
                    Copy(from + first, to + first, (nint)(end - first));
                }
                else if (phases == 2)
                {
                    Margins(to, evenFirst, evenEnd);
                    Margins(to + Phase, oddFirst, oddEnd);
                    T* even = to + evenFirst, odd = to + Phase + oddFirst;
                    Split(from + first, (nint)(end - first), (first & 1) == 0 ? even : odd, (first & 1) == 0 ? odd : even);
                }
                else
                {
                    for (long phase = 0; phase < phases; phase++)
                        Strided(from + phase, step, first - phase, end - phase, to + (phase * Phase));
                }
            }
        }
    }

    /// <summary>target[i] = source[i * step] where first &lt;= i * step &lt; end, and zero elsewhere.</summary>
    private void Strided(T* source, long step, long first, long end, T* target)
    {
        for (long i = 0; i < Pitch; i++)
            target[i] = i * step >= first && i * step < end ? source[i * step] : default;
    }

    /// <summary>Clears a row in front of and behind what the source holds.</summary>
    [MethodImpl(AggressiveInlining)]
    private void Margins(T* target, long first, long end)
    {
        for (long i = 0; i < first; i++)
            target[i] = default;
        for (long i = end; i < Pitch; i++)
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

    [MethodImpl(AggressiveInlining)]
    private static void Split(T* source, nint count, T* even, T* odd) => ShortRow<Lanes128<T>, T>.Split(source, count, even, odd);
}
