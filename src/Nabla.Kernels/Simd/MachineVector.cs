using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>Unaligned loads, stores and sums of <see cref="Vector{T}"/>, for kernels whose row ends are scalar.</summary>
internal static unsafe class MachineVector
{
    /// <summary>Reads one vector.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> Load<T>(T* source) where T : unmanaged => Unsafe.ReadUnaligned<Vector<T>>(source);

    /// <summary>Writes one vector.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Store<T>(T* target, Vector<T> value) where T : unmanaged => Unsafe.WriteUnaligned(target, value);

    /// <summary>a·b + c, rounded once where the machine has fused multiply-add.</summary>
    [MethodImpl(AggressiveInlining)]
    public static Vector<T> Fma<T>(Vector<T> a, Vector<T> b, Vector<T> c) where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector.MultiplyAddEstimate(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.MultiplyAddEstimate(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    /// <summary>Both halves of a vector in double; for double itself the second half is zero.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Widen<T>(Vector<T> x, out Vector<double> low, out Vector<double> high) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector.Widen(x.As<T, float>(), out low, out high);
            return;
        }

        low = x.As<T, double>();
        high = default;
    }

    /// <summary>Adds the doubles that <see cref="Widen"/> made of one vector to as many sums.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Accumulate<T>(double* sums, Vector<double> low, Vector<double> high) where T : unmanaged
    {
        Store(sums, Load(sums) + low);
        if (typeof(T) == typeof(float)) Store(sums + Vector<double>.Count, Load(sums + Vector<double>.Count) + high);
    }

    /// <summary>Largest lane; NaN lanes are passed over or, as the last resort, returned.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Max<T>(Vector<T> x) where T : unmanaged
    {
        if (Vector<T>.Count * Unsafe.SizeOf<T>() == 32)
        {
            Vector256<T> v = x.AsVector256();
            return Max(Greater(v.GetLower(), v.GetUpper()));
        }

        if (Vector<T>.Count * Unsafe.SizeOf<T>() == 16) return Max(x.AsVector128());
        Vector512<T> w = x.AsVector512();
        return Max(Greater(Greater(w.GetLower().GetLower(), w.GetLower().GetUpper()), Greater(w.GetUpper().GetLower(), w.GetUpper().GetUpper())));
    }

    /// <summary>The vector that ends at <paramref name="end"/> of a row, for the <paramref name="count"/> (fewer than a vector) elements that are left; the other lanes hold <paramref name="fill"/>.</summary>
    /// <param name="row">The row's first element.</param>
    /// <param name="end">Its length.</param>
    /// <param name="count">Elements left, at the end.</param>
    /// <param name="fill">What the other lanes hold.</param>
    public static Vector<T> LoadTail<T>(T* row, long end, long count, T fill) where T : unmanaged, INumberBase<T>
    {
        if (end >= Vector<T>.Count)
        {
            Vector<T> seen = Vector.LessThan(Vector<T>.Indices, new Vector<T>(T.CreateTruncating(Vector<T>.Count - count)));
            return Vector.ConditionalSelect(seen, new Vector<T>(fill), Load(row + end - Vector<T>.Count));
        }

        T* padded = stackalloc T[Vector<T>.Count];
        for (int i = 0; i < Vector<T>.Count; i++) padded[i] = i < count ? row[end - count + i] : fill;
        return Load(padded);
    }

    /// <summary>y[i] += x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo<T>(T* y, T* x, long count) where T : unmanaged, INumberBase<T>
    {
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) Store(y + i, Load(y + i) + Load(x + i));
        for (; i < count; i++) y[i] += x[i];
    }

    /// <summary>Sum of a row: four vectors of partial sums for every 512 elements, and those in double.</summary>
    /// <param name="x">The row.</param>
    /// <param name="count">Its length.</param>
    /// <param name="ahead">Bytes from the row to what is needed next, 0 for nothing: it is asked for meanwhile.</param>
    public static double Sum<T>(T* x, long count, nint ahead = 0) where T : unmanaged, INumberBase<T>
    {
        const long Block = 512;
        double total = 0;
        for (long start = 0; start < count; start += Block) total += BlockSum(x + start, Math.Min(Block, count - start), ahead);
        return total;
    }

    /// <summary>The number as a double.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double ToDouble<T>(T value) where T : unmanaged => typeof(T) == typeof(float) ? (double)Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>The double rounded to float or kept.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T FromDouble<T>(double value) where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    private static Vector128<T> Greater<T>(Vector128<T> a, Vector128<T> b) where T : unmanaged => Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    private static T Max<T>(Vector128<T> v) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8) return Greater(v, Vector128.Shuffle(v.AsInt64(), Vector128.Create(1L, 0)).As<long, T>()).ToScalar();
        v = Greater(v, Vector128.Shuffle(v.AsInt32(), Vector128.Create(2, 3, 0, 1)).As<int, T>());
        return Greater(v, Vector128.Shuffle(v.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()).ToScalar();
    }

    private static double BlockSum<T>(T* x, long count, nint ahead) where T : unmanaged, INumberBase<T>
    {
        int width = Vector<T>.Count;
        Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
        long i = 0;
        for (; i <= count - 4 * width; i += 4 * width)
        {
            if (ahead != 0)
            {
                Streaming.Prefetch((byte*)(x + i) + ahead);
                Streaming.Prefetch((byte*)(x + i + 2 * width) + ahead);
            }

            a += Load(x + i);
            b += Load(x + i + width);
            c += Load(x + i + 2 * width);
            d += Load(x + i + 3 * width);
        }

        for (; i <= count - width; i += width) a += Load(x + i);
        double tail = 0;
        for (; i < count; i++) tail += ToDouble(x[i]);
        return ToDouble(Vector.Sum(a + b + (c + d))) + tail;
    }
}
