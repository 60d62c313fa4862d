using System.Numerics;

namespace Nabla.Algorithms.Combinatorics;

/// <summary>What to put in a knapsack.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <param name="Value">The total value.</param>
/// <param name="Items">The chosen items, ascending.</param>
[Export("algorithms.combinatorics.KnapsackChoice")]
public sealed record KnapsackChoice<T>(T Value, int[] Items);

/// <summary>The knapsack family: the most valuable set of items within a capacity.</summary>
/// <remarks>
/// The table methods fill <c>best[c]</c> for every capacity c at once, in O(n · capacity) vector operations and O(capacity) memory.
/// Totals must fit the value type; weights are 0 or more.
/// With <c>exact</c> the capacity must be met exactly, and a load that cannot be met holds minus infinity (the least value for integers).
/// </remarks>
public static partial class Knapsack
{
    /// <summary>0/1 knapsack: each item at most once.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="best">Receives capacity + 1 values: the best for each capacity.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    /// <exception cref="ArgumentException">The lengths differ, or <paramref name="best"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative.</exception>
    [Export("algorithms.combinatorics.knapsack.zero_one")]
    public static void ZeroOne<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, Span<T> best, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Require(weights, values.Length, best.Length);
        Start(best, exact);
        for (int i = 0; i < weights.Length; i++) KnapsackRows.Once(best, best, weights[i], values[i]);
    }

    /// <summary>The whole 0/1 table, a row for each prefix of the items.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="capacity">The capacity.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    /// <returns>[n + 1, capacity + 1]: the best with the first i items.</returns>
    public static T[,] ZeroOneTable<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, int capacity, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Require(weights, values.Length, capacity + 1);
        var table = new T[weights.Length + 1, capacity + 1];
        Span<T> row = Row(table, 0);
        Start(row, exact);
        for (int i = 0; i < weights.Length; i++)
        {
            Span<T> next = Row(table, i + 1);
            row.CopyTo(next);
            KnapsackRows.Once(row, next, weights[i], values[i]);
            row = next;
        }
        return table;
    }

    /// <summary>0/1 knapsack with the chosen items.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="capacity">The capacity.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    /// <returns>The choice, later items left out where that loses nothing; null when the capacity cannot be met exactly.</returns>
    /// <remarks>Memory: one bit for each item and capacity.</remarks>
    [Export("algorithms.combinatorics.knapsack.solve")]
    public static KnapsackChoice<T>? Solve<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, int capacity, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Require(weights, values.Length, capacity + 1);
        T[] best = new T[capacity + 1], before = new T[capacity + 1];
        Start<T>(best, exact);
        var taken = new ulong[weights.Length][];
        for (int i = 0; i < weights.Length; i++)
        {
            best.CopyTo(before, 0);
            KnapsackRows.Once(best, best, weights[i], values[i]);
            var bits = new ulong[(capacity / 64) + 1];
            for (int c = 0; c <= capacity; c++)
            {
                if (best[c] != before[c]) bits[c / 64] |= 1ul << c;
            }
            taken[i] = bits;
        }
        if (KnapsackRows.IsUnreachable(best[capacity])) return null;
        var items = new List<int>();
        int left = capacity;
        for (int i = weights.Length - 1; i >= 0; i--)
        {
            if ((taken[i][left / 64] >> left & 1) == 0) continue;
            items.Add(i);
            left -= weights[i];
        }
        items.Reverse();
        return new(best[capacity], [.. items]);
    }

    /// <summary>How many sets of items weigh exactly c, for every c.</summary>
    /// <typeparam name="T">The counter type; overflow throws.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="ways">Receives capacity + 1 counts.</param>
    /// <exception cref="OverflowException">A count does not fit.</exception>
    [Export("algorithms.combinatorics.knapsack.count")]
    public static void Count<T>(ReadOnlySpan<int> weights, Span<T> ways)
        where T : INumber<T>
    {
        Require(weights, weights.Length, ways.Length, roomName: nameof(ways));
        ways.Fill(T.Zero);
        ways[0] = T.One;
        foreach (int weight in weights)
        {
            for (int c = ways.Length - 1; c >= weight; c--) ways[c] = checked(ways[c] + ways[c - weight]);
        }
    }

    /// <summary>How many sets of items reach the best value within the capacity.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="capacity">The capacity.</param>
    /// <returns>The best value and the number of sets with it.</returns>
    [Export("algorithms.combinatorics.knapsack.count_best")]
    public static (T Value, BigInteger Sets) CountBest<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, int capacity)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Require(weights, values.Length, capacity + 1);
        // By exact weight, so that no set is counted for two capacities.
        var best = new T[capacity + 1];
        Start<T>(best, exact: true);
        var sets = new BigInteger[capacity + 1];
        sets[0] = BigInteger.One;
        for (int i = 0; i < weights.Length; i++)
        {
            for (int c = capacity; c >= weights[i]; c--)
            {
                T offer = best[c - weights[i]];
                if (KnapsackRows.IsUnreachable(offer)) continue;
                offer += values[i];
                if (offer > best[c]) (best[c], sets[c]) = (offer, sets[c - weights[i]]);
                else if (offer == best[c]) sets[c] += sets[c - weights[i]];
            }
        }
        T most = best[0];
        foreach (T value in best) most = T.Max(most, value);
        BigInteger total = BigInteger.Zero;
        for (int c = 0; c <= capacity; c++) total += best[c] == most ? sets[c] : BigInteger.Zero;
        return (most, total);
    }

    /// <summary>Unbounded (complete) knapsack: each item any number of times.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights, 1 or more.</param>
    /// <param name="values">n values.</param>
    /// <param name="best">Receives capacity + 1 values.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is below 1.</exception>
    [Export("algorithms.combinatorics.knapsack.unbounded")]
    public static void Unbounded<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, Span<T> best, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Require(weights, values.Length, best.Length, least: 1);
        Start(best, exact);
        for (int i = 0; i < weights.Length; i++) KnapsackRows.Repeatedly(best, weights[i], values[i]);
    }

    private static Span<T> Row<T>(T[,] table, int row)
        => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref table[row, 0], table.GetLength(1));

    private static void Start<T>(Span<T> best, bool exact)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        best.Fill(exact ? KnapsackRows.Unreachable<T>() : T.Zero);
        best[0] = T.Zero;
    }

    private static void Require(ReadOnlySpan<int> weights, int values, int room, int least = 0, string roomName = "best")
    {
        if (values != weights.Length) throw new ArgumentException($"There are {weights.Length} weights but {values} values.", nameof(values));
        if (room < 1) throw new ArgumentException("There is no room for capacity 0.", roomName);
        foreach (int weight in weights) ArgumentOutOfRangeException.ThrowIfLessThan(weight, least, nameof(weights));
    }
}
