using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Algorithms.Sorting;

internal static unsafe partial class VectorNetwork
{
    /// <summary>Whether the codes of two or more values are in order already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSorted<T, TIn>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>
        where TIn : struct, IVectorCodec<T>
    {
        int lanes = Vector256<T>.Count;
        if (count <= lanes)
        {
            for (int i = 1; i < count; i++)
            {
                if (TIn.Encode(Vector256.CreateScalarUnsafe(values[i - 1])).ToScalar() > TIn.Encode(Vector256.CreateScalarUnsafe(values[i])).ToScalar()) return false;
            }
            return true;
        }
        // The last pairs are looked at in a vector of their own, which may overlap the one before.
        T* last = values + count - lanes;
        Vector256<T> falls = Vector256.GreaterThan(TIn.Encode(Vector256.Load(last - 1)), TIn.Encode(Vector256.Load(last)));
        for (T* at = values; at < last - 1; at += lanes)
            falls |= Vector256.GreaterThan(TIn.Encode(Vector256.Load(at)), TIn.Encode(Vector256.Load(at + 1)));
        return falls == Vector256<T>.Zero;
    }

    /// <summary>Fewer values than lanes: one exchange or three for two or three values, else two half vectors that overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SortFew<T, TIn, TOut>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
        where TOut : struct, IVectorCodec<T>
    {
        if (count < 2) return;
        if (count < 4)
        {
            Vector256<T> raw = Vector256.Create(values[0]).WithElement(1, values[1]).WithElement(2, values[count - 1]);
            Vector256<T> codes = TIn.Encode(raw);
            T a = codes[0], b = codes[1], c = codes[2];
            T low = T.Min(a, b), high = T.Max(a, b);
            if (count == 3)
            {
                T middle = T.Min(high, c);
                (low, middle, high) = (T.Min(low, middle), T.Max(low, middle), T.Max(high, c));
                Vector256<T> three = TOut.Decode(Vector256.Create(low).WithElement(1, middle).WithElement(2, high));
                values[0] = three[0];
                values[1] = three[1];
                values[2] = three[2];
                return;
            }
            Vector256<T> two = TOut.Decode(Vector256.Create(low).WithElement(1, high));
            values[0] = two[0];
            values[1] = two[1];
            return;
        }
        // Four to seven of eight lanes; a vector of long has no such case.
        if (Vector256<T>.Count != 8) return;
        T* end = values + count - 4;
        Vector256<int> half = TIn.Encode(Vector256.Create(Vector128.Load(values), Vector128.Load(end))).AsInt32();
        Vector256<int> repeated = Vector256.LessThan(Vector256<int>.Indices - Vector256.Create(4), Vector256.Create(8 - count))
            & Vector256.GreaterThan(Vector256<int>.Indices, Vector256.Create(3));
        Vector256<int> sorted = SortLanes(Vector256.ConditionalSelect(repeated, Vector256.Create(int.MaxValue), half));
        sorted = TOut.Decode(sorted.As<int, T>()).AsInt32();
        Vector256<int> tail = Avx2.PermuteVar8x32(sorted, Vector256<int>.Indices + Vector256.Create(count - 4));
        sorted.GetLower().As<int, T>().Store(values);
        tail.GetLower().As<int, T>().Store(end);
    }

    /// <summary>One vector less one value, up to two vectors.</summary>
    private static void SortTwo<T, TIn, TOut>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
        where TOut : struct, IVectorCodec<T>
    {
        int n = Vector256<T>.Count;
        T* end = values + count - n;
        Vector256<T> a = TIn.Encode(Vector256.Load(values)), b = TIn.Encode(Vector256.Load(end));
        b = SortLanes(Without(b, (2 * n) - count));
        a = SortLanes(a);
        Merge(ref a, ref b);
        a = TOut.Decode(a);
        b = TOut.Decode(b);
        Window(a, b, count - n).Store(end);
        a.Store(values);
    }

