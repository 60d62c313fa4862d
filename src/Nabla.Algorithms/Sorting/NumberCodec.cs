using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Sorting;

/// <summary>Maps keys to unsigned integers in the same order.</summary>
/// <remarks>Floating point: -inf &lt; ... &lt; -0 &lt; +0 &lt; ... &lt; +inf &lt; every NaN. The IEEE bits of negative numbers are flipped, which is the usual
/// total order; then the codes are rotated so that the NaNs with a sign bit, which would come first, wrap round to the end. Nothing is lost.</remarks>
internal interface IRadixCodec<TKey, TBits>
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    static abstract TBits Encode(TKey key);
}

internal readonly struct UnsignedCodec<T> : IRadixCodec<T, T>
    where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Encode(T key) => key;
}

/// <summary>Two's complement: the sign bit is flipped.</summary>
internal readonly struct SignedCodec<TKey, TBits> : IRadixCodec<TKey, TBits>
    where TKey : unmanaged
    where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TBits Encode(TKey key) => Unsafe.BitCast<TKey, TBits>(key) ^ (TBits.One << ((Unsafe.SizeOf<TBits>() * 8) - 1));
}

internal readonly struct HalfCodec : IRadixCodec<Half, ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Encode(Half key)
    {
        short bits = BitConverter.HalfToInt16Bits(key);
        return (ushort)((ushort)(bits ^ (short)((bits >> 15) | short.MinValue)) - 0x3FF);
    }
}

internal readonly struct SingleCodec : IRadixCodec<float, uint>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Encode(float key)
    {
        int bits = BitConverter.SingleToInt32Bits(key);
        return (uint)(bits ^ ((bits >> 31) | int.MinValue)) - 0x7FFFFF;
    }
}

internal readonly struct DoubleCodec : IRadixCodec<double, ulong>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Encode(double key)
    {
        long bits = BitConverter.DoubleToInt64Bits(key);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue)) - 0xFFFFFFFFFFFFF;
    }
}

/// <summary>No payload.</summary>
internal readonly struct Nothing;
