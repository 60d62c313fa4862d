using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sorting;

/// <summary>Least-significant-digit radix sort: stable, O(n · bytes of the key), one extra array.</summary>
/// <remarks>
/// Keys: every integer type from <see cref="byte"/> to <see cref="UInt128"/>, <see cref="char"/>, <see cref="Half"/>, <see cref="float"/>, <see cref="double"/>.
/// Floating point is ordered -inf, ..., -0, +0, ..., +inf, NaN: every NaN, whatever its sign, comes last.
/// Bytes that are equal in all keys cost no pass. The overloads that take scratch allocate nothing.
/// </remarks>
public static partial class RadixSort
{
    /// <summary>Whether a key type can be radix sorted.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <returns>True for the types listed at <see cref="RadixSort"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [Export("algorithms.sorting.radix_sort.supports")]
    public static bool Supports<TKey>() =>
        typeof(TKey) == typeof(int) || typeof(TKey) == typeof(uint) || typeof(TKey) == typeof(long) || typeof(TKey) == typeof(ulong)
        || typeof(TKey) == typeof(float) || typeof(TKey) == typeof(double) || typeof(TKey) == typeof(byte) || typeof(TKey) == typeof(sbyte)
        || typeof(TKey) == typeof(short) || typeof(TKey) == typeof(ushort) || typeof(TKey) == typeof(char) || typeof(TKey) == typeof(Half)
        || typeof(TKey) == typeof(nint) || typeof(TKey) == typeof(nuint) || typeof(TKey) == typeof(Int128) || typeof(TKey) == typeof(UInt128);

    /// <summary>Sorts keys ascending with pooled scratch.</summary>
    /// <typeparam name="TKey">A supported key type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <exception cref="NotSupportedException">The key type is not supported.</exception>
    [Export("algorithms.sorting.radix_sort.sort")]
    public static void Sort<TKey>(Span<TKey> keys)
        where TKey : unmanaged
    {
        if (keys.Length <= SmallCount)
        {
            Dispatch<TKey, Nothing>(keys, default, default, default);
            return;
        }
        TKey[] scratch = ArrayPool<TKey>.Shared.Rent(keys.Length);
        Dispatch<TKey, Nothing>(keys, default, scratch.AsSpan(0, keys.Length), default);
        ArrayPool<TKey>.Shared.Return(scratch);
    }

    /// <summary>Sorts keys ascending; allocates nothing.</summary>
    /// <typeparam name="TKey">A supported key type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <param name="scratch">At least n slots, overwritten.</param>
    /// <exception cref="ArgumentException"><paramref name="scratch"/> is too short.</exception>
    /// <exception cref="NotSupportedException">The key type is not supported.</exception>
    public static void Sort<TKey>(Span<TKey> keys, Span<TKey> scratch)
        where TKey : unmanaged
    {
        RequireLength(scratch.Length, keys.Length, nameof(scratch));
        Dispatch<TKey, Nothing>(keys, default, scratch[..keys.Length], default);
    }

    /// <summary>Sorts keys ascending and moves the items along, with pooled scratch; equal keys keep their order.</summary>
    /// <typeparam name="TKey">A supported key type.</typeparam>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <param name="items">n items.</param>
    /// <exception cref="ArgumentException"><paramref name="items"/> has not n elements.</exception>
    /// <exception cref="NotSupportedException">The key type is not supported.</exception>
    public static void Sort<TKey, TItem>(Span<TKey> keys, Span<TItem> items)
        where TKey : unmanaged
    {
        TKey[] keyScratch = ArrayPool<TKey>.Shared.Rent(keys.Length);
        TItem[] itemScratch = ArrayPool<TItem>.Shared.Rent(keys.Length);
        Sort(keys, items, keyScratch, itemScratch);
        ArrayPool<TItem>.Shared.Return(itemScratch, RuntimeHelpers.IsReferenceOrContainsReferences<TItem>());
        ArrayPool<TKey>.Shared.Return(keyScratch);
    }

    /// <summary>Sorts keys ascending and moves the items along; equal keys keep their order; allocates nothing.</summary>
    /// <typeparam name="TKey">A supported key type.</typeparam>
    /// <typeparam name="TItem">Any type.</typeparam>
    /// <param name="keys">n keys.</param>
    /// <param name="items">n items.</param>
    /// <param name="keyScratch">At least n slots, overwritten.</param>
    /// <param name="itemScratch">At least n slots, overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="NotSupportedException">The key type is not supported.</exception>
    public static void Sort<TKey, TItem>(Span<TKey> keys, Span<TItem> items, Span<TKey> keyScratch, Span<TItem> itemScratch)
        where TKey : unmanaged
    {
        int n = keys.Length;
        if (items.Length != n) throw new ArgumentException($"There are {n} keys but {items.Length} items.", nameof(items));
        RequireLength(keyScratch.Length, n, nameof(keyScratch));
        RequireLength(itemScratch.Length, n, nameof(itemScratch));
        Dispatch(keys, items, keyScratch[..n], itemScratch[..n]);
    }

