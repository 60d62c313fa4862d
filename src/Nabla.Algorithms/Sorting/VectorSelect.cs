using System.Numerics;

namespace Nabla.Algorithms.Sorting;

/// <summary>Quickselect of int and long keys with vectorised partitioning; other keys travel encoded.</summary>
internal static unsafe class VectorSelect
{
    /// <summary>Puts the key that belongs at <paramref name="index"/> there, none greater before it and none smaller behind it.</summary>
    public static void Run<T, TCodec>(Span<T> keys, int index)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TCodec : struct, IVectorCodec<T>
    {
        fixed (T* first = keys)
        {
            T* end = first + keys.Length;
            if (!TCodec.IsIdentity) VectorCodec.Encode<T, TCodec>(first, end);
            Narrow(first, end, first + index);
            if (!TCodec.IsIdentity) VectorCodec.Decode<T, TCodec>(first, end);
        }
    }

    private static void Narrow<T>(T* first, T* end, T* at)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ulong random = (ulong)(end - first);
        // The side that holds the place goes on; a piece that shrinks too slowly is sorted.
        for (int depth = 4 * (BitOperations.Log2((uint)(end - first) | 1) + 2); end - first > VectorNetwork.Capacity<T>(); depth--)
        {
            if (depth == 0)
            {
                VectorQuicksort.SortEncoded<T, SignedBits<T>>(first, end);
                return;
            }
            T pivot = VectorQuicksort.Pivot<T, SignedBits<T>>(first, end - first, ref random);
            T* middle = VectorQuicksort.Split<T, SignedBits<T>>(first, end, pivot);
            if (middle == end)
            {
                // The pivot is the greatest value: behind the smaller ones are only copies of it.
                if (pivot == T.MinValue) return;
                middle = VectorQuicksort.Split<T, SignedBits<T>>(first, end, pivot - T.One);
                if (at >= middle) return;
                end = middle;
            }
            else if (at < middle) end = middle;
            else first = middle;
        }
        VectorNetwork.Sort(first, (int)(end - first));
    }
}
