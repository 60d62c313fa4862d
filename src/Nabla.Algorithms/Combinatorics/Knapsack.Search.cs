namespace Nabla.Algorithms.Combinatorics;

public static partial class Knapsack
{
    /// <summary>0/1 knapsack by branch and bound: exact, for capacities too large for a table.</summary>
    /// <param name="weights">n weights, 0 or more.</param>
    /// <param name="values">n values, 0 or more.</param>
    /// <param name="capacity">The capacity.</param>
    /// <returns>The best choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A weight, a value or the capacity is negative.</exception>
    /// <remarks>Depth first in order of value per weight; a branch is cut when even filling up with a fraction of an item cannot beat the best so far. Exponential at worst.</remarks>
    [Export("algorithms.combinatorics.knapsack.branch_and_bound")]
    public static KnapsackChoice<long> BranchAndBound(ReadOnlySpan<long> weights, ReadOnlySpan<long> values, long capacity)
    {
        int n = RequireLong(weights, values, capacity);
        int[] order = [.. Enumerable.Range(0, n)];
        long[] w = weights.ToArray(), v = values.ToArray();
        Array.Sort(order, (a, b) =>
        {
            // Weightless items first; their ratio is no number.
            int byRatio = w[a] == 0 || w[b] == 0 ? Math.Min(w[a], 1).CompareTo(Math.Min(w[b], 1)) : ((Int128)v[b] * w[a]).CompareTo((Int128)v[a] * w[b]);
            return byRatio != 0 ? byRatio : a.CompareTo(b);
        });
        var take = new bool[n];
        bool[] best = new bool[n];
        long bestValue = 0, value = 0, left = capacity;
        int depth = 0;
        while (true)
        {
            // Down: take while it fits and the bound allows.
            if (depth < n && Bound(order, w, v, depth, left, value) > bestValue)
            {
                int item = order[depth];
                take[depth] = w[item] <= left;
                if (take[depth])
                {
                    left -= w[item];
                    value += v[item];
                }
                depth++;
                continue;
            }
            if (depth == n && value > bestValue)
            {
                bestValue = value;
                best = [.. take];
            }
            // Up: to the last item taken, which is then left out.
            while (--depth >= 0 && !take[depth]) { }
            if (depth < 0) break;
            take[depth] = false;
            left += w[order[depth]];
            value -= v[order[depth]];
            depth++;
        }
        return new(bestValue, [.. Enumerable.Range(0, n).Where(i => best[i]).Select(i => order[i]).Order()]);
    }

    /// <summary>The value that a fraction of the first item that does not fit would allow (Dantzig's bound).</summary>
    private static long Bound(int[] order, long[] w, long[] v, int depth, long left, long value)
    {
        for (; depth < order.Length; depth++)
        {
            int item = order[depth];
            if (w[item] > left) return value + (long)((Int128)v[item] * left / w[item]);
            left -= w[item];
            value += v[item];
        }
        return value;
    }

