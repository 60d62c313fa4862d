using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>A function of two numbers of any supported type.</summary>
internal interface INumberFunction
{
    static abstract TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>;
}

/// <summary>A function that tells about two numbers of any supported type.</summary>
internal interface INumberPredicate
{
    static abstract bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>;
}

/// <summary>
/// Arithmetic on one element whose type is only known to be unmanaged. Each test of <c>typeof(T)</c> is decided while compiling, so a call
/// becomes the one instruction meant.
/// </summary>
public static class ScalarNumber
{
    /// <summary>Whether <typeparamref name="T"/> is float or double.</summary>
    [MethodImpl(AggressiveInlining)]
    public static bool IsFloating<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Rounds (float), keeps (double) or truncates (integers, saturating) a number to <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no supported element type.</exception>
    [MethodImpl(AggressiveInlining)]
    public static T From<T>(double value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Cast<float, T>((float)value);
        if (typeof(T) == typeof(double)) return Cast<double, T>(value);
        if (typeof(T) == typeof(int)) return Cast<int, T>(int.CreateSaturating(value));
        if (typeof(T) == typeof(long)) return Cast<long, T>(long.CreateSaturating(value));
        if (typeof(T) == typeof(byte)) return Cast<byte, T>(byte.CreateSaturating(value));
        if (typeof(T) == typeof(sbyte)) return Cast<sbyte, T>(sbyte.CreateSaturating(value));
        if (typeof(T) == typeof(short)) return Cast<short, T>(short.CreateSaturating(value));
        if (typeof(T) == typeof(ushort)) return Cast<ushort, T>(ushort.CreateSaturating(value));
        if (typeof(T) == typeof(uint)) return Cast<uint, T>(uint.CreateSaturating(value));
        if (typeof(T) == typeof(ulong)) return Cast<ulong, T>(ulong.CreateSaturating(value));
        throw Unsupported<T>();
    }

