using System.Numerics;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Combinatorics;

/// <summary>Which sums the subsets of a list can make, 64 sums an operation and more with vectors.</summary>
/// <remarks>O(n · limit / 64) time: adding an item shifts the set of reachable sums by its size.</remarks>
public static class SubsetSum
{
    /// <summary>How many words hold the sums 0..limit.</summary>
    /// <param name="limit">The largest sum of interest.</param>
    /// <returns>limit / 64 + 1.</returns>
    [Export("algorithms.combinatorics.subset_sum.words")]
    public static int Words(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return (limit / 64) + 1;
    }

    /// <summary>The sums of subsets.</summary>
    /// <param name="items">n items, 0 or more.</param>
    /// <param name="sums">Receives a set: bit s % 64 of word s / 64 says whether s can be made, for s up to 64 · words - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An item is negative.</exception>
    [Export("algorithms.combinatorics.subset_sum.reach")]
    public static void Reach(ReadOnlySpan<int> items, Span<ulong> sums)
    {
        sums.Clear();
        if (sums.IsEmpty) return;
        sums[0] = 1;
        foreach (int item in items)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(item, nameof(items));
            ShiftOr(sums, item);
        }
    }

    /// <summary>Whether a sum can be made.</summary>
    /// <param name="sums">A set filled by <see cref="Reach"/>.</param>
    /// <param name="sum">Any sum.</param>
    /// <returns>False beyond the set.</returns>
    [Export("algorithms.combinatorics.subset_sum.contains")]
    public static bool Contains(ReadOnlySpan<ulong> sums, int sum) => sum >= 0 && sum / 64 < sums.Length && (sums[sum / 64] >> sum & 1) != 0;

    /// <summary>A subset with a given sum.</summary>
    /// <param name="items">n items, 0 or more.</param>
    /// <param name="target">The sum.</param>
    /// <returns>Indices, ascending; null when there is none.</returns>
    /// <remarks>Memory: a number for each sum, the item that first made it.</remarks>
    [Export("algorithms.combinatorics.subset_sum.find")]
    public static int[]? Find(ReadOnlySpan<int> items, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        var sums = new ulong[Words(target)];
        var before = new ulong[sums.Length];
        var maker = new int[target + 1];
        sums[0] = 1;
        for (int i = 0; i < items.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(items[i], nameof(items));
            sums.CopyTo(before, 0);
            ShiftOr(sums, items[i]);
            for (int word = 0; word < sums.Length; word++)
            {
                for (ulong fresh = sums[word] & ~before[word]; fresh != 0; fresh &= fresh - 1)
                {
                    int sum = (64 * word) + BitOperations.TrailingZeroCount(fresh);
                    if (sum <= target) maker[sum] = i;
                }
            }
        }
        if (!Contains(sums, target)) return null;
        // The maker of a sum came after the makers of what is left of it.
        var chosen = new List<int>();
        for (int left = target; left > 0; left -= items[maker[left]]) chosen.Add(maker[left]);
        chosen.Reverse();
        return [.. chosen];
    }

    /// <summary>set |= set &lt;&lt; shift, in place from the top word down.</summary>
    internal static void ShiftOr(Span<ulong> set, int shift)
    {
        int words = shift / 64, bits = shift % 64;
        if (words >= set.Length || shift == 0) return;
        ref ulong first = ref MemoryMarshal.GetReference(set);
        int i = set.Length - 1;
        if (Vector.IsHardwareAccelerated)
        {
            int lanes = Vector<ulong>.Count;
            // A vector of words and its lower neighbours; both are read before the store.
            for (; i - lanes - words >= 0; i -= lanes)
            {
                nuint at = (nuint)(i - lanes + 1);
                Vector<ulong> high = Vector.LoadUnsafe(ref first, at - (nuint)words), low = Vector.LoadUnsafe(ref first, at - (nuint)words - 1);
                Vector<ulong> shifted = bits == 0 ? high : Vector.BitwiseOr(Vector.ShiftLeft(high, bits), Vector.ShiftRightLogical(low, 64 - bits));
                Vector.BitwiseOr(Vector.LoadUnsafe(ref first, at), shifted).StoreUnsafe(ref first, at);
            }
        }
        for (; i >= words; i--)
        {
            ulong carry = bits == 0 || i - words == 0 ? 0 : set[i - words - 1] >> (64 - bits);
            set[i] |= (set[i - words] << bits) | carry;
        }
    }
}
