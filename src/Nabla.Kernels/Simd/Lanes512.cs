using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Lanes of a 512-bit vector.</summary>
/// <typeparam name="T">float, double or a built-in integer of 8 to 64 bits.</typeparam>
/// <param name="vector">The lanes.</param>
/// <remarks>
/// Results are bit-cast from the vector instead of constructed: a constructor call costs the just-in-time compiler a temporary for each
/// operation, and it stops inlining in a method with more than about five hundred.
/// </remarks>
[method: MethodImpl(AggressiveInlining)]
public readonly unsafe struct Lanes512<T>(Vector512<T> vector) : ILanes<Lanes512<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> _v = vector;

    /// <summary>The lanes as a vector.</summary>
    public Vector512<T> Vector
    {
        [MethodImpl(AggressiveInlining)]
        get => _v;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    public static bool IsAccelerated
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated;
    }

    /// <inheritdoc/>
    public static Lanes512<T> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512<T>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(T* target, Lanes512<T> value) => value._v.Store(target);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Broadcast(T value) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Constant(double value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.Create((float)value));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.Create(value));
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Create(ScalarNumber.From<T>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Bits(long bits)
    {
        if (sizeof(T) == 4)
            return Unsafe.BitCast<Vector512<int>, Lanes512<T>>(Vector512.Create((int)bits));
        if (sizeof(T) == 8)
            return Unsafe.BitCast<Vector512<long>, Lanes512<T>>(Vector512.Create(bits));
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Create(ScalarNumber.FromBits<T>(bits)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Get(Lanes512<T> value, int lane) => value._v.GetElement(lane);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v + right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v - right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v * right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(left._v.AsSingle() + Vector512.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(left._v.AsDouble() + Vector512.Create(right));
        return left + Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(left._v.AsSingle() - Vector512.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(left._v.AsDouble() - Vector512.Create(right));
        return left - Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(left._v.AsSingle() * Vector512.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(left._v.AsDouble() * Vector512.Create(right));
        return left * Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v / right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> value) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(-value._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator &(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v & right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator |(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v | right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator ^(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(left._v ^ right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> operator ~(Lanes512<T> value) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(~value._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> AndNot(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.AndNot(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()));
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>((a._v * b._v) + c._v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, Lanes512<T> b, double c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsSingle(), b._v.AsSingle(), Vector512.Create((float)c)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsDouble(), b._v.AsDouble(), Vector512.Create(c)));
        return (a * b) + Constant(c);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, double b, Lanes512<T> c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsSingle(), Vector512.Create((float)b), c._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsDouble(), Vector512.Create(b), c._v.AsDouble()));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, double b, double c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsSingle(), Vector512.Create((float)b), Vector512.Create((float)c)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.MultiplyAddEstimate(a._v.AsDouble(), Vector512.Create(b), Vector512.Create(c)));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Clamp(Lanes512<T> x, double low, double high)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.MinNative(Vector512.Create((float)high), Vector512.MaxNative(Vector512.Create((float)low), x._v.AsSingle())));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.MinNative(Vector512.Create(high), Vector512.MaxNative(Vector512.Create(low), x._v.AsDouble())));
        return MinFast(Constant(high), MaxFast(Constant(low), x));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Horner(Lanes512<T> p, Lanes512<T> x, double a, double b, double c, double d)
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<float> y = Vector512.MultiplyAddEstimate(p._v.AsSingle(), x._v.AsSingle(), Vector512.Create((float)a));
            y = Vector512.MultiplyAddEstimate(y, x._v.AsSingle(), Vector512.Create((float)b));
            y = Vector512.MultiplyAddEstimate(y, x._v.AsSingle(), Vector512.Create((float)c));
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.MultiplyAddEstimate(y, x._v.AsSingle(), Vector512.Create((float)d)));
        }
        if (typeof(T) == typeof(double))
        {
            Vector512<double> y = Vector512.MultiplyAddEstimate(p._v.AsDouble(), x._v.AsDouble(), Vector512.Create(a));
            y = Vector512.MultiplyAddEstimate(y, x._v.AsDouble(), Vector512.Create(b));
            y = Vector512.MultiplyAddEstimate(y, x._v.AsDouble(), Vector512.Create(c));
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.MultiplyAddEstimate(y, x._v.AsDouble(), Vector512.Create(d)));
        }
        return Fma(Fma(Fma(Fma(p, x, a), x, b), x, c), x, d);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> left, Lanes512<T> right)
    {
        Vector512<T> min = Vector512.MinNative(left._v, right._v);
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>(ScalarNumber.IsFloating<T>() ? Vector512.ConditionalSelect(Vector512.Equals(left._v, left._v), min, left._v) : min);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> left, Lanes512<T> right)
    {
        Vector512<T> max = Vector512.MaxNative(left._v, right._v);
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>(ScalarNumber.IsFloating<T>() ? Vector512.ConditionalSelect(Vector512.Equals(left._v, left._v), max, left._v) : max);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> MinFast(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.MinNative(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> MaxFast(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.MaxNative(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> value) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Abs(value._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> value) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Sqrt(value._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Floor(Lanes512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.Floor(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.Floor(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Ceiling(Lanes512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.Ceiling(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.Ceiling(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Round(Lanes512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.Round(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.Round(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Truncate(Lanes512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<float>, Lanes512<T>>(Vector512.Truncate(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, Lanes512<T>>(Vector512.Truncate(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Equal(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.Equals(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Less(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.LessThan(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> LessOrEqual(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.LessThanOrEqual(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Greater(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.GreaterThan(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> GreaterOrEqual(Lanes512<T> left, Lanes512<T> right) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.GreaterThanOrEqual(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> whenTrue, Lanes512<T> whenFalse) =>
        Unsafe.BitCast<Vector512<T>, Lanes512<T>>(Vector512.ConditionalSelect(mask._v, whenTrue._v, whenFalse._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool Any(Lanes512<T> mask) => mask._v.AsByte() != Vector512<byte>.Zero;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool All(Lanes512<T> mask) => mask._v.AsByte() == Vector512<byte>.AllBitsSet;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(byte* target, Lanes512<T> mask)
    {
        if (sizeof(T) == 1)
            (mask._v.AsByte() & Vector512<byte>.One).Store(target);
        else
            MaskBytes.Spread(mask._v.ExtractMostSignificantBits(), target, Count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> LoadMask(byte* source) => Unsafe.BitCast<Vector512<T>, Lanes512<T>>(MaskBytes.Load512<T>(source));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> AddBits(Lanes512<T> left, Lanes512<T> right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<int>, Lanes512<T>>(left._v.AsInt32() + right._v.AsInt32());
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<long>, Lanes512<T>>(left._v.AsInt64() + right._v.AsInt64());
        return left + right;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> SubtractBits(Lanes512<T> left, Lanes512<T> right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<int>, Lanes512<T>>(left._v.AsInt32() - right._v.AsInt32());
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<long>, Lanes512<T>>(left._v.AsInt64() - right._v.AsInt64());
        return left - right;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> ShiftLeft(Lanes512<T> value, int count)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<int>, Lanes512<T>>(value._v.AsInt32() << count);
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<long>, Lanes512<T>>(value._v.AsInt64() << count);
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>(value._v << count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes512<T> ShiftRight(Lanes512<T> value, int count)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector512<int>, Lanes512<T>>(value._v.AsInt32() >>> count);
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<long>, Lanes512<T>>(value._v.AsInt64() >>> count);
        return Unsafe.BitCast<Vector512<T>, Lanes512<T>>(value._v >>> count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes512<T> value) => Lanes256<T>.Sum(new(value._v.GetLower() + value._v.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MinAcross(Lanes512<T> value) =>
        Lanes256<T>.MinAcross(Lanes256<T>.Min(new(value._v.GetLower()), new(value._v.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MaxAcross(Lanes512<T> value) =>
        Lanes256<T>.MaxAcross(Lanes256<T>.Max(new(value._v.GetLower()), new(value._v.GetUpper())));
}
