using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Algorithms.Sequences;

namespace Nabla.Algorithms.Sorting;

public static partial class ParallelSort
{
    /// <summary>Sorts keys ascending and moves the items along, on several threads; equal keys keep their order.</summary>
    /// <typeparam name="TKey">A number type (<see cref="RadixSort.Supports{TKey}"/>); NaN last.</typeparam>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <param name="items">n items.</param>
    /// <param name="threads">How many threads to use; all processors when 0.</param>
    /// <exception cref="ArgumentException"><paramref name="items"/> has not n elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    /// <exception cref="NotSupportedException">The key type is not a number type.</exception>
    /// <remarks>
    /// Every thread radix sorts one run, then runs are merged two by two, each merge divided among the threads. There is only one stable order,
    /// so the number of runs does not matter. One extra array of keys and one of items; short inputs stay on one thread.
    /// </remarks>
    public static void Sort<TKey, TItem>(Memory<TKey> keys, Memory<TItem> items, int threads = 0)
        where TKey : unmanaged
    {
        ParallelOptions options = Options(threads);
        int n = keys.Length, runs = (int)BitOperations.RoundUpToPowerOf2((uint)options.MaxDegreeOfParallelism);
        if (items.Length != n) throw new ArgumentException($"There are {n} keys but {items.Length} items.", nameof(items));
        while (runs > 1 && n / runs < Piece / 2) runs /= 2;
        if (runs == 1)
        {
            RadixSort.Sort(keys.Span, items.Span);
            return;
        }
        TKey[] keyScratch = ArrayPool<TKey>.Shared.Rent(n);
        TItem[] itemScratch = ArrayPool<TItem>.Shared.Rent(n);
        Memory<TKey> from = keys, to = keyScratch.AsMemory(0, n);
        Memory<TItem> itemsFrom = items, itemsTo = itemScratch.AsMemory(0, n);
        // Every round of merges changes sides; an odd number of them begins in the scratch, so that the last one ends in the caller's arrays.
        bool odd = BitOperations.Log2((uint)runs) % 2 != 0;
        Parallel.For(0, runs, options, run =>
        {
            Range part = new(Start(run), Start(run + 1));
            Span<TKey> own = from.Span[part], other = to.Span[part];
            Span<TItem> ownItems = itemsFrom.Span[part], otherItems = itemsTo.Span[part];
            if (!odd)
            {
                RadixSort.Sort(own, ownItems, other, otherItems);
                return;
            }
            own.CopyTo(other);
            ownItems.CopyTo(otherItems);
            RadixSort.Sort(other, otherItems, own, ownItems);
        });
        if (odd) ((from, to), (itemsFrom, itemsTo)) = ((to, from), (itemsTo, itemsFrom));
        for (int width = 1; width < runs; width *= 2)
        {
            int parts = 4 * width;
            Parallel.For(0, 2 * runs, options, index =>
            {
                int first = index / parts * 2 * width, part = index % parts;
                int start = Start(first), middle = Start(first + width), end = Start(first + (2 * width));
                int low = (int)((long)(end - start) * part / parts), high = (int)((long)(end - start) * (part + 1) / parts);
                ReadOnlySpan<TKey> left = from.Span[start..middle], right = from.Span[middle..end];
                int i = Merging.SplitAt(left, right, low, default(SortOrder<TKey>)), last = Merging.SplitAt(left, right, high, default(SortOrder<TKey>));
                MergeItems(from.Span, itemsFrom.Span, start + i, start + last, middle + low - i, middle + high - last, to.Span[(start + low)..], itemsTo.Span[(start + low)..]);
            });
            ((from, to), (itemsFrom, itemsTo)) = ((to, from), (itemsTo, itemsFrom));
        }
        ArrayPool<TItem>.Shared.Return(itemScratch, RuntimeHelpers.IsReferenceOrContainsReferences<TItem>());
        ArrayPool<TKey>.Shared.Return(keyScratch);

        int Start(int run) => (int)((long)n * run / runs);
    }

    /// <summary>Merges keys and items i..iEnd with j..jEnd of the same spans; of equal keys the first ones come first.</summary>
    private static void MergeItems<TKey, TItem>(
        ReadOnlySpan<TKey> keys, ReadOnlySpan<TItem> items, nint i, nint iEnd, nint j, nint jEnd, Span<TKey> mergedKeys, Span<TItem> mergedItems)
        where TKey : unmanaged
    {
        ref TKey key = ref MemoryMarshal.GetReference(keys), keyTo = ref MemoryMarshal.GetReference(mergedKeys);
        ref TItem item = ref MemoryMarshal.GetReference(items), itemTo = ref MemoryMarshal.GetReference(mergedItems);
        nint at = 0;
        for (; i < iEnd && j < jEnd; at++)
        {
            // Which of the two comes next is arithmetic on indices, not a branch.
            nint first = RadixSort.NotAfterBit(Unsafe.Add(ref key, i), Unsafe.Add(ref key, j));
            nint next = j ^ ((i ^ j) & -first);
            Unsafe.Add(ref keyTo, at) = Unsafe.Add(ref key, next);
            Unsafe.Add(ref itemTo, at) = Unsafe.Add(ref item, next);
            i += first;
            j += 1 - first;
        }
        Range rest = i < iEnd ? new((int)i, (int)iEnd) : new((int)j, (int)jEnd);
        keys[rest].CopyTo(mergedKeys[(int)at..]);
        items[rest].CopyTo(mergedItems[(int)at..]);
    }
}
