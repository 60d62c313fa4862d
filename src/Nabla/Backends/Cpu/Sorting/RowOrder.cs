using System.Buffers;
using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sorting;

namespace Nabla;

/// <summary>Puts the places of one row into the order of their elements: stable, NaN largest, -0 equal to 0.</summary>
/// <remarks>
/// A key of up to 32 bits and its place share one 64-bit word. All words are different, so the vectorised quicksort of words is a
/// stable argsort; wider keys go through the stable radix sort with the places as items.
/// </remarks>
internal static class RowOrder
{
    /// <summary>Most elements of a row: a place takes 32 bits and a row is one span.</summary>
    public static long MaxLength => Array.MaxLength;

    /// <summary>Writes all places, best first.</summary>
    public static unsafe void Sort<T>(ReadOnlySpan<T> row, bool descending, Span<long> places)
        where T : unmanaged
    {
        int n = row.Length;
        ulong[] words = ArrayPool<ulong>.Shared.Rent(n);
        if (sizeof(T) <= sizeof(uint))
        {
            ulong flip = descending ? uint.MaxValue : 0u;
            for (int i = 0; i < n; i++) words[i] = ((ElementOrder.Key(row[i]) ^ flip) << 32) | (uint)i;
            Sorting.Sort(words.AsSpan(0, n));
            for (int i = 0; i < n; i++) places[i] = (uint)words[i];
        }
        else
        {
            int[] order = ArrayPool<int>.Shared.Rent(n);
            ulong flip = descending ? ulong.MaxValue : 0;
            for (int i = 0; i < n; i++) (words[i], order[i]) = (ElementOrder.Key(row[i]) ^ flip, i);
            RadixSort.Sort(words.AsSpan(0, n), order.AsSpan(0, n));
            for (int i = 0; i < n; i++) places[i] = order[i];
            ArrayPool<int>.Shared.Return(order);
        }
        ArrayPool<ulong>.Shared.Return(words);
    }

    /// <summary>Writes the first <paramref name="k"/> places, best first; of equal elements the first count.</summary>
    /// <remarks>O(n log k) and k words of memory: a heap of the best so far, the worst of them at its root.</remarks>
    public static unsafe void First<T>(ReadOnlySpan<T> row, int k, bool descending, Span<long> places)
        where T : unmanaged
    {
        if (k == 0) return;
        if (sizeof(T) <= sizeof(uint))
        {
            ulong flip = descending ? uint.MaxValue : 0u;
            ulong[] words = ArrayPool<ulong>.Shared.Rent(k);
            Span<ulong> heap = words.AsSpan(0, k);
            for (int i = 0; i < k; i++) heap[i] = ((ElementOrder.Key(row[i]) ^ flip) << 32) | (uint)i;
            Reversed<ulong, Ascending<ulong>> worstFirst = default;
            Heap.Heapify(heap, worstFirst);
            for (int i = k; i < row.Length; i++)
            {
                ulong word = ((ElementOrder.Key(row[i]) ^ flip) << 32) | (uint)i;
                if (word < heap[0]) Heap.Replace(heap, word, worstFirst);
            }
            Sorting.Sort(heap);
            for (int i = 0; i < k; i++) places[i] = (uint)heap[i];
            ArrayPool<ulong>.Shared.Return(words);
        }
        else
        {
            ulong flip = descending ? ulong.MaxValue : 0;
            UInt128[] words = ArrayPool<UInt128>.Shared.Rent(k);
            Span<UInt128> heap = words.AsSpan(0, k);
            for (int i = 0; i < k; i++) heap[i] = new(ElementOrder.Key(row[i]) ^ flip, (uint)i);
            Reversed<UInt128, Ascending<UInt128>> worstFirst = default;
            Heap.Heapify(heap, worstFirst);
            for (int i = k; i < row.Length; i++)
            {
                UInt128 word = new(ElementOrder.Key(row[i]) ^ flip, (uint)i);
                if (word < heap[0]) Heap.Replace(heap, word, worstFirst);
            }
            Sorting.Sort(heap);
            for (int i = 0; i < k; i++) places[i] = (uint)(heap[i] & uint.MaxValue);
            ArrayPool<UInt128>.Shared.Return(words);
        }
    }

    /// <summary>The place that sorting ascending would move to <paramref name="rank"/>, 0..n-1. O(n) on average.</summary>
    public static unsafe int AtRank<T>(ReadOnlySpan<T> row, int rank)
        where T : unmanaged
    {
        if (sizeof(T) <= sizeof(uint))
        {
            uint[] keys = ArrayPool<uint>.Shared.Rent(row.Length);
            for (int i = 0; i < row.Length; i++) keys[i] = (uint)ElementOrder.Key(row[i]);
            uint key = Sorting.Select(keys.AsSpan(0, row.Length), rank);
            ArrayPool<uint>.Shared.Return(keys);
            return Occurrence(row, key, rank);
        }
        else
        {
            ulong[] keys = ArrayPool<ulong>.Shared.Rent(row.Length);
            for (int i = 0; i < row.Length; i++) keys[i] = ElementOrder.Key(row[i]);
            ulong key = Sorting.Select(keys.AsSpan(0, row.Length), rank);
            ArrayPool<ulong>.Shared.Return(keys);
            return Occurrence(row, key, rank);
        }
    }

    /// <summary>The place of the element with that key that has <paramref name="rank"/> elements before it in stable order.</summary>
    private static int Occurrence<T>(ReadOnlySpan<T> row, ulong key, int rank)
        where T : unmanaged
    {
        foreach (T value in row)
        {
            if (ElementOrder.Key(value) < key) rank--;
        }
        int place = -1;
        while (rank-- >= 0)
        {
            do place++;
            while (ElementOrder.Key(row[place]) != key);
        }
        return place;
    }
}
