using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

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
        if (Unsafe.SizeOf<T>() > 8)
            throw new NotSupportedException($"{typeof(T)} is wider than 64 bits; use {nameof(OfWideIntegers)}.");
        return Unsafe.SizeOf<T>() > 4 ? BetweenBuckets<T, ulong>(values) : BetweenBuckets<T, uint>(values);
    }

    /// <summary>The maximum gap of integers of up to 128 bits.</summary>
    /// <typeparam name="T">Any integer type of up to 128 bits.</typeparam>
    /// <param name="values">n values in any order.</param>
    /// <returns>The gap; 0 when n is below 2 or all are equal.</returns>
    [Export("algorithms.sequences.maximum_gap.of_wide_integers")]
    public static UInt128 OfWideIntegers<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
        => BetweenBuckets<T, UInt128>(values);

    /// <summary>The gap of integers no wider than <typeparamref name="TOffset"/>, an unsigned type that holds every difference.</summary>
    /// <remarks>Buckets as wide as a power of two: a shift finds the bucket of a value, and there are fewer than 2n of them.</remarks>
    private static TOffset BetweenBuckets<T, TOffset>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
        where TOffset : unmanaged, IBinaryInteger<TOffset>, IUnsignedNumber<TOffset>, IMinMaxValue<TOffset>
    {
        if (values.Length < 2) return TOffset.Zero;
        (T least, T most) = Ends(values);
        TOffset origin = TOffset.CreateTruncating(least), span = TOffset.CreateTruncating(most) - origin;
        if (span == TOffset.Zero) return span;
        TOffset average = TOffset.Max(TOffset.One, span / TOffset.CreateTruncating(values.Length - 1));
        int shift = int.CreateTruncating(TOffset.Log2(average)), buckets = int.CreateTruncating(span >> shift) + 1;
        // Least and greatest offset of a bucket side by side; in an empty one the least is above the greatest.
        (TOffset Low, TOffset High)[] ends = ArrayPool<(TOffset Low, TOffset High)>.Shared.Rent(buckets);
        ends.AsSpan(0, buckets).Fill((TOffset.MaxValue, TOffset.Zero));
        foreach (T value in values)
        {
            TOffset offset = Widen<T, TOffset>(value) - origin;
            ref (TOffset Low, TOffset High) bucket = ref ends[Index(offset >> shift)];
            bucket.Low ^= (bucket.Low ^ offset) & Mask<TOffset>(offset < bucket.Low);
            bucket.High ^= (bucket.High ^ offset) & Mask<TOffset>(offset > bucket.High);
        }
        TOffset gap = TOffset.Zero, previous = TOffset.Zero;
        foreach ((TOffset low, TOffset high) in ends.AsSpan(0, buckets))
        {
            TOffset filled = Mask<TOffset>(low <= high);
            gap = TOffset.Max(gap, (low - previous) & filled);
            previous ^= (previous ^ high) & filled;
        }
        ArrayPool<(TOffset Low, TOffset High)>.Shared.Return(ends);
        return gap;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TOffset Widen<T, TOffset>(T value)
        where T : unmanaged, IBinaryInteger<T>
        where TOffset : unmanaged, IBinaryInteger<TOffset>
        => Unsafe.SizeOf<T>() == Unsafe.SizeOf<TOffset>() ? Unsafe.BitCast<T, TOffset>(value) : TOffset.CreateTruncating(value);

    /// <summary>A bucket's number; the casts say to the compiler what the general conversion would hide from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Index<TOffset>(TOffset offset)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (typeof(TOffset) == typeof(uint)) return (int)(uint)(object)offset;
        if (typeof(TOffset) == typeof(ulong)) return (int)(ulong)(object)offset;
        return int.CreateTruncating(offset);
    }

    /// <summary>All ones for true: whether a bucket is empty, or a value the least of it, is nothing a branch predictor could guess.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TOffset Mask<TOffset>(bool condition)
        where TOffset : unmanaged, IBinaryInteger<TOffset>
    {
        if (typeof(TOffset) == typeof(uint)) return (TOffset)(object)(0u - Unsafe.BitCast<bool, byte>(condition));
        if (typeof(TOffset) == typeof(ulong)) return (TOffset)(object)(0ul - Unsafe.BitCast<bool, byte>(condition));
        return condition ? TOffset.AllBitsSet : TOffset.Zero;
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
