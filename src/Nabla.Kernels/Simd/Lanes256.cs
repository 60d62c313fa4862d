using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Lanes of a 256-bit vector.</summary>
/// <typeparam name="T">float, double or a built-in integer of 8 to 64 bits.</typeparam>
/// <param name="vector">The lanes.</param>
/// <remarks>
/// Results are bit-cast from the vector instead of constructed: a constructor call costs the just-in-time compiler a temporary for each
/// operation, and it stops inlining in a method with more than about five hundred.
/// </remarks>
[method: MethodImpl(AggressiveInlining)]
public readonly unsafe struct Lanes256<T>(Vector256<T> vector) : ILanes<Lanes256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> _v = vector;

    /// <summary>The lanes as a vector.</summary>
    public Vector256<T> Vector
    {
        [MethodImpl(AggressiveInlining)]
        get => _v;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    public static bool IsAccelerated
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    /// <inheritdoc/>
    public static Lanes256<T> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256<T>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(T* target, Lanes256<T> value) => value._v.Store(target);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Constant(double value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.Create((float)value));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.Create(value));
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Create(ScalarNumber.From<T>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Bits(long bits)
    {
        if (sizeof(T) == 4)
            return Unsafe.BitCast<Vector256<int>, Lanes256<T>>(Vector256.Create((int)bits));
        if (sizeof(T) == 8)
            return Unsafe.BitCast<Vector256<long>, Lanes256<T>>(Vector256.Create(bits));
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Create(ScalarNumber.FromBits<T>(bits)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Get(Lanes256<T> value, int lane) => value._v.GetElement(lane);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v + right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v - right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v * right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(left._v.AsSingle() + Vector256.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(left._v.AsDouble() + Vector256.Create(right));
        return left + Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(left._v.AsSingle() - Vector256.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(left._v.AsDouble() - Vector256.Create(right));
        return left - Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(left._v.AsSingle() * Vector256.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(left._v.AsDouble() * Vector256.Create(right));
        return left * Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v / right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> value) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(-value._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v & right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator |(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v | right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator ^(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(left._v ^ right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> operator ~(Lanes256<T> value) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(~value._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> AndNot(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.AndNot(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Fma(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()));
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>((a._v * b._v) + c._v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Fma(Lanes256<T> a, Lanes256<T> b, double c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsSingle(), b._v.AsSingle(), Vector256.Create((float)c)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsDouble(), b._v.AsDouble(), Vector256.Create(c)));
        return (a * b) + Constant(c);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Fma(Lanes256<T> a, double b, Lanes256<T> c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsSingle(), Vector256.Create((float)b), c._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsDouble(), Vector256.Create(b), c._v.AsDouble()));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Fma(Lanes256<T> a, double b, double c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsSingle(), Vector256.Create((float)b), Vector256.Create((float)c)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.MultiplyAddEstimate(a._v.AsDouble(), Vector256.Create(b), Vector256.Create(c)));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Clamp(Lanes256<T> x, double low, double high)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.MinNative(Vector256.Create((float)high), Vector256.MaxNative(Vector256.Create((float)low), x._v.AsSingle())));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.MinNative(Vector256.Create(high), Vector256.MaxNative(Vector256.Create(low), x._v.AsDouble())));
        return MinFast(Constant(high), MaxFast(Constant(low), x));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Horner(Lanes256<T> p, Lanes256<T> x, double a, double b, double c, double d)
    {
        if (typeof(T) == typeof(float))
        {
            Vector256<float> y = Vector256.MultiplyAddEstimate(p._v.AsSingle(), x._v.AsSingle(), Vector256.Create((float)a));
            y = Vector256.MultiplyAddEstimate(y, x._v.AsSingle(), Vector256.Create((float)b));
            y = Vector256.MultiplyAddEstimate(y, x._v.AsSingle(), Vector256.Create((float)c));
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.MultiplyAddEstimate(y, x._v.AsSingle(), Vector256.Create((float)d)));
        }
        if (typeof(T) == typeof(double))
        {
            Vector256<double> y = Vector256.MultiplyAddEstimate(p._v.AsDouble(), x._v.AsDouble(), Vector256.Create(a));
            y = Vector256.MultiplyAddEstimate(y, x._v.AsDouble(), Vector256.Create(b));
            y = Vector256.MultiplyAddEstimate(y, x._v.AsDouble(), Vector256.Create(c));
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.MultiplyAddEstimate(y, x._v.AsDouble(), Vector256.Create(d)));
        }
        return Fma(Fma(Fma(Fma(p, x, a), x, b), x, c), x, d);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> left, Lanes256<T> right)
    {
        Vector256<T> min = Vector256.MinNative(left._v, right._v);
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>(ScalarNumber.IsFloating<T>() ? Vector256.ConditionalSelect(Vector256.Equals(left._v, left._v), min, left._v) : min);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> left, Lanes256<T> right)
    {
        Vector256<T> max = Vector256.MaxNative(left._v, right._v);
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>(ScalarNumber.IsFloating<T>() ? Vector256.ConditionalSelect(Vector256.Equals(left._v, left._v), max, left._v) : max);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> MinFast(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.MinNative(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> MaxFast(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.MaxNative(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> value) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Abs(value._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> value) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Sqrt(value._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Floor(Lanes256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.Floor(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.Floor(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Ceiling(Lanes256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.Ceiling(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.Ceiling(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.Round(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.Round(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Truncate(Lanes256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<float>, Lanes256<T>>(Vector256.Truncate(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, Lanes256<T>>(Vector256.Truncate(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Equal(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.Equals(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Less(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.LessThan(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> LessOrEqual(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.LessThanOrEqual(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Greater(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.GreaterThan(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> GreaterOrEqual(Lanes256<T> left, Lanes256<T> right) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.GreaterThanOrEqual(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> whenTrue, Lanes256<T> whenFalse) =>
        Unsafe.BitCast<Vector256<T>, Lanes256<T>>(Vector256.ConditionalSelect(mask._v, whenTrue._v, whenFalse._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool Any(Lanes256<T> mask) => mask._v.AsByte() != Vector256<byte>.Zero;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool All(Lanes256<T> mask) => mask._v.AsByte() == Vector256<byte>.AllBitsSet;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(byte* target, Lanes256<T> mask)
    {
        if (sizeof(T) == 1)
            (mask._v.AsByte() & Vector256<byte>.One).Store(target);
        else
            MaskBytes.Spread(mask._v.ExtractMostSignificantBits(), target, Count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> LoadMask(byte* source) => Unsafe.BitCast<Vector256<T>, Lanes256<T>>(MaskBytes.Load256<T>(source));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> AddBits(Lanes256<T> left, Lanes256<T> right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<int>, Lanes256<T>>(left._v.AsInt32() + right._v.AsInt32());
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<long>, Lanes256<T>>(left._v.AsInt64() + right._v.AsInt64());
        return left + right;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> SubtractBits(Lanes256<T> left, Lanes256<T> right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<int>, Lanes256<T>>(left._v.AsInt32() - right._v.AsInt32());
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<long>, Lanes256<T>>(left._v.AsInt64() - right._v.AsInt64());
        return left - right;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> ShiftLeft(Lanes256<T> value, int count)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<int>, Lanes256<T>>(value._v.AsInt32() << count);
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<long>, Lanes256<T>>(value._v.AsInt64() << count);
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>(value._v << count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes256<T> ShiftRight(Lanes256<T> value, int count)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector256<int>, Lanes256<T>>(value._v.AsInt32() >>> count);
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<long>, Lanes256<T>>(value._v.AsInt64() >>> count);
        return Unsafe.BitCast<Vector256<T>, Lanes256<T>>(value._v >>> count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes256<T> value) => Lanes128<T>.Sum(new(value._v.GetLower() + value._v.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MinAcross(Lanes256<T> value) =>
        Lanes128<T>.MinAcross(Lanes128<T>.Min(new(value._v.GetLower()), new(value._v.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MaxAcross(Lanes256<T> value) =>
        Lanes128<T>.MaxAcross(Lanes128<T>.Max(new(value._v.GetLower()), new(value._v.GetUpper())));
}
