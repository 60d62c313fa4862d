using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sorting;

public static partial class ParallelSort
{
    /// <summary>How many stretches the key range is cut into.</summary>
    private const int Ranges = 256;

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
    /// Quantiles of a sample cut the keys into ranges of about equal size. Every piece of the input is dealt to the ranges, stably, and then every range is radix sorted
    /// by itself, in the cache. O(n · bytes of the key) work, one extra array of keys and one of items.
    /// </remarks>
    public static void Sort<TKey, TItem>(Memory<TKey> keys, Memory<TItem> items, int threads = 0)
        where TKey : unmanaged
    {
        ParallelOptions options = Options(threads);
        int n = keys.Length;
        if (items.Length != n) throw new ArgumentException($"There are {n} keys but {items.Length} items.", nameof(items));
        if (n <= Piece || options.MaxDegreeOfParallelism == 1)
        {
            RadixSort.Sort(keys.Span, items.Span);
            return;
        }
        TKey[] limits = Quantiles<TKey>(keys.Span);
        int pieces = (int)(((long)n + Piece - 1) / Piece);
        int[] starts = new int[pieces * Ranges];
        byte[] range = ArrayPool<byte>.Shared.Rent(n);
        Parallel.For(0, pieces, options, piece => Classify(keys.Span, limits, range, starts.AsSpan(piece * Ranges, Ranges), piece * Piece));
        int[] begins = new int[Ranges + 1];
        int sum = 0;
        for (int r = 0; r < Ranges; r++)
        {
            begins[r] = sum;
            for (int piece = 0; piece < pieces; piece++)
            {
                ref int count = ref starts[(piece * Ranges) + r];
                (count, sum) = (sum, sum + count);
            }
        }
        begins[Ranges] = n;
        TKey[] keyScratch = ArrayPool<TKey>.Shared.Rent(n);
        TItem[] itemScratch = ArrayPool<TItem>.Shared.Rent(n);
        Parallel.For(0, pieces, options, piece =>
        {
            Span<int> next = starts.AsSpan(piece * Ranges, Ranges);
            ReadOnlySpan<TKey> from = keys.Span;
            ReadOnlySpan<TItem> itemsFrom = items.Span;
            int end = Math.Min(n, (piece + 1) * Piece);
            for (int i = piece * Piece; i < end; i++)
            {
                int at = next[range[i]]++;
                keyScratch[at] = from[i];
                itemScratch[at] = itemsFrom[i];
            }
        });
        Parallel.For(0, Ranges, options, r =>
        {
            int start = begins[r], count = begins[r + 1] - start;
            keyScratch.AsSpan(start, count).CopyTo(keys.Span[start..]);
            itemScratch.AsSpan(start, count).CopyTo(items.Span[start..]);
            RadixSort.Sort(keys.Span.Slice(start, count), items.Span.Slice(start, count), keyScratch.AsSpan(start, count), itemScratch.AsSpan(start, count));
        });
        ArrayPool<TItem>.Shared.Return(itemScratch, RuntimeHelpers.IsReferenceOrContainsReferences<TItem>());
        ArrayPool<TKey>.Shared.Return(keyScratch);
        ArrayPool<byte>.Shared.Return(range);
    }

    /// <summary>255 quantiles of evenly spaced keys, in order.</summary>
    private static TKey[] Quantiles<TKey>(ReadOnlySpan<TKey> keys)
        where TKey : unmanaged
    {
        const int Oversampling = 8;
        Span<TKey> sample = new TKey[Ranges * Oversampling];
        for (int i = 0; i < sample.Length; i++) sample[i] = keys[(int)((long)keys.Length * i / sample.Length)];
        RadixSort.Sort(sample);
        var limits = new TKey[Ranges - 1];
        for (int i = 0; i < limits.Length; i++) limits[i] = sample[(i + 1) * Oversampling];
        return limits;
    }

    /// <summary>The range of every key of one piece, and how many there are of each: the number of limits not above the key.</summary>
    private static void Classify<TKey>(ReadOnlySpan<TKey> keys, TKey[] limits, byte[] range, Span<int> counts, int start)
        where TKey : unmanaged
    {
        int end = Math.Min(keys.Length, start + Piece), i = start;
        ref TKey limit = ref MemoryMarshal.GetArrayDataReference(limits);
        // A binary search of eight steps in a sorted array; every step adds its stride or not, without a branch. Four keys at a time hide each other's latency.
        for (; i + 4 <= end; i += 4)
        {
            TKey k0 = keys[i], k1 = keys[i + 1], k2 = keys[i + 2], k3 = keys[i + 3];
            nint a = 0, b = 0, c = 0, d = 0;
            for (nint stride = Ranges / 2; stride > 0; stride >>= 1)
            {
                a += stride & -RadixSort.NotAfterBit(Unsafe.Add(ref limit, a + stride - 1), k0);
                b += stride & -RadixSort.NotAfterBit(Unsafe.Add(ref limit, b + stride - 1), k1);
                c += stride & -RadixSort.NotAfterBit(Unsafe.Add(ref limit, c + stride - 1), k2);
                d += stride & -RadixSort.NotAfterBit(Unsafe.Add(ref limit, d + stride - 1), k3);
            }
            range[i] = (byte)a;
            range[i + 1] = (byte)b;
            range[i + 2] = (byte)c;
            range[i + 3] = (byte)d;
            counts[(int)a]++;
            counts[(int)b]++;
            counts[(int)c]++;
            counts[(int)d]++;
        }
        for (; i < end; i++)
        {
            nint at = 0;
            for (nint stride = Ranges / 2; stride > 0; stride >>= 1)
                at += stride & -RadixSort.NotAfterBit(Unsafe.Add(ref limit, at + stride - 1), keys[i]);
            range[i] = (byte)at;
            counts[(int)at]++;
        }
    }
}
