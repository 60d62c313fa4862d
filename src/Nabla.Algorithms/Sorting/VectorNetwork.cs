using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Algorithms.Sorting;

/// <summary>Sorting networks on 256-bit vectors of int or long: up to 32 vectors, without a branch on keys.</summary>
/// <remarks>Eight vectors are sorted as columns (19 exchanges), transposed into sorted rows, and merged bitonically (Batcher, 1968); so are two or four such blocks.</remarks>
internal static unsafe partial class VectorNetwork
{
    /// <summary>The most values a call sorts: 256 int or 128 long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Capacity<T>() => 32 * Vector256<T>.Count;

    /// <summary>Sorts 0..<see cref="Capacity{T}"/> values.</summary>
    public static void Sort<T>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => Sort<T, SignedBits<T>, SignedBits<T>>(values, count);

    /// <summary>Encodes 0..<see cref="Capacity{T}"/> values by one codec, sorts the codes, and decodes them by another.</summary>
    [SkipLocalsInit]
    public static void Sort<T, TIn, TOut>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
        where TOut : struct, IVectorCodec<T>
    {
        int lanes = Vector256<T>.Count;
        if (count > 8 * lanes) SortBlocks<T, TIn, TOut>(values, count);
        else if (count > 4 * lanes) SortBlock<T, TIn, TOut>(values, count);
        else if (count > 2 * lanes) SortFour<T, TIn, TOut>(values, count);
        else if (count > lanes) SortTwo<T, TIn, TOut>(values, count);
        else if (count == lanes) TOut.Decode(SortLanes(TIn.Encode(Vector256.Load(values)))).Store(values);
        else SortFew<T, TIn, TOut>(values, count);
    }

