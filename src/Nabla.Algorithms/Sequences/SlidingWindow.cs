using System.Numerics;

namespace Nabla.Algorithms.Sequences;

/// <summary>A value for every window of consecutive values; n values have n - size + 1 windows.</summary>
/// <remarks>A window that holds NaN gives NaN.</remarks>
public static partial class SlidingWindow
{
    private const int NarrowSum = 24;

    /// <summary>Maximum of every window.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="maxima">Receives n - size + 1 values; does not overlap the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or maxima has the wrong length.</exception>
    /// <remarks>Vectorised: O(log size) operations a value for windows up to 256, else O(1): van Herk (1992), Gil and Werman (1993) down the columns of windows of one row.</remarks>
    [Export("algorithms.sequences.sliding_window.max")]
    public static void Max<T>(ReadOnlySpan<T> values, int size, Span<T> maxima)
        where T : unmanaged, INumber<T>
    {
        Require(values.Length, size, maxima.Length, nameof(maxima));
        WindowKernels.Idempotent<T, MaximumOperator<T>>(values, size, maxima);
    }

    /// <summary>Minimum of every window.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="minima">Receives n - size + 1 values; does not overlap the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or minima has the wrong length.</exception>
    [Export("algorithms.sequences.sliding_window.min")]
    public static void Min<T>(ReadOnlySpan<T> values, int size, Span<T> minima)
        where T : unmanaged, INumber<T>
    {
        Require(values.Length, size, minima.Length, nameof(minima));
        WindowKernels.Idempotent<T, MinimumOperator<T>>(values, size, minima);
    }

    /// <summary>Maximum of every window by van Herk and Gil-Werman whatever the size: at most three comparisons a value.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="maxima">Receives n - size + 1 values; does not overlap the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or maxima has the wrong length.</exception>
    [Export("algorithms.sequences.sliding_window.max_by_scans")]
    public static void MaxByScans<T>(ReadOnlySpan<T> values, int size, Span<T> maxima)
        where T : unmanaged, INumber<T>
    {
        Require(values.Length, size, maxima.Length, nameof(maxima));
        WindowKernels.TwoScans<T, MaximumOperator<T>>(values, size, maxima);
    }

    /// <summary>Sum of every window.</summary>
    /// <typeparam name="T">A number type; integers wrap.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="sums">Receives n - size + 1 values; does not overlap the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or sums has the wrong length.</exception>
    /// <remarks>O(n). Nothing is subtracted, so a sum is as accurate as adding its own window, however far along the sequence.</remarks>
    [Export("algorithms.sequences.sliding_window.sum")]
    public static void Sum<T>(ReadOnlySpan<T> values, int size, Span<T> sums)
        where T : unmanaged, INumber<T>
    {
        Require(values.Length, size, sums.Length, nameof(sums));
        if (size <= NarrowSum && Vector.IsHardwareAccelerated) WindowKernels.NarrowSum(values, size, sums);
        else WindowKernels.TwoScans<T, SumOperator<T>>(values, size, sums);
    }

    /// <summary>Mean of every window.</summary>
    /// <typeparam name="T">A floating-point type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="means">Receives n - size + 1 values; does not overlap the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or means has the wrong length.</exception>
    [Export("algorithms.sequences.sliding_window.mean")]
    public static void Mean<T>(ReadOnlySpan<T> values, int size, Span<T> means)
        where T : unmanaged, IFloatingPoint<T>
    {
        Require(values.Length, size, means.Length, nameof(means));
        Sum(values, size, means);
        T divisor = T.CreateChecked(size);
        for (int i = 0; i < means.Length; i++) means[i] /= divisor;
    }

    /// <summary>Position of the maximum of every window, the first of equal ones; NaN counts as the greatest value.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="positions">Receives n - size + 1 indices into <paramref name="values"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or positions has the wrong length.</exception>
    /// <remarks>O(n) by a monotonic deque.</remarks>
    [Export("algorithms.sequences.sliding_window.arg_max")]
    public static void ArgMax<T>(ReadOnlySpan<T> values, int size, Span<int> positions)
        where T : unmanaged, INumber<T>
    {
        Require(values.Length, size, positions.Length, nameof(positions));
        MonotonicDeque.Positions<T, GreatestFirst<T>>(values, size, positions);
    }

    /// <summary>Position of the minimum of every window, the first of equal ones; NaN counts as the smallest value.</summary>
    /// <typeparam name="T">A number type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="positions">Receives n - size + 1 indices into <paramref name="values"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or positions has the wrong length.</exception>
    [Export("algorithms.sequences.sliding_window.arg_min")]
    public static void ArgMin<T>(ReadOnlySpan<T> values, int size, Span<int> positions)
        where T : unmanaged, INumber<T>
    {
        Require(values.Length, size, positions.Length, nameof(positions));
        MonotonicDeque.Positions<T, SmallestFirst<T>>(values, size, positions);
    }

    /// <summary>Median of every window; the mean of the two middle values when the size is even.</summary>
    /// <typeparam name="T">A floating-point type.</typeparam>
    /// <param name="values">n values, n >= size.</param>
    /// <param name="size">Window length, 1..n.</param>
    /// <param name="medians">Receives n - size + 1 values.</param>
    /// <exception cref="ArgumentOutOfRangeException">size is not in 1..n, or medians has the wrong length.</exception>
    /// <remarks>O(n log size). Each thread keeps its last window, so calls with the same size allocate nothing.</remarks>
    [Export("algorithms.sequences.sliding_window.median")]
    public static void Median<T>(ReadOnlySpan<T> values, int size, Span<T> medians)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(values.Length, size, medians.Length, nameof(medians));
        SlidingMedian<T> window = SlidingMedian<T>.Reused(size);
        for (int i = 0; i < values.Length; i++)
        {
            window.Push(values[i]);
            if (i >= size - 1) medians[i - size + 1] = window.Current;
        }
    }

    private static void Require(int count, int size, int room, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, count);
        if (room != count - size + 1) throw new ArgumentOutOfRangeException(parameter, room, $"{count} values have {count - size + 1} windows of {size}.");
    }
}
