using System.Numerics;

namespace Nabla.Algorithms.Combinatorics;

/// <summary>Combinations of numbers with a given sum, lazily and in lexicographic order.</summary>
/// <remarks>
/// A set of reachable sums for each suffix of the candidates tells beforehand whether a branch leads to a combination, so no time is spent on dead
/// ends: enumeration is linear in the output. The sets take n · target / 8 bytes; when that exceeds the memory allowed, branches are only cut by size,
/// and memory stays at one path of at most target / smallest numbers.
/// </remarks>
public static class CombinationSums
{
    /// <summary>The memory the reachability sets may take unless told otherwise.</summary>
    [Export("algorithms.combinatorics.combination_sums.default_memory")]
    public const long DefaultMemory = 64L << 20;

    private enum Use
    {
        AnyNumber,
        Once,
        Ordered,
    }

    /// <summary>I: each candidate any number of times; a combination is listed once, ascending.</summary>
    /// <param name="candidates">Positive numbers; repeated ones count once.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <param name="memory">Bytes allowed for reachability sets.</param>
    /// <returns>A lazy sequence of new arrays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A candidate is below 1 or the target is negative.</exception>
    [Export("algorithms.combinatorics.combination_sums.repeated")]
    public static IEnumerable<int[]> Repeated(ReadOnlySpan<int> candidates, int target, long memory = DefaultMemory)
        => Enumerate(Sorted(candidates, target, distinct: true), target, Use.AnyNumber, memory);

    /// <summary>II: each candidate once; equal combinations are listed once, ascending.</summary>
    /// <param name="candidates">Positive numbers, repetitions allowed.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <param name="memory">Bytes allowed for reachability sets.</param>
    /// <returns>A lazy sequence of new arrays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A candidate is below 1 or the target is negative.</exception>
    [Export("algorithms.combinatorics.combination_sums.once")]
    public static IEnumerable<int[]> Once(ReadOnlySpan<int> candidates, int target, long memory = DefaultMemory)
        => Enumerate(Sorted(candidates, target, distinct: false), target, Use.Once, memory);

