using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sorting;

/// <summary>Quicksort of int and long keys with vectorised partitioning and networks for small pieces; other keys travel encoded.</summary>
/// <remarks>O(n log n) always: a piece that has been split too unevenly too often is heapsorted. In place; not stable, which keys alone cannot tell.</remarks>
internal static unsafe class VectorQuicksort
{
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Sorts keys whose bits are those of T under a codec.</summary>
    public static void Sort<T, TCodec>(T* first, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TCodec : struct, IVectorCodec<T>
    {
        if (count <= VectorNetwork.Capacity<T>())
        {
            VectorNetwork.Sort<T, TCodec, TCodec>(first, count);
            return;
        }
        T* end = first + count;
        if (TCodec.IsIdentity)
        {
            SortEncoded<T, TCodec>(first, end);
            return;
        }
        // The first partition encodes on the way, which saves a pass over memory.
        ulong random = (ulong)count;
        T pivot = Pivot<T, TCodec>(first, count, ref random);
        T* middle = Split<T, TCodec>(first, end, pivot);
        if (middle > first) SortEncoded<T, TCodec>(first, middle);
        if (middle < end) SortEncoded<T, TCodec>(middle, end);
    }

    /// <summary>Sorts keys already encoded and decodes them.</summary>
    public static void SortEncoded<T, TCodec>(T* first, T* end)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TCodec : struct, IVectorCodec<T>
    {
        ulong random = 0x9E3779B97F4A7C15ul ^ (ulong)(end - first);
        Sort<T, TCodec>(first, end, 2 * (BitOperations.Log2((uint)(end - first) | 1) + 2), ref random);
    }

    private static void Sort<T, TCodec>(T* first, T* end, int depth, ref ulong random)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TCodec : struct, IVectorCodec<T>
    {
        while (true)
        {
            long n = end - first;
            if (n <= VectorNetwork.Capacity<T>())
            {
                VectorNetwork.Sort<T, SignedBits<T>, TCodec>(first, (int)n);
                return;
            }
            if (depth-- == 0)
            {
                Heap.Sort(new Span<T>(first, (int)n));
                if (!TCodec.IsIdentity) VectorCodec.Decode<T, TCodec>(first, end);
                return;
            }
            T pivot = Pivot<T, SignedBits<T>>(first, n, ref random);
            T* middle = Split<T, SignedBits<T>>(first, end, pivot);
            if (middle == end)
            {
                // The pivot is the greatest value: its copies are in place once they are behind the smaller ones.
                if (pivot == T.MinValue) middle = first;
                else middle = Split<T, SignedBits<T>>(first, end, pivot - T.One);
                if (!TCodec.IsIdentity) VectorCodec.Decode<T, TCodec>(middle, end);
                end = middle;
                continue;
            }
            if (middle - first < end - middle)
            {
                Sort<T, TCodec>(first, middle, depth, ref random);
                first = middle;
            }
            else
            {
                Sort<T, TCodec>(middle, end, depth, ref random);
                end = middle;
            }
        }
    }

    /// <summary>Partitions with the widest vectors that fit, encoding the values on the way; the pivot is a code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Split<T, TCodec>(T* first, T* end, T pivot)
        where T : unmanaged, IBinaryInteger<T>
        where TCodec : struct, IVectorCodec<T>
    {
        bool wide = Avx512F.IsSupported && Vector512.IsHardwareAccelerated && end - first >= VectorPartition.MinimumLength(Vector512<T>.Count);
        if (typeof(T) == typeof(int))
        {
            int value = Unsafe.BitCast<T, int>(pivot);
            return wide
                ? (T*)VectorPartition.Split<int, Vector512<int>, PackInt32x16, Codec<int, T, TCodec>>((int*)first, (int*)end, value)
                : (T*)VectorPartition.Split<int, Vector256<int>, PackInt32x8, Codec<int, T, TCodec>>((int*)first, (int*)end, value);
        }
        long wideValue = Unsafe.BitCast<T, long>(pivot);
        return wide
            ? (T*)VectorPartition.Split<long, Vector512<long>, PackInt64x8, Codec<long, T, TCodec>>((long*)first, (long*)end, wideValue)
            : (T*)VectorPartition.Split<long, Vector256<long>, PackInt64x4, Codec<long, T, TCodec>>((long*)first, (long*)end, wideValue);
    }

    /// <summary>The median code of 8, 32 or 64 values drawn at random, one from each stretch of the piece.</summary>
    [SkipLocalsInit]
    public static T Pivot<T, TCodec>(T* first, long n, ref ulong random)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TCodec : struct, IVectorCodec<T>
    {
        T* sample = stackalloc T[64];
        int size = n < 1024 ? 8 : n < 1 << 16 || sizeof(T) == 8 ? 32 : 64;
        random = (random * 6364136223846793005ul) + 1442695040888963407ul;
        // Steps of a fraction of the piece with a random offset inside each.
        ulong step = ((ulong)n << 8) / (ulong)size, state = random, at = 0;
        for (int i = 0; i < size; i++)
        {
            ulong jitter = (ulong)(uint)(state >> 40) * step >> 24;
            sample[i] = first[(at + jitter) >> 8];
            state = (state * 0xD1342543DE82EF95ul) + 1;
            at += step;
        }
        VectorNetwork.Sort<T, TCodec, SignedBits<T>>(sample, size);
        return sample[(size / 2) - 1];
    }

    /// <summary>A codec under another name of its type.</summary>
    private readonly struct Codec<TTo, T, TCodec> : IVectorCodec<TTo>
        where TCodec : struct, IVectorCodec<T>
    {
        public static bool IsIdentity => TCodec.IsIdentity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<TTo> Encode(Vector256<TTo> bits) => TCodec.Encode(bits.As<TTo, T>()).As<T, TTo>();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<TTo> Decode(Vector256<TTo> code) => TCodec.Decode(code.As<TTo, T>()).As<T, TTo>();
    }
}
