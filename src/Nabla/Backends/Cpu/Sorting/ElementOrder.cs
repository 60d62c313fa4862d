using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla;

/// <summary>Maps every element type to unsigned keys in the same order: NaN above everything, -0 equal to 0.</summary>
internal static class ElementOrder
{
    /// <summary>Whether <typeparamref name="T"/> is one of the types that have an order here.</summary>
    public static bool Knows<T>() where T : unmanaged =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half)
        || typeof(T) == typeof(sbyte) || typeof(T) == typeof(byte) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort)
        || typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(bool);

    /// <summary>Refuses other types.</summary>
    /// <exception cref="NotSupportedException">The type is not a built-in number or bool.</exception>
    public static void Check<T>() where T : unmanaged
    {
        if (!Knows<T>()) throw new NotSupportedException($"Elements of type {typeof(T).Name} have no order here; sort a built-in number type and gather by its indices.");
    }

    /// <summary>The key; types of up to four bytes use its low 32 bits only.</summary>
    [MethodImpl(AggressiveInlining)]
    public static ulong Key<T>(T value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Single(Unsafe.BitCast<T, float>(value));
        if (typeof(T) == typeof(double)) return Double(Unsafe.BitCast<T, double>(value));
        if (typeof(T) == typeof(Half)) return Single((float)Unsafe.BitCast<T, Half>(value));
        if (typeof(T) == typeof(sbyte)) return (uint)(Unsafe.BitCast<T, sbyte>(value) + 128);
        if (typeof(T) == typeof(short)) return (uint)(Unsafe.BitCast<T, short>(value) + 32768);
        if (typeof(T) == typeof(int)) return (uint)Unsafe.BitCast<T, int>(value) ^ 0x8000_0000;
        if (typeof(T) == typeof(long)) return (ulong)Unsafe.BitCast<T, long>(value) ^ 0x8000_0000_0000_0000;
        if (typeof(T) == typeof(bool)) return Unsafe.BitCast<T, byte>(value) != 0 ? 1u : 0u;
        if (Unsafe.SizeOf<T>() == 1) return Unsafe.BitCast<T, byte>(value);
        if (Unsafe.SizeOf<T>() == 2) return Unsafe.BitCast<T, ushort>(value);
        if (Unsafe.SizeOf<T>() == 4) return Unsafe.BitCast<T, uint>(value);
        return Unsafe.BitCast<T, ulong>(value);
    }

    /// <summary>Whether a value is NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    public static bool IsNaN<T>(T value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return float.IsNaN(Unsafe.BitCast<T, float>(value));
        if (typeof(T) == typeof(double)) return double.IsNaN(Unsafe.BitCast<T, double>(value));
        if (typeof(T) == typeof(Half)) return Half.IsNaN(Unsafe.BitCast<T, Half>(value));
        return false;
    }

    private static uint Single(float value)
    {
        if (float.IsNaN(value)) return uint.MaxValue;
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits ^ ((uint)((int)bits >> 31) | 0x8000_0000);
    }

    private static ulong Double(double value)
    {
        if (double.IsNaN(value)) return ulong.MaxValue;
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0d);
        return bits ^ ((ulong)((long)bits >> 63) | 0x8000_0000_0000_0000);
    }
}