    /// <summary>The number as a double.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no supported element type.</exception>
    [MethodImpl(AggressiveInlining)]
    public static double ToDouble<T>(T value) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Cast<T, float>(value);
        if (typeof(T) == typeof(double)) return Cast<T, double>(value);
        if (typeof(T) == typeof(int)) return Cast<T, int>(value);
        if (typeof(T) == typeof(long)) return Cast<T, long>(value);
        if (typeof(T) == typeof(byte)) return Cast<T, byte>(value);
        if (typeof(T) == typeof(sbyte)) return Cast<T, sbyte>(value);
        if (typeof(T) == typeof(short)) return Cast<T, short>(value);
        if (typeof(T) == typeof(ushort)) return Cast<T, ushort>(value);
        if (typeof(T) == typeof(uint)) return Cast<T, uint>(value);
        if (typeof(T) == typeof(ulong)) return Cast<T, ulong>(value);
        throw Unsupported<T>();
    }

    /// <summary>The value with the given low bits.</summary>
    [MethodImpl(AggressiveInlining)]
    public static unsafe T FromBits<T>(long bits) where T : unmanaged
    {
        if (sizeof(T) == 8) return Cast<long, T>(bits);
        if (sizeof(T) == 4) return Cast<int, T>((int)bits);
        if (sizeof(T) == 2) return Cast<short, T>((short)bits);
        return Cast<sbyte, T>((sbyte)bits);
    }

    /// <summary>The bits of a value, sign-extended.</summary>
    [MethodImpl(AggressiveInlining)]
    public static unsafe long ToBits<T>(T value) where T : unmanaged
    {
        if (sizeof(T) == 8) return Cast<T, long>(value);
        if (sizeof(T) == 4) return Cast<T, int>(value);
        if (sizeof(T) == 2) return Cast<T, short>(value);
        return Cast<T, sbyte>(value);
    }

    /// <summary>Sum of two elements; integers wrap.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static T Plus<T>(this T a, T b) where T : unmanaged => Apply<T, Sum>(a, b);

    /// <summary>Applies a generic function to two elements.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static T Apply<T, TFunction>(T a, T b) where T : unmanaged where TFunction : INumberFunction
    {
        if (typeof(T) == typeof(float)) return Cast<float, T>(TFunction.Invoke(Cast<T, float>(a), Cast<T, float>(b)));
        if (typeof(T) == typeof(double)) return Cast<double, T>(TFunction.Invoke(Cast<T, double>(a), Cast<T, double>(b)));
        if (typeof(T) == typeof(int)) return Cast<int, T>(TFunction.Invoke(Cast<T, int>(a), Cast<T, int>(b)));
        if (typeof(T) == typeof(long)) return Cast<long, T>(TFunction.Invoke(Cast<T, long>(a), Cast<T, long>(b)));
        if (typeof(T) == typeof(byte)) return Cast<byte, T>(TFunction.Invoke(Cast<T, byte>(a), Cast<T, byte>(b)));
        if (typeof(T) == typeof(sbyte)) return Cast<sbyte, T>(TFunction.Invoke(Cast<T, sbyte>(a), Cast<T, sbyte>(b)));
        if (typeof(T) == typeof(short)) return Cast<short, T>(TFunction.Invoke(Cast<T, short>(a), Cast<T, short>(b)));
        if (typeof(T) == typeof(ushort)) return Cast<ushort, T>(TFunction.Invoke(Cast<T, ushort>(a), Cast<T, ushort>(b)));
        if (typeof(T) == typeof(uint)) return Cast<uint, T>(TFunction.Invoke(Cast<T, uint>(a), Cast<T, uint>(b)));
        if (typeof(T) == typeof(ulong)) return Cast<ulong, T>(TFunction.Invoke(Cast<T, ulong>(a), Cast<T, ulong>(b)));
        throw Unsupported<T>();
    }

    /// <summary>Asks a generic question about two elements.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static bool Test<T, TPredicate>(T a, T b) where T : unmanaged where TPredicate : INumberPredicate
    {
        if (typeof(T) == typeof(float)) return TPredicate.Invoke(Cast<T, float>(a), Cast<T, float>(b));
        if (typeof(T) == typeof(double)) return TPredicate.Invoke(Cast<T, double>(a), Cast<T, double>(b));
        if (typeof(T) == typeof(int)) return TPredicate.Invoke(Cast<T, int>(a), Cast<T, int>(b));
        if (typeof(T) == typeof(long)) return TPredicate.Invoke(Cast<T, long>(a), Cast<T, long>(b));
        if (typeof(T) == typeof(byte)) return TPredicate.Invoke(Cast<T, byte>(a), Cast<T, byte>(b));
        if (typeof(T) == typeof(sbyte)) return TPredicate.Invoke(Cast<T, sbyte>(a), Cast<T, sbyte>(b));
        if (typeof(T) == typeof(short)) return TPredicate.Invoke(Cast<T, short>(a), Cast<T, short>(b));
        if (typeof(T) == typeof(ushort)) return TPredicate.Invoke(Cast<T, ushort>(a), Cast<T, ushort>(b));
        if (typeof(T) == typeof(uint)) return TPredicate.Invoke(Cast<T, uint>(a), Cast<T, uint>(b));
        if (typeof(T) == typeof(ulong)) return TPredicate.Invoke(Cast<T, ulong>(a), Cast<T, ulong>(b));
        throw Unsupported<T>();
    }

    /// <summary>Reads the bits of one type as another of the same size.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static TTo Cast<TFrom, TTo>(TFrom value) where TFrom : unmanaged where TTo : unmanaged =>
        Unsafe.BitCast<TFrom, TTo>(value);

    internal static NotSupportedException Unsupported<T>() => new($"{typeof(T)} is no element type of the vector kernels.");

    internal readonly struct Sum : INumberFunction
    {
        public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => unchecked(a + b);
    }
}
