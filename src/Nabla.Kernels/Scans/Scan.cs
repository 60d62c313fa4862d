using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Scans;

/// <summary>What a scan does at each step.</summary>
public enum ScanKind
{
    /// <summary>Running sum; integers wrap.</summary>
    Sum,

    /// <summary>Running product; integers wrap.</summary>
    Product,

    /// <summary>Running maximum with its place; of equal elements the latest, and NaN once met, as in PyTorch.</summary>
    Max,

    /// <summary>Running minimum with its place; of equal elements the latest, and NaN once met, as in PyTorch.</summary>
    Min,
}

/// <summary>Running totals along the middle axis of an array [outer, n, inner], adjacent in memory.</summary>
/// <remarks>Each line is scanned by one thread in order, so the results do not depend on the number of threads. Sums and products of floats run in double precision.</remarks>
public static unsafe class Scan
{
    /// <summary>y[k] = x[0] ∘ x[1] ∘ ... ∘ x[k], or from the end when reversed.</summary>
    /// <param name="kind">The operation.</param>
    /// <param name="x">Input.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="n">Size of the axis.</param>
    /// <param name="inner">Product of the sizes after the axis.</param>
    /// <param name="reverse">Whether to run from the last element to the first.</param>
    /// <param name="indices">Null, or for maxima and minima receives where along the axis each stands.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative extent or an undefined kind.</exception>
    public static void Run<T>(ScanKind kind, T* x, T* y, long outer, long n, long inner, bool reverse = false, long* indices = null) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        if (outer == 0 || n == 0 || inner == 0)
            return;
        switch (kind)
        {
            case ScanKind.Sum: Start<T, SumStep>(x, y, outer, n, inner, reverse, indices); break;
            case ScanKind.Product: Start<T, ProductStep>(x, y, outer, n, inner, reverse, indices); break;
            case ScanKind.Max: Start<T, MaxStep>(x, y, outer, n, inner, reverse, indices); break;
            case ScanKind.Min: Start<T, MinStep>(x, y, outer, n, inner, reverse, indices); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such scan.");
        }
    }

    private static void Start<T, TStep>(T* x, T* y, long outer, long n, long inner, bool reverse, long* indices)
        where T : unmanaged
        where TStep : struct, IScanStep
    {
        Body<T, TStep> body = new(x, y, n, inner, reverse, indices);
        WorkPool.For(outer * inner, Math.Max(1, 8192 / n), ref body);
    }

    private readonly struct Body<T, TStep>(T* x, T* y, long n, long inner, bool reverse, long* indices) : IRangeBody
        where T : unmanaged
        where TStep : struct, IScanStep
    {
        public void Invoke(long start, long end)
        {
            for (long line = start; line < end; line++)
            {
                long first = (line / inner * n * inner) + (line % inner);
                long step = reverse ? -inner : inner;
                long from = reverse ? first + ((n - 1) * inner) : first;
                long* places = indices == null ? null : indices + from;
                if (!TStep.Compares && typeof(T) == typeof(float))
                    Sums<double>(x + from, y + from, step);
                else if (!TStep.Compares)
                    Sums<T>(x + from, y + from, step);
                else
                    Extremes(x + from, y + from, places, step);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Sums<TTotal>(T* from, T* to, long step) where TTotal : unmanaged
        {
            TTotal total = Lift<TTotal>(*from);
            *to = *from;
            for (long i = 1; i < n; i++)
            {
                from += step;
                to += step;
                total = TStep.Next(total, Lift<TTotal>(*from));
                *to = typeof(TTotal) == typeof(T) ? ScalarNumber.Cast<TTotal, T>(total) : ScalarNumber.From<T>(ScalarNumber.ToDouble(total));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Extremes(T* from, T* to, long* places, long step)
        {
            T best = *from;
            long at = reverse ? n - 1 : 0;
            for (long i = 0; i < n; i++, from += step, to += step)
            {
                long here = reverse ? n - 1 - i : i;
                if (TStep.Replaces(*from, best))
                {
                    best = *from;
                    at = here;
                }
                *to = best;
                if (places != null)
                    places[i * step] = at;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TTotal Lift<TTotal>(T value) where TTotal : unmanaged =>
            typeof(TTotal) == typeof(T) ? ScalarNumber.Cast<T, TTotal>(value) : ScalarNumber.From<TTotal>(ScalarNumber.ToDouble(value));
    }
}