    /// <summary>III: <paramref name="count"/> different numbers from 1..<paramref name="largest"/>, ascending.</summary>
    /// <param name="count">How many numbers, 0 or more.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <param name="largest">The largest number allowed.</param>
    /// <returns>A lazy sequence of new arrays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    /// <remarks>Between the sum of the smallest and that of the largest numbers left every sum can be made, so two bounds on each number cut every dead end.</remarks>
    [Export("algorithms.combinatorics.combination_sums.of_size")]
    public static IEnumerable<int[]> OfSize(int count, int target, int largest = 9)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfNegative(largest);
        return EnumerateSize(count, target, largest);
    }

    /// <summary>IV: sequences of candidates, each any number of times, in every order.</summary>
    /// <param name="candidates">Positive numbers; repeated ones count once.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <returns>A lazy sequence of new arrays; <see cref="CountOrdered{T}"/> only counts them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A candidate is below 1 or the target is negative.</exception>
    [Export("algorithms.combinatorics.combination_sums.ordered")]
    public static IEnumerable<int[]> Ordered(ReadOnlySpan<int> candidates, int target)
        => Enumerate(Sorted(candidates, target, distinct: true), target, Use.Ordered, long.MaxValue);

    /// <summary>How many combinations <see cref="Repeated"/> lists, in O(n · target).</summary>
    /// <typeparam name="T">The counter type.</typeparam>
    /// <param name="candidates">Positive numbers; repeated ones count once.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <returns>The number of combinations.</returns>
    /// <exception cref="OverflowException">It does not fit.</exception>
    [Export("algorithms.combinatorics.combination_sums.count_repeated")]
    public static T CountRepeated<T>(ReadOnlySpan<int> candidates, int target)
        where T : INumber<T>
    {
        T[] ways = Start<T>(target);
        foreach (int number in Sorted(candidates, target, distinct: true))
        {
            for (int sum = number; sum <= target; sum++) ways[sum] = checked(ways[sum] + ways[sum - number]);
        }
        return ways[target];
    }

    /// <summary>How many combinations <see cref="Once"/> lists, in O(n · target).</summary>
    /// <typeparam name="T">The counter type.</typeparam>
    /// <param name="candidates">Positive numbers, repetitions allowed.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <returns>The number of different combinations.</returns>
    /// <exception cref="OverflowException">It does not fit.</exception>
    [Export("algorithms.combinatorics.combination_sums.count_once")]
    public static T CountOnce<T>(ReadOnlySpan<int> candidates, int target)
        where T : INumber<T>
    {
        T[] ways = Start<T>(target);
        int[] sorted = Sorted(candidates, target, distinct: false);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            int number = sorted[start];
            for (end = start; end < sorted.Length && sorted[end] == number;) end++;
            // 0..copies of one number: from the top down, what lies copies + 1 steps below is not reached.
            for (int sum = target; sum >= number; sum--)
            {
                for (int copy = 1; copy <= end - start && sum >= (long)copy * number; copy++)
                    ways[sum] = checked(ways[sum] + ways[sum - (copy * number)]);
            }
        }
        return ways[target];
    }

    /// <summary>How many sequences <see cref="Ordered"/> lists, in O(n · target).</summary>
    /// <typeparam name="T">The counter type.</typeparam>
    /// <param name="candidates">Positive numbers; repeated ones count once.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <returns>The number of sequences.</returns>
    /// <exception cref="OverflowException">It does not fit.</exception>
    [Export("algorithms.combinatorics.combination_sums.count_ordered")]
    public static T CountOrdered<T>(ReadOnlySpan<int> candidates, int target)
        where T : INumber<T>
    {
        int[] sorted = Sorted(candidates, target, distinct: true);
        T[] ways = Start<T>(target);
        for (int sum = 1; sum <= target; sum++)
        {
            foreach (int number in sorted)
            {
                if (number > sum) break;
                ways[sum] = checked(ways[sum] + ways[sum - number]);
            }
        }
        return ways[target];
    }

    /// <summary>How many combinations <see cref="OfSize"/> lists, in O(count · target · largest).</summary>
    /// <typeparam name="T">The counter type.</typeparam>
    /// <param name="count">How many numbers, 0 or more.</param>
    /// <param name="target">The sum, 0 or more.</param>
    /// <param name="largest">The largest number allowed.</param>
    /// <returns>The number of combinations.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    /// <exception cref="OverflowException">It does not fit.</exception>
    [Export("algorithms.combinatorics.combination_sums.count_of_size")]
    public static T CountOfSize<T>(int count, int target, int largest = 9)
        where T : INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfNegative(largest);
        if (count > largest || (long)count * (count + 1) / 2 > target || (long)count * ((2L * largest) - count + 1) / 2 < target) return T.Zero;
        // ways[k][s]: k different ones of the numbers so far with sum s. Down in k, so that a number is used once.
        var ways = new T[count + 1][];
        for (int k = 0; k <= count; k++)
        {
            ways[k] = new T[target + 1];
            Array.Fill(ways[k], T.Zero);
        }
        ways[0][0] = T.One;
        for (int number = 1; number <= Math.Min(largest, target); number++)
        {
            for (int k = Math.Min(count, number); k > 0; k--)
            {
                T[] fewer = ways[k - 1], row = ways[k];
                for (int sum = number; sum <= target; sum++) row[sum] = checked(row[sum] + fewer[sum - number]);
            }
        }
        return ways[count][target];
    }

    private static IEnumerable<int[]> Enumerate(int[] numbers, int target, Use use, long memory)
    {
        ulong[][]? reach = Reachability(numbers, target, use, memory);
        var path = new Stack<int>();
        int left = target, next = 0;
        while (true)
        {
            if (left > 0 && next < numbers.Length && numbers[next] <= left)
            {
                int after = use switch { Use.AnyNumber => next, Use.Once => next + 1, _ => 0 };
                if (reach is null || SubsetSum.Contains(reach[Math.Min(after, reach.Length - 1)], left - numbers[next]))
                {
                    path.Push(next);
                    left -= numbers[next];
                    next = after;
                }
                else next = Following(numbers, next, use);
                continue;
            }
            if (left == 0)
            {
                var combination = new int[path.Count];
                int at = combination.Length;
                foreach (int index in path) combination[--at] = numbers[index];
                yield return combination;
            }
            if (!path.TryPop(out int last)) yield break;
            left += numbers[last];
            next = Following(numbers, last, use);
        }
    }

    /// <summary>The next different candidate.</summary>
    private static int Following(int[] numbers, int index, Use use)
    {
        int next = index + 1;
        while (use == Use.Once && next < numbers.Length && numbers[next] == numbers[index]) next++;
        return next;
    }

    /// <summary>For each suffix of the candidates the sums it can make, or null when that takes too much memory.</summary>
    private static ulong[][]? Reachability(int[] numbers, int target, Use use, long memory)
    {
        int words = SubsetSum.Words(target), suffixes = use == Use.Ordered ? 1 : numbers.Length + 1;
        if ((long)words * 8 * suffixes > memory) return null;
        var reach = new ulong[suffixes][];
        var current = new ulong[words];
        current[0] = 1;
        reach[^1] = current;
        for (int i = numbers.Length - 1; i >= 0; i--)
        {
            ulong[] wider = [.. current];
            SubsetSum.ShiftOr(wider, numbers[i]);
            // Any number of copies: shifts by 1, 2, 4, ... copies reach every multiple.
            for (long shift = 2L * numbers[i]; use != Use.Once && shift <= target; shift *= 2) SubsetSum.ShiftOr(wider, (int)shift);
            current = wider;
            reach[use == Use.Ordered ? 0 : i] = current;
        }
        return reach;
    }

    private static IEnumerable<int[]> EnumerateSize(int count, int target, int largest)
    {
        var path = new int[count];
        int depth = 0, number = 1;
        long left = target;
        while (true)
        {
            long more = count - depth;
            if (more == 0 && left == 0) yield return [.. path];
            // The largest sum of the others tells how small this number may be; the smallest sum of all tells how large.
            long others = ((more - 1) * largest) - ((more - 1) * (more - 2) / 2);
            number = (int)Math.Min(int.MaxValue - 1, Math.Max(number, left - others));
            bool open = more > 0 && number <= largest - more + 1 && (more * number) + (more * (more - 1) / 2) <= left;
            if (open)
            {
                path[depth++] = number;
                left -= number++;
                continue;
            }
            if (depth == 0) yield break;
            number = path[--depth];
            left += number++;
        }
    }

    private static T[] Start<T>(int target)
        where T : INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        var ways = new T[target + 1];
        Array.Fill(ways, T.Zero);
        ways[0] = T.One;
        return ways;
    }

    private static int[] Sorted(ReadOnlySpan<int> candidates, int target, bool distinct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        int[] sorted = candidates.ToArray();
        foreach (int candidate in sorted) ArgumentOutOfRangeException.ThrowIfLessThan(candidate, 1, nameof(candidates));
        Array.Sort(sorted);
        return distinct ? [.. sorted.Distinct()] : sorted;
    }
}
