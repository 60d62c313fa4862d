using System.Numerics;
using System.Runtime.CompilerServices;
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

    /// <summary>y[i] += x[i].</summary>
    public static void AddTo<T>(T* y, T* x, long count) where T : unmanaged, INumberBase<T>
    {
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) Store(y + i, Load(y + i) + Load(x + i));
        for (; i < count; i++) y[i] += x[i];
    }

    /// <summary>Sum of a row: four vectors of partial sums for every 512 elements, and those in double.</summary>
    public static double Sum<T>(T* x, long count) where T : unmanaged, INumberBase<T>
    {
        const long Block = 512;
        double total = 0;
        for (long start = 0; start < count; start += Block) total += BlockSum(x + start, Math.Min(Block, count - start));
        return total;
    }

    /// <summary>The number as a double.</summary>
    [MethodImpl(AggressiveInlining)]
    public static double ToDouble<T>(T value) where T : unmanaged => typeof(T) == typeof(float) ? (double)Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    /// <summary>The double rounded to float or kept.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T FromDouble<T>(double value) where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);

    private static double BlockSum<T>(T* x, long count) where T : unmanaged, INumberBase<T>
    {
        int width = Vector<T>.Count;
        Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
        long i = 0;
        for (; i <= count - 4 * width; i += 4 * width)
        {
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
