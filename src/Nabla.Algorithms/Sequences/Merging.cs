using System.Runtime.CompilerServices;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sequences;

/// <summary>Merging of sorted sequences; every merge is stable, the first source winning ties.</summary>
public static partial class Merging
{
    /// <summary>Merges <paramref name="second"/> into <paramref name="first"/>, whose tail is free, writing from the back: no extra memory.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="first">m sorted values followed by n free slots.</param>
    /// <param name="count">m.</param>
    /// <param name="second">n sorted values.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or <paramref name="first"/> has not m + n elements.</exception>
    /// <remarks>O(m + n).</remarks>
    [Export("algorithms.sequences.merging.merge_from_back")]
    public static void MergeFromBack<T>(Span<T> first, int count, ReadOnlySpan<T> second) => MergeFromBack(first, count, second, default(Ascending<T>));

    /// <inheritdoc cref="MergeFromBack{T}(Span{T}, int, ReadOnlySpan{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="first">m sorted values followed by n free slots.</param>
    /// <param name="count">m.</param>
    /// <param name="second">n sorted values.</param>
    /// <param name="comparer">The order.</param>
    public static void MergeFromBack<T, TComparer>(Span<T> first, int count, ReadOnlySpan<T> second, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (first.Length - second.Length != count)
            throw new ArgumentOutOfRangeException(nameof(first), first.Length, $"{count} + {second.Length} elements are needed.");
        int i = count - 1, j = second.Length - 1;
        for (int at = first.Length - 1; j >= 0; at--)
        {
            if (i >= 0 && Order.Less(second[j], first[i], comparer)) first[at] = first[i--];
            else first[at] = second[j--];
        }
    }

    /// <summary>Merges two sorted sequences into a third place.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="first">m sorted values.</param>
    /// <param name="second">n sorted values.</param>
    /// <param name="merged">Receives m + n values; overlaps neither.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="merged"/> has not m + n elements.</exception>
    /// <remarks>
    /// O(m + n), and O(m log(n/m)) comparisons when one is much shorter: after seven wins in a row the rest of the run is found by
    /// galloping (exponential, then binary search) and copied whole.
    /// </remarks>
    [Export("algorithms.sequences.merging.merge")]
    public static void Merge<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> merged) => Merge(first, second, merged, default(Ascending<T>));

    /// <inheritdoc cref="Merge{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="first">m sorted values.</param>
    /// <param name="second">n sorted values.</param>
    /// <param name="merged">Receives m + n values; overlaps neither.</param>
    /// <param name="comparer">The order.</param>
    public static void Merge<T, TComparer>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> merged, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (merged.Length != first.Length + second.Length)
            throw new ArgumentOutOfRangeException(nameof(merged), merged.Length, $"{first.Length} + {second.Length} elements are needed.");
        int at = 0, streak = 0;
        while (first.Length > 0 && second.Length > 0)
        {
            if (streak >= 7)
            {
                int run = Gallop(first, second[0], orEqual: true, comparer);
                first[..run].CopyTo(merged[at..]);
                first = first[run..];
                at += run;
                int other = first.IsEmpty ? 0 : Gallop(second, first[0], orEqual: false, comparer);
                second[..other].CopyTo(merged[at..]);
                second = second[other..];
                at += other;
                if (run < 7 && other < 7) streak = 0;
                continue;
            }
            // A fixed block without a look at the streak keeps the inner loop branch-free for primitives.
            int steps = Math.Min(32, Math.Min(first.Length, second.Length)), i = 0, j = 0;
            for (int step = 0; step < steps; step++)
            {
                T a = first[i], b = second[j];
                int takeSecond = Order.LessBit(b, a, comparer);
                merged[at++] = takeSecond != 0 ? b : a;
                j += takeSecond;
                i += 1 - takeSecond;
            }
            first = first[i..];
            second = second[j..];
            streak = i == 0 || j == 0 ? 7 : 0;
        }
        first.CopyTo(merged[at..]);
        second.CopyTo(merged[(at + first.Length)..]);
    }

    /// <summary>Merges the two sorted parts of one span through scratch for the left part.</summary>
    internal static void MergeAdjacent<T, TComparer>(Span<T> values, int middle, Span<T> scratch, TComparer comparer)
        where TComparer : IComparer<T>
    {
        Span<T> left = scratch[..middle];
        values[..middle].CopyTo(left);
        int i = 0, j = middle, at = 0;
        while (i < left.Length && j < values.Length)
        {
            T a = left[i], b = values[j];
            int takeRight = Order.LessBit(b, a, comparer);
            values[at++] = takeRight != 0 ? b : a;
            j += takeRight;
            i += 1 - takeRight;
        }
        left[i..].CopyTo(values[at..]);
    }

    /// <summary>How many leading values come before <paramref name="key"/> (or equal it).</summary>
    private static int Gallop<T, TComparer>(ReadOnlySpan<T> values, T key, bool orEqual, TComparer comparer)
        where TComparer : IComparer<T>
    {
        int low = 0, high = 1;
        while (high <= values.Length && Precedes(values[high - 1], key, orEqual, comparer))
        {
            low = high;
            high = (int)Math.Min(2L * high, int.MaxValue);
        }
        high = Math.Min(high - 1, values.Length);
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (Precedes(values[middle], key, orEqual, comparer)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Precedes<T, TComparer>(T value, T key, bool orEqual, TComparer comparer)
        where TComparer : IComparer<T> => orEqual ? !Order.Less(key, value, comparer) : Order.Less(value, key, comparer);
}
