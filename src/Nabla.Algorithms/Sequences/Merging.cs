using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        int streak = 0;
        while (first.Length > 0 && second.Length > 0)
        {
            int shorter = Math.Min(first.Length, second.Length);
            if (streak >= 7 || shorter == 1)
            {
                int run = Gallop(first, second[0], orEqual: true, comparer);
                first[..run].CopyTo(merged);
                first = first[run..];
                merged = merged[run..];
                int other = first.IsEmpty ? 0 : Gallop(second, first[0], orEqual: false, comparer);
                second[..other].CopyTo(merged);
                second = second[other..];
                merged = merged[other..];
                if (run < 7 && other < 7) streak = 0;
                continue;
            }
            // A fixed number of steps without a look at the streak keeps the inner loop free of branches for primitives.
            int steps = Math.Min(64, shorter / 2);
            int firstTaken = Zip(first, second, merged, steps, out int firstLeft, comparer), secondTaken = steps - firstTaken;
            int secondLeft = second.Length - (steps - (first.Length - firstLeft));
            first = first[firstTaken..firstLeft];
            second = second[secondTaken..secondLeft];
            merged = merged[steps..^steps];
            streak = firstTaken == 0 || secondTaken == 0 ? 7 : 0;
        }
        first.CopyTo(merged);
        second.CopyTo(merged[first.Length..]);
    }

    /// <summary>Merges so many values from the front and as many from the back; both sources hold at least twice as many.</summary>
    /// <param name="first">The source that wins ties.</param>
    /// <param name="second">The other one.</param>
    /// <param name="merged">Receives the values at both ends.</param>
    /// <param name="steps">How many values an end receives.</param>
    /// <param name="firstLeft">The end of what is left of the first source.</param>
    /// <param name="comparer">The order.</param>
    /// <returns>How many values the front took from the first source.</returns>
    /// <remarks>Two chains of dependent steps run side by side, which hides half of their latency.</remarks>
    private static int Zip<T, TComparer>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> merged, int steps, out int firstLeft, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ref T x = ref MemoryMarshal.GetReference(first), y = ref MemoryMarshal.GetReference(second), z = ref MemoryMarshal.GetReference(merged);
        nint i = 0, j = 0, p = first.Length - 1, q = second.Length - 1, end = merged.Length - 1;
        for (nint step = 0; step < steps; step++)
        {
            T a = Unsafe.Add(ref x, i), b = Unsafe.Add(ref y, j), c = Unsafe.Add(ref x, p), d = Unsafe.Add(ref y, q);
            nint takeSecond = Order.LessBit(b, a, comparer), takeFirst = Order.LessBit(d, c, comparer);
            Unsafe.Add(ref z, step) = Order.Choose(takeSecond, a, b);
            Unsafe.Add(ref z, end - step) = Order.Choose(takeFirst, d, c);
            j += takeSecond;
            i += 1 - takeSecond;
            p -= takeFirst;
            q -= 1 - takeFirst;
        }
        firstLeft = (int)p + 1;
        return (int)i;
    }

    /// <summary>Merges the two sorted parts of one span through scratch for the left part.</summary>
    internal static void MergeAdjacent<T, TComparer>(Span<T> values, int middle, Span<T> scratch, TComparer comparer)
        where TComparer : IComparer<T>
    {
        Span<T> left = scratch[..middle];
        values[..middle].CopyTo(left);
        ref T x = ref MemoryMarshal.GetReference(left), y = ref MemoryMarshal.GetReference(values);
        nint i = 0, j = middle, at = 0, lefts = left.Length, n = values.Length;
        while (i < lefts && j < n)
        {
            T a = Unsafe.Add(ref x, i), b = Unsafe.Add(ref y, j);
            nint takeRight = Order.LessBit(b, a, comparer);
            Unsafe.Add(ref y, at++) = Order.Choose(takeRight, a, b);
            j += takeRight;
            i += 1 - takeRight;
        }
        left[(int)i..].CopyTo(values[(int)at..]);
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
