using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sorting;

public static partial class RadixSort
{
    private const int SmallCount = 48;

    /// <summary>Up to so many float keys are sorted as one word each with their places, on the stack.</summary>
    private const int PackedCount = 2048;

    /// <summary>Histograms, then one stable scatter for each digit that is needed to tell the keys apart, from the last to the first.</summary>
    /// <remarks>
    /// Low digits are left out when the high ones separate the keys almost entirely: their collision entropies add up to more than log2 n bits. The few neighbours
    /// that are still out of order are put right afterwards. Eight-byte random keys then take three or four passes instead of eight.
    /// </remarks>
    [SkipLocalsInit]
    private static void Lsd<TKey, TItem, TBits, TCodec>(Span<TKey> keys, Span<TItem> items, Span<TKey> keyScratch, Span<TItem> itemScratch)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        if (keys.Length <= SmallCount)
        {
            Insertion<TKey, TItem, TBits, TCodec>(keys, items);
            return;
        }
        // The first byte of a float is nearly all exponent and tells few keys apart, which would cost one pass more over short inputs.
        if (typeof(TKey) == typeof(float) && typeof(TItem) != typeof(Nothing) && keys.Length <= PackedCount && VectorQuicksort.IsSupported)
        {
            Packed<TKey, TItem, TBits, TCodec>(keys, items, keyScratch, itemScratch);
            return;
        }
        int digits = Unsafe.SizeOf<TBits>(), lowest = digits;
        Span<int> histograms = stackalloc int[digits * 256];
        double entropy = 0, enough = Math.Log2(keys.Length) + 1;
        TBits one = TCodec.Encode(keys[0]);
        // Four digits at a time are counted, the high ones first.
        while (lowest > 0 && entropy < enough)
        {
            if (lowest % 4 == 0 || lowest == digits)
            {
                int counted = Math.Min(4, lowest);
                histograms.Slice((lowest - counted) * 256, counted * 256).Clear();
                Count<TKey, TBits, TCodec>(keys, histograms, lowest - counted);
            }
            lowest--;
            Span<int> counts = histograms.Slice(lowest * 256, 256);
            if (counts[Digit(one, lowest * 8)] != keys.Length) entropy += Entropy(counts, keys.Length);
        }
        Span<TKey> from = keys, to = keyScratch;
        Span<TItem> itemsFrom = items, itemsTo = itemScratch;
        for (int digit = lowest; digit < digits; digit++)
        {
            Span<int> starts = histograms.Slice(digit * 256, 256);
            if (starts[Digit(one, digit * 8)] == from.Length) continue;
            int sum = 0;
            for (int i = 0; i < starts.Length; i++)
            {
                int count = starts[i];
                starts[i] = sum;
                sum += count;
            }
            Scatter<TKey, TItem, TBits, TCodec>(from, itemsFrom, to, itemsTo, starts, digit * 8);
            Span<TKey> keySwap = from;
            from = to;
            to = keySwap;
            Span<TItem> itemSwap = itemsFrom;
            itemsFrom = itemsTo;
            itemsTo = itemSwap;
        }
        if (from != keys)
        {
            from.CopyTo(keys);
            if (typeof(TItem) != typeof(Nothing)) itemsFrom.CopyTo(items);
        }
        if (lowest > 0) Finish<TKey, TItem, TBits, TCodec>(keys, items, keyScratch, itemScratch, lowest * 8);
    }

    /// <summary>Vectorised quicksort of words that hold a key of up to 32 bits above its place: all of them are different, so the order is the stable one.</summary>
    [SkipLocalsInit]
    private static void Packed<TKey, TItem, TBits, TCodec>(Span<TKey> keys, Span<TItem> items, Span<TKey> keyScratch, Span<TItem> itemScratch)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        Span<ulong> words = (stackalloc ulong[PackedCount])[..keys.Length];
        for (int i = 0; i < words.Length; i++) words[i] = (ulong.CreateTruncating(TCodec.Encode(keys[i])) << 32) | (uint)i;
        Sorting.Sort(words);
        keys.CopyTo(keyScratch);
        items.CopyTo(itemScratch);
        for (int i = 0; i < words.Length; i++)
        {
            int place = (int)(uint)words[i];
            keys[i] = keyScratch[place];
            items[i] = itemScratch[place];
        }
    }

    /// <summary>How many bits a digit tells about which of n keys it belongs to, judged by how often two keys share it.</summary>
    private static double Entropy(ReadOnlySpan<int> counts, int n)
    {
        double squares = 0;
        foreach (int count in counts) squares += (double)count * count;
        return Math.Log2((double)n * n / squares);
    }

    /// <summary>Sorts every group of keys that agree above <paramref name="shift"/>; the groups are in order already.</summary>
    private static void Finish<TKey, TItem, TBits, TCodec>(Span<TKey> keys, Span<TItem> items, Span<TKey> keyScratch, Span<TItem> itemScratch, int shift)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        TBits previous = TCodec.Encode(keys[0]);
        for (int i = 1; i < keys.Length; i++)
        {
            TBits bits = TCodec.Encode(keys[i]);
            if (bits >= previous)
            {
                previous = bits;
                continue;
            }
            TBits group = bits >> shift;
            int start = i - 1, end = i + 1;
            while (start > 0 && TCodec.Encode(keys[start - 1]) >> shift == group) start--;
            while (end < keys.Length && TCodec.Encode(keys[end]) >> shift == group) end++;
            // A long group differs in low digits only, so at least one of them is dealt with on every level of this recursion.
            if (typeof(TItem) == typeof(Nothing)) Lsd<TKey, TItem, TBits, TCodec>(keys[start..end], default, keyScratch[start..end], default);
            else Lsd<TKey, TItem, TBits, TCodec>(keys[start..end], items[start..end], keyScratch[start..end], itemScratch[start..end]);
            i = end - 1;
            previous = TCodec.Encode(keys[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digit<TBits>(TBits bits, int shift)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        if (typeof(TBits) == typeof(uint)) return (byte)((uint)(object)bits >> shift);
        if (typeof(TBits) == typeof(ulong)) return (byte)((ulong)(object)bits >> shift);
        return byte.CreateTruncating(bits >> shift);
    }

    /// <summary>Counts up to four digits from <paramref name="lowest"/> on.</summary>
    private static void Count<TKey, TBits, TCodec>(ReadOnlySpan<TKey> keys, Span<int> histograms, int lowest)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        ref int counts = ref Unsafe.Add(ref MemoryMarshal.GetReference(histograms), lowest * 256);
        int shift = lowest * 8;
        foreach (TKey key in keys)
        {
            uint four = uint.CreateTruncating(TCodec.Encode(key) >> shift);
            Unsafe.Add(ref counts, (nint)(byte)four)++;
            if (Unsafe.SizeOf<TBits>() == 1) continue;
            Unsafe.Add(ref counts, (nint)(256 + (byte)(four >> 8)))++;
            if (Unsafe.SizeOf<TBits>() == 2) continue;
            Unsafe.Add(ref counts, (nint)(512 + (byte)(four >> 16)))++;
            Unsafe.Add(ref counts, (nint)(768 + (four >> 24)))++;
        }
    }

    private static void Scatter<TKey, TItem, TBits, TCodec>(
        ReadOnlySpan<TKey> keys, ReadOnlySpan<TItem> items, Span<TKey> keysOut, Span<TItem> itemsOut, Span<int> next, int shift)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        ref int slots = ref MemoryMarshal.GetReference(next);
        ref TKey target = ref MemoryMarshal.GetReference(keysOut);
        ref TItem itemTarget = ref MemoryMarshal.GetReference(itemsOut);
        ref TItem item = ref MemoryMarshal.GetReference(items);
        for (int i = 0; i < keys.Length; i++)
        {
            TKey key = keys[i];
            ref int slot = ref Unsafe.Add(ref slots, (nint)Digit(TCodec.Encode(key), shift));
            nint at = slot++;
            Unsafe.Add(ref target, at) = key;
            if (typeof(TItem) != typeof(Nothing)) Unsafe.Add(ref itemTarget, at) = Unsafe.Add(ref item, i);
        }
    }

    /// <summary>Stable insertion sort on the encoded keys, for pieces too small for histograms.</summary>
    private static void Insertion<TKey, TItem, TBits, TCodec>(Span<TKey> keys, Span<TItem> items)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        for (int i = 1; i < keys.Length; i++)
        {
            TKey key = keys[i];
            TBits bits = TCodec.Encode(key);
            int at = i;
            while (at > 0 && TCodec.Encode(keys[at - 1]) > bits)
            {
                keys[at] = keys[at - 1];
                at--;
            }
            keys[at] = key;
            if (typeof(TItem) == typeof(Nothing)) continue;
            TItem item = items[i];
            items[at..i].CopyTo(items[(at + 1)..(i + 1)]);
            items[at] = item;
        }
    }
}
