using System.Buffers;
using System.Numerics;

namespace Nabla.Algorithms.Sequences;

/// <summary>The largest difference between neighbours in sorted order, without sorting: O(n).</summary>
/// <remarks>
/// n values leave n - 1 gaps, so one is at least (max - min) / (n - 1); with buckets no wider than that the largest gap lies between
/// buckets, and only each bucket's least and greatest value matter (pigeonhole). Differences are taken as unsigned numbers: no overflow.
/// </remarks>
public static class MaximumGap
{
    /// <summary>The maximum gap of integers of up to 64 bits.</summary>
    /// <typeparam name="T">Any integer type of up to 64 bits.</typeparam>
    /// <param name="values">n values in any order.</param>
    /// <returns>The gap; 0 when n is below 2 or all are equal.</returns>
    /// <exception cref="NotSupportedException">The type is wider than 64 bits.</exception>
    [Export("algorithms.sequences.maximum_gap.of_integers")]
    public static ulong OfIntegers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() > 8)
            throw new NotSupportedException($"{typeof(T)} is wider than 64 bits; use {nameof(OfWideIntegers)}.");
        if (values.Length < 2) return 0;
        (T least, T most) = Ends(values);
        ulong origin = ulong.CreateTruncating(least);
        ulong span = ulong.CreateTruncating(most) - origin;
        if (span == 0) return 0;
        ulong width = Math.Max(1, span / (ulong)(values.Length - 1));
        int buckets = (int)(span / width) + 1;
        ulong[] low = ArrayPool<ulong>.Shared.Rent(buckets), high = ArrayPool<ulong>.Shared.Rent(buckets);
        Array.Fill(low, ulong.MaxValue, 0, buckets);
        Array.Clear(high, 0, buckets);
        foreach (T value in values)
        {
            ulong offset = ulong.CreateTruncating(value) - origin;
            ulong bucket = offset / width;
            low[bucket] = Math.Min(low[bucket], offset);
            high[bucket] = Math.Max(high[bucket], offset);
        }
        ulong gap = 0, previous = high[0];
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            // An empty bucket has low above high.
            if (low[bucket] > high[bucket]) continue;
            gap = Math.Max(gap, low[bucket] - Math.Min(previous, low[bucket]));
            previous = high[bucket];
        }
        ArrayPool<ulong>.Shared.Return(high);
        ArrayPool<ulong>.Shared.Return(low);
        return gap;
    }

    /// <summary>The maximum gap of integers of up to 128 bits.</summary>
    /// <typeparam name="T">Any integer type of up to 128 bits.</typeparam>
    /// <param name="values">n values in any order.</param>
    /// <returns>The gap; 0 when n is below 2 or all are equal.</returns>
    [Export("algorithms.sequences.maximum_gap.of_wide_integers")]
    public static UInt128 OfWideIntegers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (values.Length < 2) return 0;
        (T least, T most) = Ends(values);
        UInt128 origin = UInt128.CreateTruncating(least);
        UInt128 span = UInt128.CreateTruncating(most) - origin;
        if (span == 0) return 0;
        UInt128 width = UInt128.Max(1, span / (ulong)(values.Length - 1));
        var low = new UInt128[(int)(span / width) + 1];
        var high = new UInt128[low.Length];
        Array.Fill(low, UInt128.MaxValue);
        foreach (T value in values)
        {
            UInt128 offset = UInt128.CreateTruncating(value) - origin;
            int bucket = (int)(offset / width);
            low[bucket] = UInt128.Min(low[bucket], offset);
            high[bucket] = UInt128.Max(high[bucket], offset);
        }
        UInt128 gap = 0, previous = high[0];
        for (int bucket = 1; bucket < low.Length; bucket++)
        {
            if (low[bucket] > high[bucket]) continue;
            gap = UInt128.Max(gap, low[bucket] - previous);
            previous = high[bucket];
        }
        return gap;
    }

    /// <summary>The maximum gap of floating-point numbers.</summary>
    /// <typeparam name="T">A binary floating-point type.</typeparam>
    /// <param name="values">n finite values in any order.</param>
    /// <returns>The gap, rounded once; 0 when n is below 2 or all are equal, infinity when it exceeds the type's range.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    [Export("algorithms.sequences.maximum_gap.of_reals")]
    public static T OfReals<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value)) throw new ArgumentException($"The values must be finite; one is {value}.", nameof(values));
        }
        if (values.Length < 2) return T.Zero;
        (T least, T most) = Ends(values);
        if (least == most) return T.Zero;
        // Twice as many buckets as the pigeonhole needs, so that rounding in the bucket number cannot hide the largest gap in a bucket.
        int buckets = 2 * values.Length;
        // Halved, so that the span of the whole range does not overflow; in double at least, so that tiny types can count buckets.
        double origin = double.CreateChecked(least) / 2, scale = (buckets - 1) / ((double.CreateChecked(most) / 2) - origin);
        if (!double.IsFinite(scale)) return Sorted(values);
        T[] low = ArrayPool<T>.Shared.Rent(buckets), high = ArrayPool<T>.Shared.Rent(buckets);
        Array.Fill(low, T.PositiveInfinity, 0, buckets);
        Array.Fill(high, T.NegativeInfinity, 0, buckets);
        foreach (T value in values)
        {
            // Monotone in the value whatever the rounding, so buckets stay in order.
            int bucket = Math.Min(buckets - 1, (int)(((double.CreateChecked(value) / 2) - origin) * scale));
            low[bucket] = T.Min(low[bucket], value);
            high[bucket] = T.Max(high[bucket], value);
        }
        T gap = T.Zero, previous = least;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            if (low[bucket] > high[bucket]) continue;
            gap = T.Max(gap, low[bucket] - previous);
            previous = high[bucket];
        }
        ArrayPool<T>.Shared.Return(high);
        ArrayPool<T>.Shared.Return(low);
        return gap;
    }

    /// <summary>For a span so tiny that its reciprocal overflows.</summary>
    private static T Sorted<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] sorted = values.ToArray();
        Sorting.Sorting.Sort<T>(sorted);
        T gap = T.Zero;
        for (int i = 1; i < sorted.Length; i++) gap = T.Max(gap, sorted[i] - sorted[i - 1]);
        return gap;
    }

    private static (T Least, T Most) Ends<T>(ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        T least = values[0], most = values[0];
        foreach (T value in values)
        {
            least = T.Min(least, value);
            most = T.Max(most, value);
        }
        return (least, most);
    }
}
