using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sorting;

public static partial class RadixSort
{
    /// <summary>Most-significant-digit radix sort in place (American flag sort): no extra array, not stable.</summary>
    /// <typeparam name="TKey">A supported key type; NaN come last as in <see cref="Sort{TKey}(Span{TKey})"/>.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <exception cref="NotSupportedException">The key type is not supported.</exception>
    /// <remarks>McIlroy, Bostic and McIlroy (1993). O(n · bytes) time, 2 kB of stack for each byte of the key.</remarks>
    [Export("algorithms.sorting.radix_sort.sort_in_place")]
    public static void SortInPlace<TKey>(Span<TKey> keys)
        where TKey : unmanaged
    {
        if (typeof(TKey) == typeof(int)) Flag<int, uint, SignedCodec<int, uint>>(As<TKey, int>(keys), 24);
        else if (typeof(TKey) == typeof(uint)) Flag<uint, uint, UnsignedCodec<uint>>(As<TKey, uint>(keys), 24);
        else if (typeof(TKey) == typeof(float)) Flag<float, uint, SingleCodec>(As<TKey, float>(keys), 24);
        else if (typeof(TKey) == typeof(long)) Flag<long, ulong, SignedCodec<long, ulong>>(As<TKey, long>(keys), 56);
        else if (typeof(TKey) == typeof(ulong)) Flag<ulong, ulong, UnsignedCodec<ulong>>(As<TKey, ulong>(keys), 56);
        else if (typeof(TKey) == typeof(double)) Flag<double, ulong, DoubleCodec>(As<TKey, double>(keys), 56);
        else if (typeof(TKey) == typeof(short)) Flag<short, ushort, SignedCodec<short, ushort>>(As<TKey, short>(keys), 8);
        else if (typeof(TKey) == typeof(ushort) || typeof(TKey) == typeof(char)) Flag<ushort, ushort, UnsignedCodec<ushort>>(As<TKey, ushort>(keys), 8);
        else if (typeof(TKey) == typeof(Half)) Flag<Half, ushort, HalfCodec>(As<TKey, Half>(keys), 8);
        else if (typeof(TKey) == typeof(sbyte)) Flag<sbyte, byte, SignedCodec<sbyte, byte>>(As<TKey, sbyte>(keys), 0);
        else if (typeof(TKey) == typeof(byte)) Flag<byte, byte, UnsignedCodec<byte>>(As<TKey, byte>(keys), 0);
        else if (typeof(TKey) == typeof(nint)) Flag<nint, nuint, SignedCodec<nint, nuint>>(As<TKey, nint>(keys), (8 * nint.Size) - 8);
        else if (typeof(TKey) == typeof(nuint)) Flag<nuint, nuint, UnsignedCodec<nuint>>(As<TKey, nuint>(keys), (8 * nint.Size) - 8);
        else if (typeof(TKey) == typeof(Int128)) Flag<Int128, UInt128, SignedCodec<Int128, UInt128>>(As<TKey, Int128>(keys), 120);
        else if (typeof(TKey) == typeof(UInt128)) Flag<UInt128, UInt128, UnsignedCodec<UInt128>>(As<TKey, UInt128>(keys), 120);
        else throw new NotSupportedException($"Keys of type {typeof(TKey)} cannot be radix sorted; integers, char, Half, float and double can.");
    }

    [SkipLocalsInit]
    private static void Flag<TKey, TBits, TCodec>(Span<TKey> keys, int shift)
        where TKey : unmanaged
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TCodec : struct, IRadixCodec<TKey, TBits>
    {
        if (keys.Length <= SmallCount)
        {
            Insertion<TKey, Nothing, TBits, TCodec>(keys, default);
            return;
        }
        Span<int> next = stackalloc int[256], ends = stackalloc int[256];
        ends.Clear();
        foreach (TKey key in keys) ends[Digit(TCodec.Encode(key), shift)]++;
        int sum = 0;
        for (int i = 0; i < 256; i++)
        {
            next[i] = sum;
            sum += ends[i];
            ends[i] = sum;
        }
        ref TKey first = ref MemoryMarshal.GetReference(keys);
        for (int bucket = 0; bucket < 256; bucket++)
        {
            // Carry a key to its bucket, take the one that lay there, until one belongs here.
            while (next[bucket] < ends[bucket])
            {
                TKey key = Unsafe.Add(ref first, next[bucket]);
                int home = Digit(TCodec.Encode(key), shift);
                while (home != bucket)
                {
                    ref TKey slot = ref Unsafe.Add(ref first, next[home]++);
                    (slot, key) = (key, slot);
                    home = Digit(TCodec.Encode(key), shift);
                }
                Unsafe.Add(ref first, next[bucket]++) = key;
            }
        }
        if (shift == 0) return;
        int start = 0;
        for (int bucket = 0; bucket < 256; bucket++)
        {
            int end = ends[bucket];
            if (end - start > 1) Flag<TKey, TBits, TCodec>(keys[start..end], shift - 8);
            start = end;
        }
    }
}
