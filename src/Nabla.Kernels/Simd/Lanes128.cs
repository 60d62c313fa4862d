using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Lanes of a 128-bit vector.</summary>
/// <typeparam name="T">float, double or a built-in integer of 8 to 64 bits.</typeparam>
/// <param name="vector">The lanes.</param>
/// <remarks>
/// Results are bit-cast from the vector instead of constructed: a constructor call costs the just-in-time compiler a temporary for each
/// operation, and it stops inlining in a method with more than about five hundred.
/// </remarks>
[method: MethodImpl(AggressiveInlining)]
public readonly unsafe struct Lanes128<T>(Vector128<T> vector) : ILanes<Lanes128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> _v = vector;

    /// <summary>The lanes as a vector.</summary>
    public Vector128<T> Vector
    {
        [MethodImpl(AggressiveInlining)]
        get => _v;
    }

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    public static bool IsAccelerated
    {
        [MethodImpl(AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
    }

    /// <inheritdoc/>
    public static Lanes128<T> Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128<T>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(T* target, Lanes128<T> value) => value._v.Store(target);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Constant(double value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.Create((float)value));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.Create(value));
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Create(ScalarNumber.From<T>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Bits(long bits)
    {
        if (sizeof(T) == 4)
            return Unsafe.BitCast<Vector128<int>, Lanes128<T>>(Vector128.Create((int)bits));
        if (sizeof(T) == 8)
            return Unsafe.BitCast<Vector128<long>, Lanes128<T>>(Vector128.Create(bits));
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Create(ScalarNumber.FromBits<T>(bits)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Get(Lanes128<T> value, int lane) => value._v.GetElement(lane);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v + right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v - right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v * right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(left._v.AsSingle() + Vector128.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(left._v.AsDouble() + Vector128.Create(right));
        return left + Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(left._v.AsSingle() - Vector128.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(left._v.AsDouble() - Vector128.Create(right));
        return left - Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, double right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(left._v.AsSingle() * Vector128.Create((float)right));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(left._v.AsDouble() * Vector128.Create(right));
        return left * Constant(right);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v / right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> value) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(-value._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v & right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator |(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v | right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator ^(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(left._v ^ right._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> operator ~(Lanes128<T> value) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(~value._v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> AndNot(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.AndNot(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()));
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>((a._v * b._v) + c._v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> a, Lanes128<T> b, double c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsSingle(), b._v.AsSingle(), Vector128.Create((float)c)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsDouble(), b._v.AsDouble(), Vector128.Create(c)));
        return (a * b) + Constant(c);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> a, double b, Lanes128<T> c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsSingle(), Vector128.Create((float)b), c._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsDouble(), Vector128.Create(b), c._v.AsDouble()));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> a, double b, double c)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsSingle(), Vector128.Create((float)b), Vector128.Create((float)c)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.MultiplyAddEstimate(a._v.AsDouble(), Vector128.Create(b), Vector128.Create(c)));
        return (a * b) + c;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Clamp(Lanes128<T> x, double low, double high)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.MinNative(Vector128.Create((float)high), Vector128.MaxNative(Vector128.Create((float)low), x._v.AsSingle())));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.MinNative(Vector128.Create(high), Vector128.MaxNative(Vector128.Create(low), x._v.AsDouble())));
        return MinFast(Constant(high), MaxFast(Constant(low), x));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Horner(Lanes128<T> p, Lanes128<T> x, double a, double b, double c, double d)
    {
        if (typeof(T) == typeof(float))
        {
            Vector128<float> y = Vector128.MultiplyAddEstimate(p._v.AsSingle(), x._v.AsSingle(), Vector128.Create((float)a));
            y = Vector128.MultiplyAddEstimate(y, x._v.AsSingle(), Vector128.Create((float)b));
            y = Vector128.MultiplyAddEstimate(y, x._v.AsSingle(), Vector128.Create((float)c));
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.MultiplyAddEstimate(y, x._v.AsSingle(), Vector128.Create((float)d)));
        }
        if (typeof(T) == typeof(double))
        {
            Vector128<double> y = Vector128.MultiplyAddEstimate(p._v.AsDouble(), x._v.AsDouble(), Vector128.Create(a));
            y = Vector128.MultiplyAddEstimate(y, x._v.AsDouble(), Vector128.Create(b));
            y = Vector128.MultiplyAddEstimate(y, x._v.AsDouble(), Vector128.Create(c));
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.MultiplyAddEstimate(y, x._v.AsDouble(), Vector128.Create(d)));
        }
        return Fma(Fma(Fma(Fma(p, x, a), x, b), x, c), x, d);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> left, Lanes128<T> right)
    {
        Vector128<T> min = Vector128.MinNative(left._v, right._v);
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>(ScalarNumber.IsFloating<T>() ? Vector128.ConditionalSelect(Vector128.Equals(left._v, left._v), min, left._v) : min);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> left, Lanes128<T> right)
    {
        Vector128<T> max = Vector128.MaxNative(left._v, right._v);
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>(ScalarNumber.IsFloating<T>() ? Vector128.ConditionalSelect(Vector128.Equals(left._v, left._v), max, left._v) : max);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> MinFast(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.MinNative(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> MaxFast(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.MaxNative(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> value) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Abs(value._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> value) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Sqrt(value._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Floor(Lanes128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.Floor(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.Floor(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Ceiling(Lanes128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.Ceiling(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.Ceiling(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.Round(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.Round(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Truncate(Lanes128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<float>, Lanes128<T>>(Vector128.Truncate(value._v.AsSingle()));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, Lanes128<T>>(Vector128.Truncate(value._v.AsDouble()));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Equal(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.Equals(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Less(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.LessThan(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> LessOrEqual(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.LessThanOrEqual(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Greater(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.GreaterThan(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> GreaterOrEqual(Lanes128<T> left, Lanes128<T> right) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.GreaterThanOrEqual(left._v, right._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> whenTrue, Lanes128<T> whenFalse) =>
        Unsafe.BitCast<Vector128<T>, Lanes128<T>>(Vector128.ConditionalSelect(mask._v, whenTrue._v, whenFalse._v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool Any(Lanes128<T> mask) => mask._v.AsByte() != Vector128<byte>.Zero;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static bool All(Lanes128<T> mask) => mask._v.AsByte() == Vector128<byte>.AllBitsSet;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(byte* target, Lanes128<T> mask)
    {
        if (sizeof(T) == 1)
            (mask._v.AsByte() & Vector128<byte>.One).Store(target);
        else
            MaskBytes.Spread(mask._v.ExtractMostSignificantBits(), target, Count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> LoadMask(byte* source) => Unsafe.BitCast<Vector128<T>, Lanes128<T>>(MaskBytes.Load128<T>(source));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> AddBits(Lanes128<T> left, Lanes128<T> right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<int>, Lanes128<T>>(left._v.AsInt32() + right._v.AsInt32());
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<long>, Lanes128<T>>(left._v.AsInt64() + right._v.AsInt64());
        return left + right;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> SubtractBits(Lanes128<T> left, Lanes128<T> right)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<int>, Lanes128<T>>(left._v.AsInt32() - right._v.AsInt32());
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<long>, Lanes128<T>>(left._v.AsInt64() - right._v.AsInt64());
        return left - right;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> ShiftLeft(Lanes128<T> value, int count)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<int>, Lanes128<T>>(value._v.AsInt32() << count);
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<long>, Lanes128<T>>(value._v.AsInt64() << count);
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>(value._v << count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Lanes128<T> ShiftRight(Lanes128<T> value, int count)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Vector128<int>, Lanes128<T>>(value._v.AsInt32() >>> count);
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<long>, Lanes128<T>>(value._v.AsInt64() >>> count);
        return Unsafe.BitCast<Vector128<T>, Lanes128<T>>(value._v >>> count);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T Sum(Lanes128<T> value)
    {
        if (Vector128<T>.Count == 4)
        {
            Vector128<int> halves = Vector128.Shuffle(value._v.AsInt32(), Vector128.Create(2, 3, 0, 1));
            Vector128<T> two = value._v + halves.As<int, T>();
            return two.GetElement(0).Plus(two.GetElement(1));
        }
        if (Vector128<T>.Count == 2)
            return value._v.GetElement(0).Plus(value._v.GetElement(1));
        return Vector128.Sum(value._v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MinAcross(Lanes128<T> value)
    {
        if (Vector128<T>.Count == 4)
        {
            Lanes128<T> two = Min(value, new(Vector128.Shuffle(value._v.AsInt32(), Vector128.Create(2, 3, 0, 1)).As<int, T>()));
            return Min(two, new(Vector128.Shuffle(two._v.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()))._v.ToScalar();
        }
        if (Vector128<T>.Count == 2)
            return Min(value, new(Vector128.Shuffle(value._v.AsInt64(), Vector128.Create(1L, 0)).As<long, T>()))._v.ToScalar();
        Lanes1<T> best = new(value._v.ToScalar());
        for (int i = 1; i < Vector128<T>.Count; i++)
            best = Lanes1<T>.Min(best, new(value._v.GetElement(i)));
        return best.Value;
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static T MaxAcross(Lanes128<T> value)
    {
        if (Vector128<T>.Count == 4)
        {
            Lanes128<T> two = Max(value, new(Vector128.Shuffle(value._v.AsInt32(), Vector128.Create(2, 3, 0, 1)).As<int, T>()));
            return Max(two, new(Vector128.Shuffle(two._v.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()))._v.ToScalar();
        }
        if (Vector128<T>.Count == 2)
            return Max(value, new(Vector128.Shuffle(value._v.AsInt64(), Vector128.Create(1L, 0)).As<long, T>()))._v.ToScalar();
        Lanes1<T> best = new(value._v.ToScalar());
        for (int i = 1; i < Vector128<T>.Count; i++)
            best = Lanes1<T>.Max(best, new(value._v.GetElement(i)));
        return best.Value;
    }
}
