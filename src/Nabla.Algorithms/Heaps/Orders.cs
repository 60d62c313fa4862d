using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>The natural order of <typeparamref name="T"/> (<see cref="Comparer{T}.Default"/>) as a struct, so that comparisons are inlined.</summary>
/// <typeparam name="T">The compared type.</typeparam>
/// <remarks>NaN precedes every number, as everywhere in .NET.</remarks>
[Export("algorithms.heaps.Ascending")]
public readonly struct Ascending<T> : IComparer<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(T? x, T? y) => Comparer<T>.Default.Compare(x!, y!);
}

/// <summary>The reverse of another order; a min-heap under it is a max-heap.</summary>
/// <typeparam name="T">The compared type.</typeparam>
/// <typeparam name="TComparer">The order to reverse.</typeparam>
/// <param name="inner">The order to reverse.</param>
[Export("algorithms.heaps.Reversed")]
public readonly struct Reversed<T, TComparer>(TComparer inner) : IComparer<T>
    where TComparer : IComparer<T>
{
    private readonly TComparer _inner = inner;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(T? x, T? y) => _inner.Compare(y, x);
}

/// <summary>A comparison delegate as a struct comparer.</summary>
/// <typeparam name="T">The compared type.</typeparam>
/// <param name="comparison">Negative when the first value comes first.</param>
[Export("algorithms.heaps.ComparisonOrder")]
public readonly struct ComparisonOrder<T>(Comparison<T> comparison) : IComparer<T>
{
    private readonly Comparison<T> _comparison = comparison;

    /// <inheritdoc/>
    public int Compare(T? x, T? y) => _comparison(x!, y!);
}

/// <summary>"Comes before", with the primitive types turned into one machine comparison.</summary>
internal static class Order
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less<T, TComparer>(T a, T b, TComparer comparer)
        where TComparer : IComparer<T>
    {
        if (typeof(TComparer) == typeof(Ascending<T>) && IsFast<T>())
            return Fast(a, b);
        if (typeof(TComparer) == typeof(Reversed<T, Ascending<T>>) && IsFast<T>())
            return Fast(b, a);
        return comparer.Compare(a, b) < 0;
    }

    /// <summary>Whether <see cref="Less"/> is one machine comparison, so that one too many costs nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOneInstruction<T, TComparer>()
        where TComparer : IComparer<T> =>
        IsFast<T>() && (typeof(TComparer) == typeof(Ascending<T>) || typeof(TComparer) == typeof(Reversed<T, Ascending<T>>));

    /// <summary>1 when a comes before b, else 0, without a branch for primitives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint LessBit<T, TComparer>(T a, T b, TComparer comparer)
        where TComparer : IComparer<T>
        => Unsafe.BitCast<bool, byte>(Less(a, b, comparer));

    /// <summary>The first value when the bit is 0, the second when it is 1, without a branch for primitives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Choose<T>(nint bit, T ifZero, T ifOne)
    {
        if (typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(float))
        {
            int a = Unsafe.BitCast<T, int>(ifZero), b = Unsafe.BitCast<T, int>(ifOne);
            return Unsafe.BitCast<int, T>(a ^ ((a ^ b) & -(int)bit));
        }
        if (typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(double))
        {
            long a = Unsafe.BitCast<T, long>(ifZero), b = Unsafe.BitCast<T, long>(ifOne);
            return Unsafe.BitCast<long, T>(a ^ ((a ^ b) & -(long)bit));
        }
        return bit != 0 ? ifOne : ifZero;
    }

    /// <summary>Whether two comparer-equal values of T are interchangeable bit for bit and compare by one instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFast<T>() =>
        typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong)
        || typeof(T) == typeof(short) || typeof(T) == typeof(ushort) || typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte)
        || typeof(T) == typeof(char) || typeof(T) == typeof(float) || typeof(T) == typeof(double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Fast<T>(T a, T b)
    {
        if (typeof(T) == typeof(int)) return (int)(object)a! < (int)(object)b!;
        if (typeof(T) == typeof(uint)) return (uint)(object)a! < (uint)(object)b!;
        if (typeof(T) == typeof(long)) return (long)(object)a! < (long)(object)b!;
        if (typeof(T) == typeof(ulong)) return (ulong)(object)a! < (ulong)(object)b!;
        if (typeof(T) == typeof(short)) return (short)(object)a! < (short)(object)b!;
        if (typeof(T) == typeof(ushort)) return (ushort)(object)a! < (ushort)(object)b!;
        if (typeof(T) == typeof(byte)) return (byte)(object)a! < (byte)(object)b!;
        if (typeof(T) == typeof(sbyte)) return (sbyte)(object)a! < (sbyte)(object)b!;
        if (typeof(T) == typeof(char)) return (char)(object)a! < (char)(object)b!;
        if (typeof(T) == typeof(float))
        {
            float x = (float)(object)a!, y = (float)(object)b!;
            return x < y || (float.IsNaN(x) && !float.IsNaN(y));
        }
        double u = (double)(object)a!, v = (double)(object)b!;
        return u < v || (double.IsNaN(u) && !double.IsNaN(v));
    }
}
