using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Algorithms.Sorting;

internal static unsafe partial class VectorNetwork
{
    /// <summary>Sorts more than one block of eight vectors: the blocks, then bitonic merges of two and of two pairs.</summary>
    [SkipLocalsInit]
    private static void SortBlocks<T, TIn, TOut>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
        where TOut : struct, IVectorCodec<T>
    {
        int lanes = Vector256<T>.Count, block = 8 * lanes, blocks = (count + block - 1) / block;
        T* padded = stackalloc T[32 * Vector256<T>.Count];
        Fill<T, TIn>(values, count, padded, blocks == 2 ? 2 * block : 4 * block);
        for (int i = 0; i < blocks; i++) Sort8(padded + (i * block));
        MergeBlocks(padded, 8);
        if (blocks > 2)
        {
            // A fourth block of padding is greater than the third already.
            if (blocks == 4) MergeBlocks(padded + (2 * block), 8);
            MergeBlocks(padded, 16);
        }
        Drain<T, TOut>(padded, values, count);
    }

    /// <summary>Two sorted neighbours of 8 or 16 vectors become one.</summary>
    private static void MergeBlocks<T>(T* values, int vectors)
        where T : unmanaged
    {
        int lanes = Vector256<T>.Count;
        T* low = values, high = values + (((2 * vectors) - 1) * lanes);
        for (; low < high; low += lanes, high -= lanes)
        {
            // The second half is read backwards and left backwards, which is as bitonic.
            Vector256<T> a = Vector256.Load(low), b = Reverse(Vector256.Load(high));
            Min(a, b).Store(low);
            Max(a, b).Store(high);
        }
        if (vectors == 16)
        {
            Halve(values, 8);
            Halve(values + (16 * lanes), 8);
            CleanBlock(values + (16 * lanes));
            CleanBlock(values + (24 * lanes));
        }
        CleanBlock(values);
        CleanBlock(values + (8 * lanes));
    }

    /// <summary>Exchanges each of the first vectors with its partner <paramref name="vectors"/> further on.</summary>
    private static void Halve<T>(T* values, int vectors)
        where T : unmanaged
    {
        int distance = vectors * Vector256<T>.Count;
        for (T* at = values; at < values + distance; at += Vector256<T>.Count)
        {
            Vector256<T> a = Vector256.Load(at), b = Vector256.Load(at + distance);
            Min(a, b).Store(at);
            Max(a, b).Store(at + distance);
        }
    }

    /// <summary>Eight bitonic vectors become sorted.</summary>
    private static void CleanBlock<T>(T* values)
        where T : unmanaged
    {
        int n = Vector256<T>.Count;
        Vector256<T> a = Vector256.Load(values), b = Vector256.Load(values + n);
        Vector256<T> c = Vector256.Load(values + (2 * n)), d = Vector256.Load(values + (3 * n));
        Vector256<T> e = Vector256.Load(values + (4 * n)), f = Vector256.Load(values + (5 * n));
        Vector256<T> g = Vector256.Load(values + (6 * n)), h = Vector256.Load(values + (7 * n));
        Exchange(ref a, ref e);
        Exchange(ref b, ref f);
        Exchange(ref c, ref g);
        Exchange(ref d, ref h);
        Clean(ref a, ref b, ref c, ref d);
        a.Store(values);
        b.Store(values + n);
        c.Store(values + (2 * n));
        d.Store(values + (3 * n));
        Clean(ref e, ref f, ref g, ref h);
        e.Store(values + (4 * n));
        f.Store(values + (5 * n));
        g.Store(values + (6 * n));
        h.Store(values + (7 * n));
    }
}