    /// <summary>0/1 knapsack by meeting in the middle: O(2^(n/2) · n), whatever the weights.</summary>
    /// <param name="weights">n weights, 0 or more; n at most 44.</param>
    /// <param name="values">n values, 0 or more.</param>
    /// <param name="capacity">The capacity.</param>
    /// <returns>The best choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 44 items, or a number is negative.</exception>
    /// <remarks>Horowitz and Sahni (1974): the subsets of each half are made already sorted by weight, by merging.</remarks>
    [Export("algorithms.combinatorics.knapsack.meet_in_the_middle")]
    public static KnapsackChoice<long> MeetInTheMiddle(ReadOnlySpan<long> weights, ReadOnlySpan<long> values, long capacity)
    {
        int n = RequireLong(weights, values, capacity), half = n / 2;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 44, nameof(weights));
        List<Subset> first = Subsets(weights[..half], values[..half], capacity), second = Subsets(weights[half..], values[half..], capacity);
        long bestValue = -1, bestBits = 0;
        int j = second.Count - 1;
        foreach (Subset a in first)
        {
            // Both lists rise in weight and in value, so the partner only moves down.
            while (second[j].Weight > capacity - a.Weight) j--;
            if (a.Value + second[j].Value <= bestValue) continue;
            bestValue = a.Value + second[j].Value;
            bestBits = a.Bits | (second[j].Bits << half);
        }
        return new(bestValue, [.. Enumerable.Range(0, n).Where(i => (bestBits >> i & 1) != 0)]);
    }

    /// <summary>The subsets within the capacity that no lighter subset matches in value, by weight.</summary>
    private static List<Subset> Subsets(ReadOnlySpan<long> weights, ReadOnlySpan<long> values, long capacity)
    {
        List<Subset> sets = [default];
        for (int i = 0; i < weights.Length; i++)
        {
            var merged = new List<Subset>(2 * sets.Count);
            int a = 0, b = 0;
            while (a < sets.Count || b < sets.Count)
            {
                Subset with = b < sets.Count ? new(sets[b].Weight + weights[i], sets[b].Value + values[i], sets[b].Bits | (1L << i)) : default;
                bool takeOld = b == sets.Count || (a < sets.Count && (sets[a].Weight < with.Weight || (sets[a].Weight == with.Weight && sets[a].Value >= with.Value)));
                Subset next = takeOld ? sets[a++] : with;
                if (!takeOld) b++;
                if (next.Weight <= capacity && (merged.Count == 0 || next.Value > merged[^1].Value)) merged.Add(next);
            }
            sets = merged;
        }
        return sets;
    }

    /// <summary>0/1 knapsack to within a factor: a fully polynomial approximation scheme.</summary>
    /// <param name="weights">n weights, 0 or more.</param>
    /// <param name="values">n values, 0 or more.</param>
    /// <param name="capacity">The capacity.</param>
    /// <param name="epsilon">The accepted loss, above 0 and below 1.</param>
    /// <returns>A choice within the capacity worth at least (1 - epsilon) times the best one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not in (0, 1), or a number is negative.</exception>
    /// <remarks>
    /// Ibarra and Kim (1975). With P the largest value that fits, values are rounded down to multiples of K = epsilon · P / n; that loses at
    /// most n · K = epsilon · P, and the best choice is worth at least P. The table over rounded values takes O(n³ / epsilon).
    /// </remarks>
    [Export("algorithms.combinatorics.knapsack.approximate")]
    public static KnapsackChoice<long> Approximate(ReadOnlySpan<long> weights, ReadOnlySpan<long> values, long capacity, double epsilon)
    {
        int n = RequireLong(weights, values, capacity);
        if (!(epsilon > 0 && epsilon < 1)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "It must be above 0 and below 1.");
        long largest = 0;
        for (int i = 0; i < n; i++)
        {
            if (weights[i] <= capacity) largest = Math.Max(largest, values[i]);
        }
        if (largest == 0) return new(0, []);
        double unit = Math.Max(1, epsilon * largest / n);
        var lightest = new List<long> { 0 };
        var taken = new List<ulong[]>();
        var scaled = new int[n];
        for (int i = 0; i < n; i++)
        {
            scaled[i] = weights[i] <= capacity ? (int)(values[i] / unit) : 0;
            int before = lightest.Count;
            for (int added = 0; added < scaled[i]; added++) lightest.Add(long.MaxValue);
            var bits = new ulong[(lightest.Count / 64) + 1];
            for (int worth = lightest.Count - 1; worth >= scaled[i] && scaled[i] > 0; worth--)
            {
                if (worth - scaled[i] >= before) continue;
                long lighter = lightest[worth - scaled[i]];
                if (lighter > capacity - weights[i] || lighter + weights[i] >= lightest[worth]) continue;
                lightest[worth] = lighter + weights[i];
                bits[worth / 64] |= 1ul << worth;
            }
            taken.Add(bits);
        }
        int left = lightest.FindLastIndex(weight => weight <= capacity);
        var items = new List<int>();
        long value = 0;
        for (int i = n - 1; i >= 0; i--)
        {
            if (left / 64 >= taken[i].Length || (taken[i][left / 64] >> left & 1) == 0) continue;
            items.Add(i);
            value += values[i];
            left -= scaled[i];
        }
        items.Reverse();
        return new(value, [.. items]);
    }

    private static int RequireLong(ReadOnlySpan<long> weights, ReadOnlySpan<long> values, long capacity)
    {
        if (values.Length != weights.Length) throw new ArgumentException($"There are {weights.Length} weights but {values.Length} values.", nameof(values));
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        foreach (long weight in weights) ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
        foreach (long value in values) ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(values));
        return weights.Length;
    }

    private readonly record struct Subset(long Weight, long Value, long Bits);
}
