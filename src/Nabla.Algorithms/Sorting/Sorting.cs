using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sorting;

/// <summary>Sorting with the method chosen by type and size: the one to call when there is no reason to call another.</summary>
/// <remarks>
/// Keys alone: networks and vectorised quicksort for 32- and 64-bit keys, counting for 8 bits, radix for 16 and 128 bits, introsort for the rest.
/// Floating point is ordered -inf, ..., -0, +0, ..., +inf, NaN (NaN last, unlike <see cref="Array.Sort(Array)"/>, which puts it first).
/// </remarks>
public static partial class Sorting
{
    private const int FewKeys = 5;

    /// <summary>Up to here a look for sorted input costs less than it saves.</summary>
    private const int ScannedKeys = 32;

    /// <summary>Sorts ascending, in place; not stable where equal values can be told apart.</summary>
    /// <typeparam name="T">Any type with a natural order.</typeparam>
    /// <param name="values">n values.</param>
    /// <remarks>O(n log n) at worst. Allocates nothing, but 16- and 128-bit keys, and 32- and 64-bit keys on a processor without AVX2, rent scratch from a pool.</remarks>
    [Export("algorithms.sorting.sort")]
    public static void Sort<T>(Span<T> values)
    {
        if (values.Length < 2) return;
        if (typeof(T) == typeof(int)) Keys<int, int, SignedBits<int>>(As<T, int>(values));
        else if (typeof(T) == typeof(uint)) Keys<uint, int, UnsignedBits<int>>(As<T, uint>(values));
        else if (typeof(T) == typeof(float)) Floats<float, int>(As<T, float>(values));
        else if (typeof(T) == typeof(long)) Keys<long, long, SignedBits<long>>(As<T, long>(values));
        else if (typeof(T) == typeof(ulong)) Keys<ulong, long, UnsignedBits<long>>(As<T, ulong>(values));
        else if (typeof(T) == typeof(double)) Floats<double, long>(As<T, double>(values));
        else if (typeof(T) == typeof(nint) && nint.Size == 8) Sort(As<T, long>(values));
        else if (typeof(T) == typeof(nuint) && nint.Size == 8) Sort(As<T, ulong>(values));
        else if (typeof(T) == typeof(byte)) Bytes(As<T, byte>(values));
        else if (typeof(T) == typeof(sbyte)) SignedBytes(As<T, sbyte>(values));
        else if (typeof(T) == typeof(short)) Radix(As<T, short>(values));
        else if (typeof(T) == typeof(ushort) || typeof(T) == typeof(char)) Radix(As<T, ushort>(values));
        else if (typeof(T) == typeof(Half)) RadixSort.Sort(As<T, Half>(values));
        else if (typeof(T) == typeof(Int128)) Radix(As<T, Int128>(values));
        else if (typeof(T) == typeof(UInt128)) Radix(As<T, UInt128>(values));
        else IntroSort.Sort(values);
    }

    /// <summary>Sorts under an order, in place; not stable (<see cref="MergeSort"/> is).</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="values">n values.</param>
    /// <param name="comparer">The order.</param>
    public static void Sort<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T> => IntroSort.Sort(values, comparer);

    /// <summary>Sorts keys ascending and moves the items along; equal keys keep their order.</summary>
    /// <typeparam name="TKey">A number type (<see cref="RadixSort.Supports{TKey}"/>).</typeparam>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <param name="items">n items.</param>
    /// <exception cref="ArgumentException"><paramref name="items"/> has not n elements.</exception>
    /// <exception cref="NotSupportedException">The key type is not a number type.</exception>
    public static void Sort<TKey, TItem>(Span<TKey> keys, Span<TItem> items)
        where TKey : unmanaged => RadixSort.Sort(keys, items);

    /// <summary>The stable order that sorts the keys.</summary>
    /// <typeparam name="TKey">A number type (<see cref="RadixSort.Supports{TKey}"/>).</typeparam>
    /// <param name="keys">n keys, unchanged.</param>
    /// <returns>n indices: <c>keys[order[0]] &lt;= keys[order[1]] &lt;= ...</c></returns>
    [Export("algorithms.sorting.arg_sort")]
    public static int[] ArgSort<TKey>(ReadOnlySpan<TKey> keys)
        where TKey : unmanaged
    {
        var order = new int[keys.Length];
        RadixSort.ArgSort(keys, order);
        return order;
    }

    private static unsafe void Keys<TKey, TBits, TCodec>(Span<TKey> keys)
        where TKey : unmanaged
        where TBits : unmanaged, System.Numerics.IBinaryInteger<TBits>, System.Numerics.IMinMaxValue<TBits>
        where TCodec : struct, IVectorCodec<TBits>
    {
        if (VectorQuicksort.IsSupported)
        {
            fixed (TKey* first = keys)
            {
                if (keys.Length <= ScannedKeys && VectorNetwork.IsSorted<TBits, TCodec>((TBits*)first, keys.Length)) return;
                VectorQuicksort.Sort<TBits, TCodec>((TBits*)first, keys.Length);
            }
        }
        else if (keys.Length <= FewKeys) InsertionSort.Sort(keys);
        else Radix(keys);
    }

    private static unsafe void Floats<TKey, TBits>(Span<TKey> keys)
        where TKey : unmanaged
        where TBits : unmanaged, System.Numerics.IBinaryInteger<TBits>, System.Numerics.IMinMaxValue<TBits>
    {
        if (VectorQuicksort.IsSupported) Keys<TKey, TBits, FloatBits<TBits>>(keys);
        else RadixSort.Sort(keys);
    }

    private static void Radix<TKey>(Span<TKey> keys)
        where TKey : unmanaged
    {
        // Below, the fixed cost of the histograms outweighs the comparisons.
        if (keys.Length < 80 * Math.Max(1, Unsafe.SizeOf<TKey>() / 4)) IntroSort.Sort(keys);
        else RadixSort.Sort(keys);
    }

    [SkipLocalsInit]
    private static void Bytes(Span<byte> values)
    {
        if (values.Length < 48)
        {
            InsertionSort.Sort(values);
            return;
        }
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (byte value in values) counts[value]++;
        for (int value = 0; value < 256; value++)
        {
            values[..counts[value]].Fill((byte)value);
            values = values[counts[value]..];
        }
    }

    [SkipLocalsInit]
    private static void SignedBytes(Span<sbyte> values)
    {
        if (values.Length < 48)
        {
            InsertionSort.Sort(values);
            return;
        }
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (sbyte value in values) counts[value + 128]++;
        for (int value = 0; value < 256; value++)
        {
            values[..counts[value]].Fill((sbyte)(value - 128));
            values = values[counts[value]..];
        }
    }

    /// <summary>The same memory under another type of the same size; only called where the types are known to match.</summary>
    private static Span<TTo> As<TFrom, TTo>(Span<TFrom> span)
        => MemoryMarshal.CreateSpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), span.Length);
}
