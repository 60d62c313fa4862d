using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static Nabla.Kernels.Simd.ScalarNumber;

namespace Nabla.Kernels.Simd;

/// <summary>One value: the lanes of a machine without vectors, and the reference for the others.</summary>
/// <typeparam name="T">float, double or a built-in integer of 8 to 64 bits.</typeparam>
/// <param name="value">The value.</param>
[method: MethodImpl(AggressiveInlining)]
public readonly unsafe struct Lanes1<T>(T value) : ILanes<Lanes1<T>, T>
    where T : unmanaged
{
    private readonly T _v = value;

    /// <summary>The value.</summary>
    public T Value
    {
        [MethodImpl(AggressiveInlining)]
        get => _v;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static bool IsAccelerated
    {
        [MethodImpl(AggressiveInlining)]
        get => true;
    }

    /// <inheritdoc/>
    public static Lanes1<T> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(T* target, Lanes1<T> value) => *target = value._v;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Constant(double value) => new(From<T>(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Bits(long bits) => new(FromBits<T>(bits));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Get(Lanes1<T> value, int lane) => value._v;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator +(Lanes1<T> left, Lanes1<T> right) => new(Apply<T, ScalarNumber.Sum>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> left, Lanes1<T> right) => new(Apply<T, Difference>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator *(Lanes1<T> left, Lanes1<T> right) => new(Apply<T, Product>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator +(Lanes1<T> left, double right) => left + Constant(right);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> left, double right) => left - Constant(right);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator *(Lanes1<T> left, double right) => left * Constant(right);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator /(Lanes1<T> left, Lanes1<T> right) => new(Apply<T, Quotient>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator -(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(-Cast<T, float>(value._v)));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(-Cast<T, double>(value._v)));
        return new(FromBits<T>(-ToBits(value._v)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator &(Lanes1<T> left, Lanes1<T> right) => new(FromBits<T>(ToBits(left._v) & ToBits(right._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator |(Lanes1<T> left, Lanes1<T> right) => new(FromBits<T>(ToBits(left._v) | ToBits(right._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator ^(Lanes1<T> left, Lanes1<T> right) => new(FromBits<T>(ToBits(left._v) ^ ToBits(right._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> operator ~(Lanes1<T> value) => new(FromBits<T>(~ToBits(value._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> AndNot(Lanes1<T> left, Lanes1<T> right) => new(FromBits<T>(ToBits(left._v) & ~ToBits(right._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Fma(Lanes1<T> a, Lanes1<T> b, Lanes1<T> c)
    {
        if (typeof(T) == typeof(float))
            return new(Cast<float, T>(float.MultiplyAddEstimate(Cast<T, float>(a._v), Cast<T, float>(b._v), Cast<T, float>(c._v))));
        if (typeof(T) == typeof(double))
            return new(Cast<double, T>(double.MultiplyAddEstimate(Cast<T, double>(a._v), Cast<T, double>(b._v), Cast<T, double>(c._v))));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Fma(Lanes1<T> a, Lanes1<T> b, double c) => Fma(a, b, Constant(c));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Fma(Lanes1<T> a, double b, Lanes1<T> c) => Fma(a, Constant(b), c);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Fma(Lanes1<T> a, double b, double c) => Fma(a, Constant(b), Constant(c));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Clamp(Lanes1<T> x, double low, double high) => MinFast(Constant(high), MaxFast(Constant(low), x));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Horner(Lanes1<T> p, Lanes1<T> x, double a, double b, double c, double d) =>
        Fma(Fma(Fma(Fma(p, x, a), x, b), x, c), x, d);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Min(Lanes1<T> left, Lanes1<T> right) => new(Apply<T, Smaller>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Max(Lanes1<T> left, Lanes1<T> right) => new(Apply<T, Larger>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> MinFast(Lanes1<T> left, Lanes1<T> right) => new(Test<T, IsLess>(left._v, right._v) ? left._v : right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> MaxFast(Lanes1<T> left, Lanes1<T> right) => new(Test<T, IsLess>(right._v, left._v) ? left._v : right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Abs(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(MathF.Abs(Cast<T, float>(value._v))));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(Math.Abs(Cast<T, double>(value._v))));
        return Test<T, IsLess>(value._v, default) ? -value : value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Sqrt(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(MathF.Sqrt(Cast<T, float>(value._v))));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(Math.Sqrt(Cast<T, double>(value._v))));
        throw Unsupported<T>();
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Floor(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(MathF.Floor(Cast<T, float>(value._v))));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(Math.Floor(Cast<T, double>(value._v))));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Ceiling(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(MathF.Ceiling(Cast<T, float>(value._v))));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(Math.Ceiling(Cast<T, double>(value._v))));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Round(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(MathF.Round(Cast<T, float>(value._v))));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(Math.Round(Cast<T, double>(value._v))));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Truncate(Lanes1<T> value)
    {
        if (typeof(T) == typeof(float)) return new(Cast<float, T>(MathF.Truncate(Cast<T, float>(value._v))));
        if (typeof(T) == typeof(double)) return new(Cast<double, T>(Math.Truncate(Cast<T, double>(value._v))));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Equal(Lanes1<T> left, Lanes1<T> right) => Mask(Test<T, IsEqual>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Less(Lanes1<T> left, Lanes1<T> right) => Mask(Test<T, IsLess>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> LessOrEqual(Lanes1<T> left, Lanes1<T> right) => Mask(Test<T, IsLessOrEqual>(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Greater(Lanes1<T> left, Lanes1<T> right) => Less(right, left);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> GreaterOrEqual(Lanes1<T> left, Lanes1<T> right) => LessOrEqual(right, left);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> Select(Lanes1<T> mask, Lanes1<T> whenTrue, Lanes1<T> whenFalse) => (mask & whenTrue) | AndNot(whenFalse, mask);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool Any(Lanes1<T> mask) => ToBits(mask._v) != 0;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool All(Lanes1<T> mask) => ToBits(mask._v) == -1;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(byte* target, Lanes1<T> mask) => *target = (byte)(ToBits(mask._v) & 1);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> LoadMask(byte* source) => Mask(*source != 0);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> AddBits(Lanes1<T> left, Lanes1<T> right) => new(FromBits<T>(ToBits(left._v) + ToBits(right._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> SubtractBits(Lanes1<T> left, Lanes1<T> right) => new(FromBits<T>(ToBits(left._v) - ToBits(right._v)));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> ShiftLeft(Lanes1<T> value, int count) => new(FromBits<T>(ToBits(value._v) << count));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes1<T> ShiftRight(Lanes1<T> value, int count)
    {
        ulong unsigned = (ulong)ToBits(value._v) & (ulong.MaxValue >> (64 - (8 * sizeof(T))));
        return new(FromBits<T>((long)(unsigned >> count)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes1<T> value) => value._v;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MinAcross(Lanes1<T> value) => value._v;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MaxAcross(Lanes1<T> value) => value._v;

    [MethodImpl(AggressiveInlining)]
    private static Lanes1<T> Mask(bool set) => new(FromBits<T>(set ? -1 : 0));

    private readonly struct Difference : INumberFunction
    {
        public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => unchecked(a - b);
    }

    private readonly struct Product : INumberFunction
    {
        public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => unchecked(a * b);
    }

    private readonly struct Quotient : INumberFunction
    {
        public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => a / b;
    }

    private readonly struct Smaller : INumberFunction
    {
        public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => TNumber.Min(a, b);
    }

    private readonly struct Larger : INumberFunction
    {
        public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => TNumber.Max(a, b);
    }

    private readonly struct IsEqual : INumberPredicate
    {
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => a == b;
    }

    private readonly struct IsLess : INumberPredicate
    {
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => a < b;
    }

    private readonly struct IsLessOrEqual : INumberPredicate
    {
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => a <= b;
    }
}