    /// <summary>The stable order that sorts the keys: <c>keys[order[0]] &lt;= keys[order[1]] &lt;= ...</c></summary>
    /// <typeparam name="TKey">A supported key type.</typeparam>
    /// <param name="keys">n keys, unchanged.</param>
    /// <param name="order">Receives n indices.</param>
    /// <exception cref="ArgumentException"><paramref name="order"/> has not n elements.</exception>
    /// <exception cref="NotSupportedException">The key type is not supported.</exception>
    [Export("algorithms.sorting.radix_sort.arg_sort")]
    public static void ArgSort<TKey>(ReadOnlySpan<TKey> keys, Span<int> order)
        where TKey : unmanaged
    {
        int n = keys.Length;
        if (order.Length != n) throw new ArgumentException($"There are {n} keys but room for {order.Length} indices.", nameof(order));
        TKey[] copy = ArrayPool<TKey>.Shared.Rent(n);
        keys.CopyTo(copy);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Sort(copy.AsSpan(0, n), order);
        ArrayPool<TKey>.Shared.Return(copy);
    }

    /// <summary>1 when a key comes before another in radix order or equals it, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint NotAfterBit<TKey>(TKey a, TKey b)
        where TKey : unmanaged
    {
        if (typeof(TKey) == typeof(float)) return Bit(SingleCodec.Encode((float)(object)a) <= SingleCodec.Encode((float)(object)b));
        if (typeof(TKey) == typeof(double)) return Bit(DoubleCodec.Encode((double)(object)a) <= DoubleCodec.Encode((double)(object)b));
        if (typeof(TKey) == typeof(Half)) return Bit(HalfCodec.Encode((Half)(object)a) <= HalfCodec.Encode((Half)(object)b));
        return 1 - Heaps.Order.LessBit(b, a, default(Heaps.Ascending<TKey>));
    }

    private static nint Bit(bool value) => Unsafe.BitCast<bool, byte>(value);

    private static void RequireLength(int given, int needed, string parameter)
    {
        if (given < needed) throw new ArgumentException($"{needed} elements are needed, {given} were given.", parameter);
    }

    private static void Dispatch<TKey, TItem>(Span<TKey> keys, Span<TItem> items, Span<TKey> keyScratch, Span<TItem> itemScratch)
        where TKey : unmanaged
    {
        if (typeof(TKey) == typeof(int)) Lsd<int, TItem, uint, SignedCodec<int, uint>>(As<TKey, int>(keys), items, As<TKey, int>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(uint)) Lsd<uint, TItem, uint, UnsignedCodec<uint>>(As<TKey, uint>(keys), items, As<TKey, uint>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(float)) Lsd<float, TItem, uint, SingleCodec>(As<TKey, float>(keys), items, As<TKey, float>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(long)) Lsd<long, TItem, ulong, SignedCodec<long, ulong>>(As<TKey, long>(keys), items, As<TKey, long>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(ulong)) Lsd<ulong, TItem, ulong, UnsignedCodec<ulong>>(As<TKey, ulong>(keys), items, As<TKey, ulong>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(double)) Lsd<double, TItem, ulong, DoubleCodec>(As<TKey, double>(keys), items, As<TKey, double>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(short)) Lsd<short, TItem, ushort, SignedCodec<short, ushort>>(As<TKey, short>(keys), items, As<TKey, short>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(ushort) || typeof(TKey) == typeof(char)) Lsd<ushort, TItem, ushort, UnsignedCodec<ushort>>(As<TKey, ushort>(keys), items, As<TKey, ushort>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(Half)) Lsd<Half, TItem, ushort, HalfCodec>(As<TKey, Half>(keys), items, As<TKey, Half>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(sbyte)) Lsd<sbyte, TItem, byte, SignedCodec<sbyte, byte>>(As<TKey, sbyte>(keys), items, As<TKey, sbyte>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(byte)) Lsd<byte, TItem, byte, UnsignedCodec<byte>>(As<TKey, byte>(keys), items, As<TKey, byte>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(nint)) Lsd<nint, TItem, nuint, SignedCodec<nint, nuint>>(As<TKey, nint>(keys), items, As<TKey, nint>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(nuint)) Lsd<nuint, TItem, nuint, UnsignedCodec<nuint>>(As<TKey, nuint>(keys), items, As<TKey, nuint>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(Int128)) Lsd<Int128, TItem, UInt128, SignedCodec<Int128, UInt128>>(As<TKey, Int128>(keys), items, As<TKey, Int128>(keyScratch), itemScratch);
        else if (typeof(TKey) == typeof(UInt128)) Lsd<UInt128, TItem, UInt128, UnsignedCodec<UInt128>>(As<TKey, UInt128>(keys), items, As<TKey, UInt128>(keyScratch), itemScratch);
        else throw new NotSupportedException($"Keys of type {typeof(TKey)} cannot be radix sorted; integers, char, Half, float and double can.");
    }

    private static Span<TTo> As<TFrom, TTo>(Span<TFrom> span)
        where TFrom : unmanaged
        where TTo : unmanaged => MemoryMarshal.Cast<TFrom, TTo>(span);
}
