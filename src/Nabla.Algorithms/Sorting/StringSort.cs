using System.Buffers;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Sorting;

/// <summary>Sorting of strings and byte strings by their characters: radix sort from the first byte, three-way quicksort for smaller groups.</summary>
/// <remarks>
/// Ordinal order (UTF-16 code units, bytes); null comes first, a prefix before what it begins. In place, not stable (equal strings are equal).
/// American flag sort (McIlroy, Bostic and McIlroy, 1993) and multikey quicksort (Bentley and Sedgewick, 1997): about the distinguishing characters are read.
/// </remarks>
public static class StringSort
{
    private const int FewKeys = 24;
    private const int ManyKeys = 1024;

    /// <summary>Sorts strings in ordinal order.</summary>
    /// <param name="values">n strings or nulls.</param>
    [Export("algorithms.sorting.string_sort.sort")]
    public static void Sort(Span<string?> values) => Sort<string?, StringDigits>(values[Nulls(values)..]!, 0);

    /// <summary>Sorts byte strings.</summary>
    /// <param name="values">n byte strings or nulls.</param>
    public static void Sort(Span<byte[]?> values) => Sort<byte[]?, ArrayDigits>(values[Nulls(values)..]!, 0);

    /// <summary>Sorts byte strings.</summary>
    /// <param name="values">n byte strings.</param>
    public static void Sort(Span<ReadOnlyMemory<byte>> values) => Sort<ReadOnlyMemory<byte>, MemoryDigits>(values, 0);