    /// <summary>Three or four vectors, the last one filled in part.</summary>
    private static void SortFour<T, TIn, TOut>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
        where TOut : struct, IVectorCodec<T>
    {
        int n = Vector256<T>.Count;
        T* end = values + count - n;
        bool three = count <= 3 * n;
        Vector256<T> a = SortLanes(TIn.Encode(Vector256.Load(values))), b = SortLanes(TIn.Encode(Vector256.Load(values + n)));
        Vector256<T> tail = Without(TIn.Encode(Vector256.Load(end)), ((three ? 3 : 4) * n) - count);
        Vector256<T> c = SortLanes(three ? tail : TIn.Encode(Vector256.Load(values + (2 * n))));
        Vector256<T> d = three ? Vector256.Create(T.MaxValue) : SortLanes(tail);
        Merge(ref a, ref b);
        Merge(ref c, ref d);
        Merge(ref a, ref b, ref c, ref d);
        a = TOut.Decode(a);
        b = TOut.Decode(b);
        c = TOut.Decode(c);
        d = TOut.Decode(d);
        // What lies before the tail is stored after it, where the two overlap both hold the same values.
        if (three) Window(b, c, count - (2 * n)).Store(end);
        else
        {
            Window(c, d, count - (3 * n)).Store(end);
            c.Store(values + (2 * n));
        }
        a.Store(values);
        b.Store(values + n);
    }

    /// <summary>Five to eight vectors, through a copy filled up with the greatest value.</summary>
    [SkipLocalsInit]
    private static void SortBlock<T, TIn, TOut>(T* values, int count)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
        where TOut : struct, IVectorCodec<T>
    {
        T* padded = stackalloc T[8 * Vector256<T>.Count];
        Fill<T, TIn>(values, count, padded, 8 * Vector256<T>.Count);
        Sort8(padded);
        Drain<T, TOut>(padded, values, count);
    }

    /// <summary>Encodes the values into whole vectors, and fills the rest of them with the greatest value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<T, TIn>(T* values, int count, T* padded, int size)
        where T : unmanaged, IMinMaxValue<T>
        where TIn : struct, IVectorCodec<T>
    {
        int lanes = Vector256<T>.Count, i = 0;
        for (; i <= count - lanes; i += lanes) TIn.Encode(Vector256.Load(values + i)).Store(padded + i);
        Vector256<T> greatest = Vector256.Create(T.MaxValue);
        if (i < count)
        {
            Without(TIn.Encode(Vector256.Load(values + count - lanes)), i + lanes - count).Store(padded + i);
            i += lanes;
        }
        for (; i < size; i += lanes) greatest.Store(padded + i);
    }

    /// <summary>Decodes the first codes back into place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Drain<T, TOut>(T* padded, T* values, int count)
        where T : unmanaged
        where TOut : struct, IVectorCodec<T>
    {
        int lanes = Vector256<T>.Count;
        Vector256<T> tail = TOut.Decode(Vector256.Load(padded + count - lanes));
        for (int i = 0; i <= count - lanes; i += lanes) TOut.Decode(Vector256.Load(padded + i)).Store(values + i);
        tail.Store(values + count - lanes);
    }

    /// <summary>The vector with its first lanes, which another vector holds already, replaced by the greatest value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Without<T>(Vector256<T> v, int lanes)
        where T : unmanaged, IMinMaxValue<T>
    {
        Vector256<int> first = Vector256.GreaterThan(Vector256.Create(lanes * (8 / Vector256<T>.Count)), Vector256<int>.Indices);
        return Avx2.BlendVariable(v.AsByte(), Vector256.Create(T.MaxValue).AsByte(), first.AsByte()).As<byte, T>();
    }

    /// <summary>The vector that begins at a lane of a and goes on in b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Window<T>(Vector256<T> a, Vector256<T> b, int lane)
    {
        Vector256<int> at = Vector256<int>.Indices + Vector256.Create(lane * (8 / Vector256<T>.Count));
        Vector256<int> x = Avx2.PermuteVar8x32(a.AsInt32(), at), y = Avx2.PermuteVar8x32(b.AsInt32(), at);
        return Avx2.BlendVariable(x.AsByte(), y.AsByte(), Vector256.GreaterThan(at, Vector256.Create(7)).AsByte()).As<byte, T>();
    }
}
