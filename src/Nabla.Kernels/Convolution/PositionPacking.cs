using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Packs what the positions of a panel read, tap after tap, for a register tile.</summary>
internal static unsafe class PositionPacking<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Elements that packing may write past the end of a panel.</summary>
    public static int Slack => 2 * TLanes.Count;

    /// <summary>panel[k, j] = what position j reads for tap k; columns without a position are unspecified.</summary>
    /// <param name="source">The source tile.</param>
    /// <param name="taps">Offset of each tap.</param>
    /// <param name="depth">Number of taps.</param>
    /// <param name="runs">The panel's runs, in order.</param>
    /// <param name="count">Number of runs.</param>
    /// <param name="exact">Whether nothing may be read past the end of a run.</param>
    /// <param name="panel">Two vectors for each tap, and <see cref="Slack"/> elements that may be overwritten.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Columns(T* source, long* taps, long depth, PositionRun* runs, int count, bool exact, T* panel)
    {
        int n = TLanes.Count;
        if (count == 1 && (runs[0].Length == 2 * n || !exact))
        {
            source += runs[0].Source;
            for (nint k = 0; k < depth; k++, panel += 2 * n)
            {
                T* from = source + taps[k];
                TLanes low = TLanes.Load(from), high = TLanes.Load(from + n);
                TLanes.Store(panel, low);
                TLanes.Store(panel + n, high);
            }
        }
        else if (exact)
        {
            for (nint k = 0; k < depth; k++, panel += 2 * n)
            {
                for (int r = 0; r < count; r++)
                    CopyExactly(source + runs[r].Source + taps[k], panel + runs[r].Start, runs[r].Length);
            }
        }
        else
        {
            // Each run is copied as whole vectors; what they carry too much is overwritten by the next run, or the next tap.
            for (nint k = 0; k < depth; k++, panel += 2 * n)
            {
                T* from = source + taps[k];
                for (int r = 0; r < count; r++)
                {
                    T* at = from + runs[r].Source;
                    T* to = panel + runs[r].Start;
                    TLanes.Store(to, TLanes.Load(at));
                    if (runs[r].Length > n)
                        TLanes.Store(to + n, TLanes.Load(at + n));
                }
            }
        }
    }

    /// <summary>panel[p, j] = what position p reads for tap j: a panel of up to two vectors of taps, for <paramref name="runs"/> in order.</summary>
    /// <param name="source">The source tile.</param>
    /// <param name="taps">Offset of each tap of the panel.</param>
    /// <param name="columns">Number of taps.</param>
    /// <param name="runs">Runs of positions, one after another.</param>
    /// <param name="count">Number of runs.</param>
    /// <param name="panel">Two vectors for each position; columns without a tap become zero.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Rows(T* source, long* taps, int columns, PositionRun* runs, int count, T* panel)
    {
        int width = 2 * TLanes.Count, side = Transposition<T>.Side;
        int whole = side > 1 ? columns / side * side : 0;
        for (int r = 0; r < count; r++)
        {
            T* from = source + runs[r].Source;
            int length = runs[r].Length, p = 0;
            for (; p <= length - side; p += side)
            {
                for (int j = 0; j < whole; j += side)
                    Transposition<T>.Block(from + p, taps + j, panel + (p * width) + j, width);
            }
            for (; p < length; p++)
            {
                for (int j = 0; j < whole; j++)
                    panel[(p * width) + j] = from[taps[j] + p];
            }
            for (p = 0; whole < width && p < length; p++)
            {
                for (int j = whole; j < columns; j++)
                    panel[(p * width) + j] = from[taps[j] + p];
                for (int j = columns; j < width; j++)
                    panel[(p * width) + j] = default;
            }
            panel += (long)length * width;
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void CopyExactly(T* source, T* target, int length)
    {
        int n = TLanes.Count;
        if (length < n)
        {
            for (int i = 0; i < length; i++)
                target[i] = source[i];
            return;
        }
        TLanes.Store(target, TLanes.Load(source));
        TLanes.Store(target + length - n, TLanes.Load(source + length - n));
    }
}
