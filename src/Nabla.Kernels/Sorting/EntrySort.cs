namespace Nabla.Kernels.Sorting;

/// <summary>Sorting and selecting entries.</summary>
internal static unsafe class EntrySort<TEntry> where TEntry : unmanaged, ISortEntry<TEntry>
{
    // Below this an introsort in cache beats the histograms.
    private const long RadixFrom = 1024;

    /// <summary>Reads a row into entries; descending complements the keys, so that equal values keep their order either way.</summary>
    public static void Load<T>(T* x, long n, bool descending, TEntry* entries) where T : unmanaged
    {
        ulong flip = !descending ? 0 : TEntry.Digits == 4 ? uint.MaxValue : ulong.MaxValue;
        for (long i = 0; i < n; i++) entries[i] = TEntry.Of(ElementOrder.Key(x[i]) ^ flip, (uint)i);
    }

    /// <summary>Sorts <paramref name="entries"/>; returns where the result lies, there or in <paramref name="spare"/> (as long).</summary>
    /// <remarks>Least-significant-digit radix sort by bytes; digits that are equal throughout cost nothing.</remarks>
    public static TEntry* Sort(TEntry* entries, long n, TEntry* spare)
    {
        if (n < RadixFrom)
        {
            new Span<TEntry>(entries, (int)n).Sort();
            return entries;
        }

        long* counts = stackalloc long[8 * 256];
        new Span<long>(counts, 8 * 256).Clear();
        for (long i = 0; i < n; i++)
        {
            for (int d = 0; d < TEntry.Digits; d++) counts[d * 256 + TEntry.Digit(entries[i], d)]++;
        }

        for (int d = 0; d < TEntry.Digits; d++)
        {
            long* count = counts + d * 256;
            if (count[TEntry.Digit(entries[0], d)] == n) continue;
            long running = 0;
            for (int v = 0; v < 256; v++) (count[v], running) = (running, running + count[v]);
            for (long i = 0; i < n; i++) spare[count[TEntry.Digit(entries[i], d)]++] = entries[i];
            TEntry* swap = entries;
            entries = spare;
            spare = swap;
        }

        return entries;
    }

    /// <summary>The entry that sorting would put at <paramref name="rank"/>, 0..n-1; destroys <paramref name="entries"/>.</summary>
    /// <remarks>Most-significant-digit radix selection: each byte keeps one bucket. O(n) for any input.</remarks>
    public static TEntry Select(TEntry* entries, long n, long rank)
    {
        long* count = stackalloc long[256];
        for (int d = TEntry.Digits - 1; d >= 0 && n > 1; d--)
        {
            new Span<long>(count, 256).Clear();
            for (long i = 0; i < n; i++) count[TEntry.Digit(entries[i], d)]++;
            int bucket = 0;
            while (rank >= count[bucket]) rank -= count[bucket++];
            if (count[bucket] == n) continue;
            long kept = 0;
            for (long i = 0; i < n; i++)
            {
                if (TEntry.Digit(entries[i], d) == bucket) entries[kept++] = entries[i];
            }

            n = kept;
        }

        return entries[rank];
    }

    /// <summary>The <paramref name="k"/> first entries of a row in order, kept in a heap whose root is the worst of them.</summary>
    public static void First<T>(T* x, long n, long k, bool descending, TEntry* heap) where T : unmanaged
    {
        ulong flip = !descending ? 0 : TEntry.Digits == 4 ? uint.MaxValue : ulong.MaxValue;
        Load(x, k, descending, heap);
        for (long i = k / 2 - 1; i >= 0; i--) Sink(heap, k, i);
        for (long i = k; i < n; i++)
        {
            var entry = TEntry.Of(ElementOrder.Key(x[i]) ^ flip, (uint)i);
            if (entry.CompareTo(heap[0]) >= 0) continue;
            heap[0] = entry;
            Sink(heap, k, 0);
        }

        new Span<TEntry>(heap, (int)k).Sort();
    }

    private static void Sink(TEntry* heap, long k, long at)
    {
        TEntry moving = heap[at];
        while (true)
        {
            long child = 2 * at + 1;
            if (child >= k) break;
            if (child + 1 < k && heap[child + 1].CompareTo(heap[child]) > 0) child++;
            if (heap[child].CompareTo(moving) <= 0) break;
            heap[at] = heap[child];
            at = child;
        }

        heap[at] = moving;
    }
}