    private static void Sort8<T>(T* values)
        where T : unmanaged
    {
        int n = Vector256<T>.Count;
        Vector256<T> a = Vector256.Load(values), b = Vector256.Load(values + n);
        Vector256<T> c = Vector256.Load(values + (2 * n)), d = Vector256.Load(values + (3 * n));
        Vector256<T> e = Vector256.Load(values + (4 * n)), f = Vector256.Load(values + (5 * n));
        Vector256<T> g = Vector256.Load(values + (6 * n)), h = Vector256.Load(values + (7 * n));
        Exchange(ref a, ref c); Exchange(ref b, ref d); Exchange(ref e, ref g); Exchange(ref f, ref h);
        Exchange(ref a, ref e); Exchange(ref b, ref f); Exchange(ref c, ref g); Exchange(ref d, ref h);
        Exchange(ref a, ref b); Exchange(ref c, ref d); Exchange(ref e, ref f); Exchange(ref g, ref h);
        Exchange(ref c, ref e); Exchange(ref d, ref f);
        Exchange(ref b, ref e); Exchange(ref d, ref g);
        Exchange(ref b, ref c); Exchange(ref d, ref e); Exchange(ref f, ref g);
        Transpose(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        if (Vector256<T>.Count == 8)
        {
            Merge(ref a, ref b);
            Merge(ref c, ref d);
            Merge(ref e, ref f);
            Merge(ref g, ref h);
        }
        Merge(ref a, ref b, ref c, ref d);
        Merge(ref e, ref f, ref g, ref h);
        Cross(ref a, ref h);
        Cross(ref b, ref g);
        Cross(ref c, ref f);
        Cross(ref d, ref e);
        Clean(ref a, ref b, ref c, ref d);
        Clean(ref e, ref f, ref g, ref h);
        a.Store(values);
        b.Store(values + n);
        c.Store(values + (2 * n));
        d.Store(values + (3 * n));
        e.Store(values + (4 * n));
        f.Store(values + (5 * n));
        g.Store(values + (6 * n));
        h.Store(values + (7 * n));
    }

    /// <summary>Two sorted vectors become one sorted pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge<T>(ref Vector256<T> a, ref Vector256<T> b)
    {
        Cross(ref a, ref b);
        a = CleanLanes(a);
        b = CleanLanes(b);
    }

    /// <summary>Two sorted pairs become one sorted quadruple.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge<T>(ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c, ref Vector256<T> d)
    {
        Cross(ref a, ref d);
        Cross(ref b, ref c);
        Exchange(ref a, ref b);
        Exchange(ref c, ref d);
        a = CleanLanes(a);
        b = CleanLanes(b);
        c = CleanLanes(c);
        d = CleanLanes(d);
    }

    /// <summary>A bitonic quadruple becomes sorted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clean<T>(ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c, ref Vector256<T> d)
    {
        Exchange(ref a, ref c);
        Exchange(ref b, ref d);
        Exchange(ref a, ref b);
        Exchange(ref c, ref d);
        a = CleanLanes(a);
        b = CleanLanes(b);
        c = CleanLanes(c);
        d = CleanLanes(d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange<T>(ref Vector256<T> a, ref Vector256<T> b)
    {
        Vector256<T> x = a, y = b;
        a = Min(x, y);
        b = Max(x, y);
    }

    /// <summary>Exchange of a with b read backwards; b is left backwards too, which the cleaning that follows does not mind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cross<T>(ref Vector256<T> a, ref Vector256<T> b)
    {
        Vector256<T> x = a, y = Reverse(b);
        a = Min(x, y);
        b = Max(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Min<T>(Vector256<T> x, Vector256<T> y)
        => typeof(T) == typeof(int) ? Vector256.Min(x, y) : Vector256.ConditionalSelect(Vector256.GreaterThan(x, y), y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Max<T>(Vector256<T> x, Vector256<T> y)
        => typeof(T) == typeof(int) ? Vector256.Max(x, y) : Vector256.ConditionalSelect(Vector256.GreaterThan(x, y), x, y);

    /// <summary>Bitonic sort inside one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> SortLanes<T>(Vector256<T> v)
    {
        if (Vector256<T>.Count == 8)
        {
            Vector256<int> x = v.AsInt32();
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)), 0b10101010);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(3, 2, 1, 0, 7, 6, 5, 4)), 0b11001100);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)), 0b10101010);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)), 0b11110000);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)), 0b11001100);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)), 0b10101010);
            return x.As<int, T>();
        }
        Vector256<long> y = v.AsInt64();
        y = Select(y, Vector256.Shuffle(y, Vector256.Create(1L, 0, 3, 2)), 0b11001100);
        y = Select(y, Vector256.Shuffle(y, Vector256.Create(3L, 2, 1, 0)), 0b11110000);
        y = Select(y, Vector256.Shuffle(y, Vector256.Create(1L, 0, 3, 2)), 0b11001100);
        return y.As<long, T>();
    }

    /// <summary>A bitonic vector becomes sorted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> CleanLanes<T>(Vector256<T> v)
    {
        if (Vector256<T>.Count == 8)
        {
            Vector256<int> x = v.AsInt32();
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)), 0b11110000);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)), 0b11001100);
            x = Select(x, Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)), 0b10101010);
            return x.As<int, T>();
        }
        Vector256<long> y = v.AsInt64();
        y = Select(y, Vector256.Shuffle(y, Vector256.Create(2L, 3, 0, 1)), 0b11110000);
        y = Select(y, Vector256.Shuffle(y, Vector256.Create(1L, 0, 3, 2)), 0b11001100);
        return y.As<long, T>();
    }

    /// <summary>The smaller of each lane and its partner, or the larger where the mask (one bit per 32 bits) is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Select<T>(Vector256<T> x, Vector256<T> partner, [ConstantExpected] byte larger)
        => Avx2.Blend(Min(x, partner).AsInt32(), Max(x, partner).AsInt32(), larger).As<int, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Reverse<T>(Vector256<T> v) => Vector256<T>.Count == 8
        ? Vector256.Shuffle(v.AsInt32(), Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)).As<int, T>()
        : Vector256.Shuffle(v.AsInt64(), Vector256.Create(3L, 2, 1, 0)).As<long, T>();

    /// <summary>Columns become rows: 8 x 8 for int; for long the column pairs (a, b), (c, d), (e, f), (g, h) hold one column of eight each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose<T>(
        ref Vector256<T> a, ref Vector256<T> b, ref Vector256<T> c, ref Vector256<T> d, ref Vector256<T> e, ref Vector256<T> f, ref Vector256<T> g, ref Vector256<T> h)
    {
        if (Vector256<T>.Count == 8)
        {
            Vector256<int> ab = Avx2.UnpackLow(a.AsInt32(), b.AsInt32()), ab2 = Avx2.UnpackHigh(a.AsInt32(), b.AsInt32());
            Vector256<int> cd = Avx2.UnpackLow(c.AsInt32(), d.AsInt32()), cd2 = Avx2.UnpackHigh(c.AsInt32(), d.AsInt32());
            Vector256<int> ef = Avx2.UnpackLow(e.AsInt32(), f.AsInt32()), ef2 = Avx2.UnpackHigh(e.AsInt32(), f.AsInt32());
            Vector256<int> gh = Avx2.UnpackLow(g.AsInt32(), h.AsInt32()), gh2 = Avx2.UnpackHigh(g.AsInt32(), h.AsInt32());
            Vector256<long> p0 = Avx2.UnpackLow(ab.AsInt64(), cd.AsInt64()), p1 = Avx2.UnpackHigh(ab.AsInt64(), cd.AsInt64());
            Vector256<long> p2 = Avx2.UnpackLow(ab2.AsInt64(), cd2.AsInt64()), p3 = Avx2.UnpackHigh(ab2.AsInt64(), cd2.AsInt64());
            Vector256<long> q0 = Avx2.UnpackLow(ef.AsInt64(), gh.AsInt64()), q1 = Avx2.UnpackHigh(ef.AsInt64(), gh.AsInt64());
            Vector256<long> q2 = Avx2.UnpackLow(ef2.AsInt64(), gh2.AsInt64()), q3 = Avx2.UnpackHigh(ef2.AsInt64(), gh2.AsInt64());
            a = Avx2.Permute2x128(p0, q0, 0x20).As<long, T>();
            b = Avx2.Permute2x128(p1, q1, 0x20).As<long, T>();
            c = Avx2.Permute2x128(p2, q2, 0x20).As<long, T>();
            d = Avx2.Permute2x128(p3, q3, 0x20).As<long, T>();
            e = Avx2.Permute2x128(p0, q0, 0x31).As<long, T>();
            f = Avx2.Permute2x128(p1, q1, 0x31).As<long, T>();
            g = Avx2.Permute2x128(p2, q2, 0x31).As<long, T>();
            h = Avx2.Permute2x128(p3, q3, 0x31).As<long, T>();
            return;
        }
        Vector256<long> r0 = Avx2.UnpackLow(a.AsInt64(), b.AsInt64()), r1 = Avx2.UnpackHigh(a.AsInt64(), b.AsInt64());
        Vector256<long> r2 = Avx2.UnpackLow(c.AsInt64(), d.AsInt64()), r3 = Avx2.UnpackHigh(c.AsInt64(), d.AsInt64());
        Vector256<long> s0 = Avx2.UnpackLow(e.AsInt64(), f.AsInt64()), s1 = Avx2.UnpackHigh(e.AsInt64(), f.AsInt64());
        Vector256<long> s2 = Avx2.UnpackLow(g.AsInt64(), h.AsInt64()), s3 = Avx2.UnpackHigh(g.AsInt64(), h.AsInt64());
        a = Avx2.Permute2x128(r0, r2, 0x20).As<long, T>();
        c = Avx2.Permute2x128(r1, r3, 0x20).As<long, T>();
        e = Avx2.Permute2x128(r0, r2, 0x31).As<long, T>();
        g = Avx2.Permute2x128(r1, r3, 0x31).As<long, T>();
        b = Avx2.Permute2x128(s0, s2, 0x20).As<long, T>();
        d = Avx2.Permute2x128(s1, s3, 0x20).As<long, T>();
        f = Avx2.Permute2x128(s0, s2, 0x31).As<long, T>();
        h = Avx2.Permute2x128(s1, s3, 0x31).As<long, T>();
    }
}
