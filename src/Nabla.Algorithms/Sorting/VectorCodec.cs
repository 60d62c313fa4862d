using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Algorithms.Sorting;

/// <summary>A reversible, order-preserving map from keys to signed integers of the same size, done in place on their bits.</summary>
internal interface IVectorCodec<T>
{
    static abstract bool IsIdentity { get; }

    static abstract Vector256<T> Encode(Vector256<T> bits);

    static abstract Vector256<T> Decode(Vector256<T> code);
}

internal readonly struct SignedBits<T> : IVectorCodec<T>
{
    public static bool IsIdentity => true;

    public static Vector256<T> Encode(Vector256<T> bits) => bits;

    public static Vector256<T> Decode(Vector256<T> code) => code;
}

/// <summary>Unsigned keys: the top bit is flipped.</summary>
internal readonly struct UnsignedBits<T> : IVectorCodec<T>
{
    public static bool IsIdentity => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Encode(Vector256<T> bits) => typeof(T) == typeof(int)
        ? (bits.AsInt32() ^ Vector256.Create(int.MinValue)).As<int, T>()
        : (bits.AsInt64() ^ Vector256.Create(long.MinValue)).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Decode(Vector256<T> code) => Encode(code);
}

/// <summary>Floating point: negative numbers mirrored, then rotated so that every NaN comes last (see <see cref="IRadixCodec{TKey, TBits}"/>).</summary>
internal readonly struct FloatBits<T> : IVectorCodec<T>
{
    public static bool IsIdentity => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Encode(Vector256<T> bits)
    {
        if (typeof(T) == typeof(int))
        {
            Vector256<int> x = bits.AsInt32();
            return ((x ^ Vector256.ShiftRightLogical(Vector256.ShiftRightArithmetic(x, 31), 1)) - Vector256.Create(0x7FFFFF)).As<int, T>();
        }
        Vector256<long> y = bits.AsInt64();
        Vector256<long> sign = Vector256.LessThan(y, Vector256<long>.Zero);
        return ((y ^ Vector256.ShiftRightLogical(sign, 1)) - Vector256.Create(0xFFFFFFFFFFFFFL)).As<long, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Decode(Vector256<T> code)
    {
        if (typeof(T) == typeof(int))
        {
            Vector256<int> x = code.AsInt32() + Vector256.Create(0x7FFFFF);
            return (x ^ Vector256.ShiftRightLogical(Vector256.ShiftRightArithmetic(x, 31), 1)).As<int, T>();
        }
        Vector256<long> y = code.AsInt64() + Vector256.Create(0xFFFFFFFFFFFFFL);
        Vector256<long> sign = Vector256.LessThan(y, Vector256<long>.Zero);
        return (y ^ Vector256.ShiftRightLogical(sign, 1)).As<long, T>();
    }
}

/// <summary>Whole arrays through a codec.</summary>
internal static unsafe class VectorCodec
{
    public static void Encode<T, TCodec>(T* first, T* end)
        where T : unmanaged
        where TCodec : struct, IVectorCodec<T>
    {
        T* at = first;
        for (; end - at >= Vector256<T>.Count; at += Vector256<T>.Count) TCodec.Encode(Vector256.Load(at)).Store(at);
        for (; at < end; at++) *at = TCodec.Encode(Vector256.Create(*at)).ToScalar();
    }

    public static void Decode<T, TCodec>(T* first, T* end)
        where T : unmanaged
        where TCodec : struct, IVectorCodec<T>
    {
        T* at = first;
        for (; end - at >= Vector256<T>.Count; at += Vector256<T>.Count) TCodec.Decode(Vector256.Load(at)).Store(at);
        for (; at < end; at++) *at = TCodec.Decode(Vector256.Create(*at)).ToScalar();
    }
}