    /// <summary>Sorts records of fixed length by some of their bytes; records with equal keys keep their order.</summary>
    /// <param name="records">n records one after another.</param>
    /// <param name="recordLength">Bytes a record.</param>
    /// <param name="keyOffset">Where the key begins in a record.</param>
    /// <param name="keyLength">Bytes of the key, compared from the first as unsigned numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is not inside the record, or the records do not fill the span.</exception>
    /// <remarks>Radix sort from the last byte on the record numbers; O(n · key length) time, n numbers and one copy of the records in extra memory.</remarks>
    [Export("algorithms.sorting.string_sort.sort_records")]
    public static void SortRecords(Span<byte> records, int recordLength, int keyOffset, int keyLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(keyOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(keyLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyLength, recordLength - keyOffset);
        if (records.Length % recordLength != 0)
            throw new ArgumentOutOfRangeException(nameof(records), records.Length, $"The length is no multiple of {recordLength} bytes.");
        int n = records.Length / recordLength;
        int[] order = ArrayPool<int>.Shared.Rent(n), next = ArrayPool<int>.Shared.Rent(n);
        for (int i = 0; i < n; i++) order[i] = i;
        Span<int> starts = stackalloc int[257];
        for (int digit = keyLength - 1; digit >= 0; digit--)
        {
            starts.Clear();
            int at = keyOffset + digit;
            for (int i = 0; i < n; i++) starts[records[(i * recordLength) + at] + 1]++;
            for (int value = 1; value < 257; value++) starts[value] += starts[value - 1];
            for (int i = 0; i < n; i++) next[starts[records[(order[i] * recordLength) + at]]++] = order[i];
            (order, next) = (next, order);
        }
        byte[] copy = ArrayPool<byte>.Shared.Rent(records.Length);
        records.CopyTo(copy);
        for (int i = 0; i < n; i++) copy.AsSpan(order[i] * recordLength, recordLength).CopyTo(records[(i * recordLength)..]);
        ArrayPool<byte>.Shared.Return(copy);
        ArrayPool<int>.Shared.Return(next);
        ArrayPool<int>.Shared.Return(order);
    }

    /// <summary>Moves nulls to the front and counts them.</summary>
    private static int Nulls<T>(Span<T?> values)
        where T : class
    {
        int nulls = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not null) continue;
            (values[i], values[nulls]) = (values[nulls], null);
            nulls++;
        }
        return nulls;
    }

    /// <summary>Sorts keys that agree in their first <paramref name="depth"/> digits.</summary>
    /// <remarks>The largest group is always continued in the loop, so the recursion is at most log2 n deep however long the keys are.</remarks>
    private static void Sort<T, TDigits>(Span<T> keys, int depth)
        where TDigits : struct, IDigits<T>
    {
        while (keys.Length > FewKeys)
        {
            if (keys.Length >= ManyKeys)
            {
                (int start, int end, int digit) = Flag<T, TDigits>(keys, depth);
                if (digit < 0) return;
                keys = keys[start..end];
                depth++;
                continue;
            }
            (int less, int greater, int pivot) = Partition<T, TDigits>(keys, depth);
            int equal = greater - less, above = keys.Length - greater;
            if (equal >= less && equal >= above)
            {
                Sort<T, TDigits>(keys[..less], depth);
                Sort<T, TDigits>(keys[greater..], depth);
                if (pivot < 0) return;
                keys = keys[less..greater];
                depth++;
                continue;
            }
            if (pivot >= 0) Sort<T, TDigits>(keys[less..greater], depth + 1);
            Sort<T, TDigits>(less > above ? keys[greater..] : keys[..less], depth);
            keys = less > above ? keys[..less] : keys[greater..];
        }
        for (int i = 1; i < keys.Length; i++)
        {
            T key = keys[i];
            int at = i;
            for (; at > 0 && TDigits.Compare(key, keys[at - 1], depth) < 0; at--) keys[at] = keys[at - 1];
            keys[at] = key;
        }
    }

    /// <summary>Three-way partition by one digit: below, equal, above.</summary>
    private static (int Less, int Greater, int Pivot) Partition<T, TDigits>(Span<T> keys, int depth)
        where TDigits : struct, IDigits<T>
    {
        int a = TDigits.Digit(keys[0], depth), b = TDigits.Digit(keys[keys.Length / 2], depth), c = TDigits.Digit(keys[^1], depth);
        int pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        int less = 0, greater = keys.Length;
        for (int i = 0; i < greater;)
        {
            int digit = TDigits.Digit(keys[i], depth);
            if (digit < pivot) (keys[less], keys[i]) = (keys[i++], keys[less++]);
            else if (digit > pivot) (keys[i], keys[--greater]) = (keys[greater], keys[i]);
            else i++;
        }
        return (less, greater, pivot);
    }

    /// <summary>Deals keys into the groups of one digit in place, sorts all groups but the largest, and returns that (digit -1: nothing is left to do).</summary>
    [SkipLocalsInit]
    private static (int Start, int End, int Digit) Flag<T, TDigits>(Span<T> keys, int depth)
        where TDigits : struct, IDigits<T>
    {
        Span<int> next = stackalloc int[257], ends = stackalloc int[257];
        ends.Clear();
        foreach (T key in keys) ends[TDigits.Digit(key, depth) + 1]++;
        int largest = 0, sum = 0, most = 0;
        for (int group = 0; group < 257; group++)
        {
            int count = ends[group];
            if (group > 0 && count > most) (most, largest) = (count, group);
            next[group] = sum;
            sum += count;
            ends[group] = sum;
        }
        for (int group = 0; group < 257 && most < keys.Length; group++)
        {
            while (next[group] < ends[group])
            {
                T key = keys[next[group]];
                int home = TDigits.Digit(key, depth) + 1;
                while (home != group)
                {
                    ref T slot = ref keys[next[home]++];
                    (slot, key) = (key, slot);
                    home = TDigits.Digit(key, depth) + 1;
                }
                keys[next[group]++] = key;
            }
        }
        for (int group = 1; group < 257; group++)
        {
            if (group != largest && ends[group] - ends[group - 1] > 1) Sort<T, TDigits>(keys[ends[group - 1]..ends[group]], depth + 1);
        }
        return most == 0 ? (0, 0, -1) : (ends[largest - 1], ends[largest], largest - 1);
    }

    private interface IDigits<T>
    {
        /// <summary>The byte at a depth, or -1 behind the end.</summary>
        static abstract int Digit(T key, int depth);

        /// <summary>Compares keys known to agree before a depth.</summary>
        static abstract int Compare(T a, T b, int depth);
    }

    /// <summary>Two bytes a character, the high one first.</summary>
    private readonly struct StringDigits : IDigits<string?>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Digit(string? key, int depth)
        {
            int at = depth >> 1;
            if (at >= key!.Length) return -1;
            return (depth & 1) == 0 ? key[at] >> 8 : key[at] & 0xFF;
        }

        public static int Compare(string? a, string? b, int depth) => a.AsSpan(depth >> 1).SequenceCompareTo(b.AsSpan(depth >> 1));
    }

    private readonly struct ArrayDigits : IDigits<byte[]?>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Digit(byte[]? key, int depth) => depth < key!.Length ? key[depth] : -1;

        public static int Compare(byte[]? a, byte[]? b, int depth) => a.AsSpan(depth).SequenceCompareTo(b.AsSpan(depth));
    }

    private readonly struct MemoryDigits : IDigits<ReadOnlyMemory<byte>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static int Digit(ReadOnlyMemory<byte> key, int depth) => depth < key.Length ? key.Span[depth] : -1;

        public static int Compare(ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b, int depth) => a.Span[depth..].SequenceCompareTo(b.Span[depth..]);
    }
}
