using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Sorting;

/// <summary>A key with its place in the row; entries of a row are all different, so that any sort of them is stable.</summary>
internal interface ISortEntry<TSelf> : IComparable<TSelf> where TSelf : unmanaged, ISortEntry<TSelf>
{
    /// <summary>Bytes of the key.</summary>
    static abstract int Digits { get; }

    /// <summary>Joins a key and a place.</summary>
    static abstract TSelf Of(ulong key, uint place);

    /// <summary>One byte of the key, 0 the lowest.</summary>
    static abstract int Digit(TSelf entry, int digit);

    /// <summary>The place.</summary>
    static abstract uint Place(TSelf entry);

    /// <summary>The key as given.</summary>
    static abstract ulong Key(TSelf entry);
}

/// <summary>A key of up to 32 bits above its place, in one word.</summary>
internal readonly struct NarrowEntry : ISortEntry<NarrowEntry>
{
    private readonly ulong _word;

    private NarrowEntry(ulong word) => _word = word;

    public static int Digits => 4;

    [MethodImpl(AggressiveInlining)]
    public static NarrowEntry Of(ulong key, uint place) => new((key << 32) | place);

    [MethodImpl(AggressiveInlining)]
    public static int Digit(NarrowEntry entry, int digit) => (byte)(entry._word >> (32 + 8 * digit));

    [MethodImpl(AggressiveInlining)]
    public static uint Place(NarrowEntry entry) => (uint)entry._word;

    [MethodImpl(AggressiveInlining)]
    public static ulong Key(NarrowEntry entry) => entry._word >> 32;

    [MethodImpl(AggressiveInlining)]
    public int CompareTo(NarrowEntry other) => _word < other._word ? -1 : _word > other._word ? 1 : 0;
}

/// <summary>A key of 64 bits and its place.</summary>
internal readonly struct WideEntry : ISortEntry<WideEntry>
{
    private readonly ulong _key;
    private readonly uint _place;

    private WideEntry(ulong key, uint place) => (_key, _place) = (key, place);

    public static int Digits => 8;

    [MethodImpl(AggressiveInlining)]
    public static WideEntry Of(ulong key, uint place) => new(key, place);

    [MethodImpl(AggressiveInlining)]
    public static int Digit(WideEntry entry, int digit) => (byte)(entry._key >> (8 * digit));

    [MethodImpl(AggressiveInlining)]
    public static uint Place(WideEntry entry) => entry._place;

    [MethodImpl(AggressiveInlining)]
    public static ulong Key(WideEntry entry) => entry._key;

    [MethodImpl(AggressiveInlining)]
    public int CompareTo(WideEntry other) => _key != other._key ? (_key < other._key ? -1 : 1) : _place.CompareTo(other._place);
}
