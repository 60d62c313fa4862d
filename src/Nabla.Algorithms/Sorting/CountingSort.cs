using System.Buffers;
using System.Numerics;

namespace Nabla.Algorithms.Sorting;

/// <summary>Counting sort of integers from a small range: O(n + range), stable, negatives welcome.</summary>
/// <remarks>Use it while max - min is of the order of n; <see cref="RadixSort"/> has no such limit. The counters come from a pool.</remarks>
public static class CountingSort
{
    /// <summary>The widest range accepted: max - min must be below it.</summary>
    [Export("algorithms.sorting.counting_sort.maximum_range")]
    public const int MaximumRange = 1 << 28;

    /// <summary>Sorts integers ascending in place.</summary>
    /// <typeparam name="T">Any integer type.</typeparam>
    /// <param name="values">n integers.</param>
    /// <exception cref="ArgumentException">max - min is <see cref="MaximumRange"/> or more.</exception>
    [Export("algorithms.sorting.counting_sort.sort")]
    public static void Sort<T>(Span<T> values)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (values.Length < 2) return;
        (T least, int range) = Range<T>(values, nameof(values));
        int[] counts = RentCleared(range);
        ulong origin = ulong.CreateTruncating(least);
        foreach (T value in values) counts[(int)(ulong.CreateTruncating(value) - origin)]++;
        int at = 0;
        T current = least;
        for (int i = 0; i < range; i++)
        {
            values.Slice(at, counts[i]).Fill(current);
            at += counts[i];
            current = unchecked(current + T.One);
        }
        ArrayPool<int>.Shared.Return(counts);
    }

    /// <summary>Sorts keys with their items into other arrays; equal keys keep their order.</summary>
    /// <typeparam name="TKey">Any integer type.</typeparam>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <param name="items">n items.</param>
    /// <param name="sortedKeys">Receives n keys; must not overlap the input.</param>
    /// <param name="sortedItems">Receives n items; must not overlap the input.</param>
    /// <exception cref="ArgumentException">A length does not fit, or max - min is <see cref="MaximumRange"/> or more.</exception>
    public static void Sort<TKey, TItem>(ReadOnlySpan<TKey> keys, ReadOnlySpan<TItem> items, Span<TKey> sortedKeys, Span<TItem> sortedItems)
        where TKey : unmanaged, IBinaryInteger<TKey>, IMinMaxValue<TKey>
    {
        RequireLength(items.Length, keys.Length, nameof(items));
        RequireLength(sortedKeys.Length, keys.Length, nameof(sortedKeys));
        RequireLength(sortedItems.Length, keys.Length, nameof(sortedItems));
        if (keys.IsEmpty) return;
        int[] next = Starts(keys, out ulong origin);
        for (int i = 0; i < keys.Length; i++)
        {
            int at = next[(int)(ulong.CreateTruncating(keys[i]) - origin)]++;
            sortedKeys[at] = keys[i];
            sortedItems[at] = items[i];
        }
        ArrayPool<int>.Shared.Return(next);
    }

    /// <summary>The stable order that sorts the keys.</summary>
    /// <typeparam name="TKey">Any integer type.</typeparam>
    /// <param name="keys">n keys, unchanged.</param>
    /// <param name="order">Receives n indices.</param>
    /// <exception cref="ArgumentException"><paramref name="order"/> has not n elements, or max - min is <see cref="MaximumRange"/> or more.</exception>
    [Export("algorithms.sorting.counting_sort.arg_sort")]
    public static void ArgSort<TKey>(ReadOnlySpan<TKey> keys, Span<int> order)
        where TKey : unmanaged, IBinaryInteger<TKey>, IMinMaxValue<TKey>
    {
        RequireLength(order.Length, keys.Length, nameof(order));
        if (keys.IsEmpty) return;
        int[] next = Starts(keys, out ulong origin);
        for (int i = 0; i < keys.Length; i++) order[next[(int)(ulong.CreateTruncating(keys[i]) - origin)]++] = i;
        ArrayPool<int>.Shared.Return(next);
    }

    /// <summary>For each value of the range, where its first key goes.</summary>
    private static int[] Starts<T>(ReadOnlySpan<T> keys, out ulong origin)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        (T least, int range) = Range(keys, nameof(keys));
        int[] counts = RentCleared(range);
        origin = ulong.CreateTruncating(least);
        foreach (T key in keys) counts[(int)(ulong.CreateTruncating(key) - origin)]++;
        int sum = 0;
        for (int i = 0; i < range; i++) (counts[i], sum) = (sum, sum + counts[i]);
        return counts;
    }

    private static (T Least, int Range) Range<T>(ReadOnlySpan<T> values, string parameter)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T least = T.MaxValue, most = T.MinValue;
        foreach (T value in values)
        {
            least = T.Min(least, value);
            most = T.Max(most, value);
        }
        // Unsigned types cannot overflow here; signed ones go through Int128, where only an absurd width turns negative.
        Int128 width = T.IsNegative(T.MinValue)
            ? unchecked(Int128.CreateTruncating(most) - Int128.CreateTruncating(least))
            : Int128.CreateSaturating(most - least);
        if (width < 0 || width >= MaximumRange)
            throw new ArgumentException($"The values span {least} to {most}; counting sort needs a span below {MaximumRange}.", parameter);
        return (least, (int)width + 1);
    }

    private static int[] RentCleared(int range)
    {
        int[] counts = ArrayPool<int>.Shared.Rent(range);
        Array.Clear(counts, 0, range);
        return counts;
    }

    private static void RequireLength(int given, int needed, string parameter)
    {
        if (given != needed) throw new ArgumentException($"{needed} elements are needed, {given} were given.", parameter);
    }
}
