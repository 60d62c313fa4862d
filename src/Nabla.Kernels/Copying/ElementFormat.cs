using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Copying;

/// <summary>How a storage type is to be read: as it is, as bfloat16 or as a truth value.</summary>
internal interface IFormat;

/// <summary>The number itself.</summary>
internal readonly struct Plain : IFormat;

/// <summary>A ushort holding a bfloat16.</summary>
internal readonly struct Brain : IFormat;

/// <summary>A byte holding a truth value.</summary>
internal readonly struct Truth : IFormat;

/// <summary>Conversion of one element; each test of a type is decided while compiling.</summary>
internal static class ElementFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TOut Convert<TIn, FIn, TOut, FOut>(TIn value) where TIn : unmanaged where TOut : unmanaged
    {
        // A float source is widened to double only where the target needs it; integers go through long.
        if (typeof(FIn) == typeof(Brain))
            return FromFloating<TOut, FOut>(HalfFloats.FromBrain(ScalarNumber.Cast<TIn, ushort>(value)));
        if (typeof(TIn) == typeof(Half))
            return FromFloating<TOut, FOut>((float)ScalarNumber.Cast<TIn, Half>(value));
        if (typeof(TIn) == typeof(float))
            return FromFloating<TOut, FOut>(ScalarNumber.Cast<TIn, float>(value));
        if (typeof(TIn) == typeof(double))
            return FromFloating<TOut, FOut>(ScalarNumber.Cast<TIn, double>(value));
        if (typeof(FIn) == typeof(Truth))
            return FromInteger<TOut, FOut>(ScalarNumber.Cast<TIn, byte>(value) != 0 ? 1 : 0);
        if (typeof(TIn) == typeof(sbyte))
            return FromInteger<TOut, FOut>(ScalarNumber.Cast<TIn, sbyte>(value));
        if (typeof(TIn) == typeof(byte))
            return FromInteger<TOut, FOut>(ScalarNumber.Cast<TIn, byte>(value));
        if (typeof(TIn) == typeof(short))
            return FromInteger<TOut, FOut>(ScalarNumber.Cast<TIn, short>(value));
        if (typeof(TIn) == typeof(int))
            return FromInteger<TOut, FOut>(ScalarNumber.Cast<TIn, int>(value));
        return FromInteger<TOut, FOut>(ScalarNumber.Cast<TIn, long>(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TOut FromFloating<TOut, FOut>(double value) where TOut : unmanaged
    {
        if (typeof(FOut) == typeof(Truth))
            return ScalarNumber.Cast<byte, TOut>((byte)(value != 0 ? 1 : 0));
        if (typeof(FOut) == typeof(Brain))
            return ScalarNumber.Cast<ushort, TOut>(HalfFloats.ToBrain((float)value));
        if (typeof(TOut) == typeof(Half))
            return ScalarNumber.Cast<Half, TOut>((Half)value);
        if (typeof(TOut) == typeof(float))
            return ScalarNumber.Cast<float, TOut>((float)value);
        if (typeof(TOut) == typeof(double))
            return ScalarNumber.Cast<double, TOut>(value);
        if (typeof(TOut) == typeof(long))
            return ScalarNumber.Cast<long, TOut>((long)value);
        if (typeof(TOut) == typeof(int))
            return ScalarNumber.Cast<int, TOut>((int)value);
        return ScalarNumber.FromBits<TOut>((long)value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TOut FromInteger<TOut, FOut>(long value) where TOut : unmanaged
    {
        if (typeof(FOut) == typeof(Truth))
            return ScalarNumber.Cast<byte, TOut>((byte)(value != 0 ? 1 : 0));
        if (typeof(FOut) == typeof(Brain))
            return ScalarNumber.Cast<ushort, TOut>(HalfFloats.ToBrain(value));
        if (typeof(TOut) == typeof(Half))
            return ScalarNumber.Cast<Half, TOut>((Half)(float)value);
        if (typeof(TOut) == typeof(float))
            return ScalarNumber.Cast<float, TOut>(value);
        if (typeof(TOut) == typeof(double))
            return ScalarNumber.Cast<double, TOut>(value);
        return ScalarNumber.FromBits<TOut>(value);
    }
}
