using System.Buffers;
using System.Numerics;
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
        if (sizeof(T) <= sizeof(uint)) First<T, ulong>(row, k, descending ? uint.MaxValue : 0u, places);
        else First<T, UInt128>(row, k, descending ? ulong.MaxValue : 0, places);
    }

    /// <summary>The place that sorting ascending would move to <paramref name="rank"/>, 0..n-1. O(n) on average.</summary>
    public static unsafe int AtRank<T>(ReadOnlySpan<T> row, int rank)
        where T : unmanaged
    {
        ulong key = sizeof(T) <= sizeof(uint) ? KeyAtRank<T, uint>(row, rank) : KeyAtRank<T, ulong>(row, rank);
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

    /// <summary>Heap of words that hold a key above its place.</summary>
    private static void First<T, TWord>(ReadOnlySpan<T> row, int k, ulong flip, Span<long> places)
        where T : unmanaged
        where TWord : unmanaged, IBinaryInteger<TWord>
    {
        TWord[] words = ArrayPool<TWord>.Shared.Rent(k);
        Span<TWord> heap = words.AsSpan(0, k);
        for (int i = 0; i < k; i++) heap[i] = Word(row[i], i);
        Reversed<TWord, Ascending<TWord>> worstFirst = default;
        Heap.Heapify(heap, worstFirst);
        for (int i = k; i < row.Length; i++)
        {
            TWord word = Word(row[i], i);
            if (word < heap[0]) Heap.Replace(heap, word, worstFirst);
        }
        Sorting.Sort(heap);
        for (int i = 0; i < k; i++) places[i] = uint.CreateTruncating(heap[i]);
        ArrayPool<TWord>.Shared.Return(words);

        TWord Word(T value, int place) => (TWord.CreateTruncating(ElementOrder.Key(value) ^ flip) << 32) | TWord.CreateTruncating((uint)place);
    }

    private static ulong KeyAtRank<T, TKey>(ReadOnlySpan<T> row, int rank)
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        TKey[] keys = ArrayPool<TKey>.Shared.Rent(row.Length);
        for (int i = 0; i < row.Length; i++) keys[i] = TKey.CreateTruncating(ElementOrder.Key(row[i]));
        ulong key = ulong.CreateTruncating(Sorting.Select(keys.AsSpan(0, row.Length), rank));
        ArrayPool<TKey>.Shared.Return(keys);
        return key;
    }
}
