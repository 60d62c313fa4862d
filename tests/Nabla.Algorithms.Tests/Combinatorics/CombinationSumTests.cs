using Nabla.Algorithms.Combinatorics;

namespace Nabla.Algorithms.Tests.Combinatorics;

public class CombinationSumTests
{
    [Fact]
    public void Worked_examples()
    {
        Assert.Equal([[2, 2, 3], [7]], CombinationSums.Repeated([2, 3, 6, 7], 7));
        Assert.Equal([[2, 2, 2, 2], [2, 3, 3], [3, 5]], CombinationSums.Repeated([2, 3, 5], 8));
        Assert.Equal([[1, 1, 6], [1, 2, 5], [1, 7], [2, 6]], CombinationSums.Once([10, 1, 2, 7, 6, 1, 5], 8));
        Assert.Equal([[1, 2, 2], [5]], CombinationSums.Once([2, 5, 2, 1, 2], 5));
        Assert.Equal([[1, 2, 4]], CombinationSums.OfSize(3, 7));
        Assert.Equal([[1, 2, 6], [1, 3, 5], [2, 3, 4]], CombinationSums.OfSize(3, 9));
        Assert.Equal(7, CombinationSums.CountOrdered<int>([1, 2, 3], 4));
        Assert.Equal(7, CombinationSums.Ordered([1, 2, 3], 4).Count());
    }

    [Fact]
    public void All_forms_agree_with_brute_force_in_lexicographic_order()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            int[] candidates = [.. Enumerable.Range(0, random.Next(0, 7)).Select(_ => random.Next(1, 9))], distinct = [.. candidates.Distinct().Order()];
            int target = random.Next(0, 16);
            List<string> repeated = [], ordered = [], once = [], sized = [];
            Ascending(distinct, 0, target, [], repeated);
            Every(distinct, target, [], ordered);
            Subsets([.. candidates.Order()], target, once);
            int size = random.Next(0, 5);
            Subsets([1, 2, 3, 4, 5, 6, 7, 8, 9], target, sized, size);
            foreach (long memory in (long[])[CombinationSums.DefaultMemory, 0])
            {
                Assert.Equal(repeated, CombinationSums.Repeated(candidates, target, memory).Select(Text));
                Assert.Equal(once.Distinct().Order(StringComparer.Ordinal), CombinationSums.Once(candidates, target, memory).Select(Text));
            }
            Assert.Equal(ordered, CombinationSums.Ordered(candidates, target).Select(Text));
            Assert.Equal(sized.Order(StringComparer.Ordinal), CombinationSums.OfSize(size, target).Select(Text));
            Assert.Equal(sized.Count, CombinationSums.CountOfSize<int>(size, target));
            Assert.Equal(repeated.Count, CombinationSums.CountRepeated<int>(candidates, target));
            Assert.Equal(once.Distinct().Count(), CombinationSums.CountOnce<int>(candidates, target));
            Assert.Equal(ordered.Count, CombinationSums.CountOrdered<long>(candidates, target));
        }
    }

    [Fact]
    public void Dead_ends_cost_nothing_and_a_first_result_comes_at_once()
    {
        // 2, 4, 6, ... never make an odd sum; without foresight this would try an astronomical number of branches.
        int[] even = [.. Enumerable.Range(1, 60).Select(i => 2 * i)];
        Assert.Empty(CombinationSums.Repeated(even, 2001));
        Assert.Equal(1000, CombinationSums.Repeated(even, 2000).First().Length);
        Assert.Equal(2000, CombinationSums.Ordered([1, 2, 3], 2000).First().Length);
    }

    [Fact]
    public void Bad_arguments_are_named_and_overflow_is_reported()
    {
        Assert.Throws<ArgumentOutOfRangeException>("candidates", () => CombinationSums.Repeated([0], 3));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => CombinationSums.Once([1], -3));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => CombinationSums.CountOfSize<int>(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>("largest", () => CombinationSums.CountOfSize<int>(1, 3, -9));
        Assert.Equal(CombinationSums.OfSize(4, 40, 20).Count(), CombinationSums.CountOfSize<long>(4, 40, 20));
        Assert.Throws<OverflowException>(() => CombinationSums.CountOfSize<int>(50, 2525, 100));
        Assert.Throws<OverflowException>(() => CombinationSums.CountOrdered<int>([1, 2, 3], 200));
    }

    private static string Text(int[] combination) => string.Join(',', combination);

    private static void Ascending(int[] numbers, int from, int left, List<int> path, List<string> found)
    {
        if (left == 0) found.Add(Text([.. path]));
        for (int i = from; i < numbers.Length; i++)
        {
            if (numbers[i] <= left) Ascending(numbers, i, left - numbers[i], [.. path, numbers[i]], found);
        }
    }

    private static void Every(int[] numbers, int left, List<int> path, List<string> found)
    {
        if (left == 0) found.Add(Text([.. path]));
        foreach (int number in numbers)
        {
            if (number <= left) Every(numbers, left - number, [.. path, number], found);
        }
    }

    private static void Subsets(int[] numbers, int target, List<string> found, int? size = null)
    {
        for (int mask = 0; mask < 1 << numbers.Length; mask++)
        {
            int[] subset = [.. numbers.Where((_, i) => (mask >> i & 1) != 0)];
            if (subset.Sum() == target && (size is null || subset.Length == size)) found.Add(Text(subset));
        }
    }
}
