using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sorting;

public static partial class RadixSort
{
    private const int SmallCount = 48;

    /// <summary>All histograms in one reading, then one stable scatter for each byte that varies.</summary>
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
        int digits = Unsafe.SizeOf<TBits>();
        Span<int> histograms = stackalloc int[digits * 256];
        histograms.Clear();
        Count<TKey, TBits, TCodec>(keys, histograms);
        Span<TKey> from = keys, to = keyScratch;
        Span<TItem> itemsFrom = items, itemsTo = itemScratch;
        for (int digit = 0; digit < digits; digit++)
        {
            Span<int> starts = histograms.Slice(digit * 256, 256);
            if (starts[Digit(TCodec.Encode(from[0]), digit * 8)] == from.Length) continue;
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
        if (from == keys) return;
        from.CopyTo(keys);
        if (typeof(TItem) != typeof(Nothing)) itemsFrom.CopyTo(items);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digit<TBits>(TBits bits, int shift)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        if (typeof(TBits) == typeof(uint)) return (byte)((uint)(object)bits >> shift);
        if (typeof(TBits) == typeof(ulong)) return (byte)((ulong)(object)bits >> shift);
        return byte.CreateTruncating(bits >> shift);
    }

    private static void Count<TKey, TBits, TCodec>(ReadOnlySpan<TKey> keys, Span<int> histograms)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        ref int counts = ref MemoryMarshal.GetReference(histograms);
        foreach (TKey key in keys)
        {
            TBits bits = TCodec.Encode(key);
            Unsafe.Add(ref counts, Digit(bits, 0))++;
            if (Unsafe.SizeOf<TBits>() == 1) continue;
            Unsafe.Add(ref counts, 256 + Digit(bits, 8))++;
            if (Unsafe.SizeOf<TBits>() == 2) continue;
            Unsafe.Add(ref counts, 512 + Digit(bits, 16))++;
            Unsafe.Add(ref counts, 768 + Digit(bits, 24))++;
            for (int digit = 4; digit < Unsafe.SizeOf<TBits>(); digit++)
                Unsafe.Add(ref counts, (digit * 256) + Digit(bits, digit * 8))++;
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
            ref int slot = ref Unsafe.Add(ref slots, Digit(TCodec.Encode(key), shift));
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
