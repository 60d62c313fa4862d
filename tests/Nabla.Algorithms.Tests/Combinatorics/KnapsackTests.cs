using System.Numerics;
using Nabla.Algorithms.Combinatorics;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Combinatorics;

public class KnapsackTests
{
    private static readonly int[] Weights = [1, 2, 3, 4];
    private static readonly int[] Values = [2, 4, 4, 5];

    [Fact]
    public void Zero_one_row_and_table_of_the_worked_example()
    {
        var best = new int[6];
        Knapsack.ZeroOne<int>(Weights, Values, best);
        Assert.Equal([0, 2, 4, 6, 6, 8], best);
        int[,] table = Knapsack.ZeroOneTable<int>(Weights, Values, 5);
        Assert.Equal([0, 2, 4, 6, 6, 8], Enumerable.Range(0, 6).Select(c => table[4, c]));
        Assert.Equal(8, Knapsack.Solve<int>(Weights, Values, 5)!.Value);
    }

    [Fact]
    public void Zero_one_methods_agree_with_all_subsets() => Random(60, (weights, values, capacity, _) =>
    {
        var subsets = Subsets(weights, values).ToList();
        int expected = subsets.Where(s => s.Weight <= capacity).Max(s => s.Value);
        var best = new int[capacity + 1];
        Knapsack.ZeroOne<int>(weights, values, best);
        Assert.Equal(expected, best[capacity]);
        KnapsackChoice<int> choice = Knapsack.Solve<int>(weights, values, capacity)!;
        Assert.Equal(expected, choice.Value);
        Assert.Equal(expected, choice.Items.Sum(i => values[i]));
        Assert.True(choice.Items.Sum(i => weights[i]) <= capacity);
        (int most, BigInteger sets) = Knapsack.CountBest<int>(weights, values, capacity);
        Assert.Equal((expected, (BigInteger)subsets.Count(s => s.Weight <= capacity && s.Value == expected)), (most, sets));

        long[] wide = [.. weights.Select(w => (long)w)], worth = [.. values.Select(v => (long)v)];
        foreach (KnapsackChoice<long> searched in (KnapsackChoice<long>[])[Knapsack.BranchAndBound(wide, worth, capacity), Knapsack.MeetInTheMiddle(wide, worth, capacity)])
        {
            Assert.Equal(expected, searched.Value);
            Assert.Equal(expected, searched.Items.Sum(i => worth[i]));
            Assert.True(searched.Items.Sum(i => wide[i]) <= capacity);
        }
        foreach (double epsilon in (double[])[0.9, 0.3, 0.01])
        {
            KnapsackChoice<long> near = Knapsack.Approximate(wide, worth, capacity, epsilon);
            Assert.True(near.Value >= (1 - epsilon) * expected);
            Assert.Equal(near.Value, near.Items.Sum(i => worth[i]));
            Assert.True(near.Items.Sum(i => wide[i]) <= capacity);
        }
    });

    [Fact]
    public void Exact_fill_and_counts_agree_with_all_subsets() => Random(60, (weights, values, capacity, _) =>
    {
        var subsets = Subsets(weights, values).ToList();
        int[] best = new int[capacity + 1], ways = new int[capacity + 1];
        var real = new float[capacity + 1];
        Knapsack.ZeroOne<int>(weights, values, best, exact: true);
        Knapsack.ZeroOne<float>(weights, [.. values.Select(v => (float)v)], real, exact: true);
        Knapsack.Count<int>(weights, ways);
        for (int c = 0; c <= capacity; c++)
        {
            int[] reached = [.. subsets.Where(s => s.Weight == c).Select(s => s.Value)];
            Assert.Equal(reached.Length, ways[c]);
            Assert.Equal(reached.Length == 0 ? int.MinValue : reached.Max(), best[c]);
            Assert.Equal(reached.Length == 0 ? float.NegativeInfinity : reached.Max(), real[c]);
        }
        Assert.Equal(ways[capacity] == 0, Knapsack.Solve<int>(weights, values, capacity, exact: true) is null);
        ulong[] sums = new ulong[SubsetSum.Words(capacity)];
        SubsetSum.Reach(weights, sums);
        Assert.Equal(ways.Select(w => w > 0), Enumerable.Range(0, capacity + 1).Select(s => SubsetSum.Contains(sums, s)));
        int[]? found = SubsetSum.Find(weights, capacity);
        Assert.Equal(ways[capacity] > 0, found is not null);
        if (found is not null) Assert.Equal((capacity, found.Length), (found.Sum(i => weights[i]), found.Distinct().Count()));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bounded_and_unbounded_agree_with_repeated_items(bool exact) => Random(60, (weights, values, capacity, random) =>
    {
        weights = [.. weights.Select(w => w + 1)];
        int[] counts = [.. weights.Select(_ => random.Next(6))];
        int[] split = new int[capacity + 1], queue = new int[capacity + 1], plain = new int[capacity + 1];
        Knapsack.Bounded<int>(weights, values, counts, split, exact);
        Knapsack.BoundedByQueue<int>(weights, values, counts, queue, exact);
        Knapsack.ZeroOne<int>(Repeat(weights, i => counts[i]), Repeat(values, i => counts[i]), plain, exact);
        Assert.Equal(plain, split);
        Assert.Equal(plain, queue);
        Knapsack.Unbounded<int>(weights, values, split, exact);
        Knapsack.ZeroOne<int>(Repeat(weights, i => capacity / weights[i]), Repeat(values, i => capacity / weights[i]), plain, exact);
        Assert.Equal(plain, split);
    });

    [Fact]
    public void Groups_two_costs_and_dependencies_agree_with_all_subsets() => Random(40, (weights, values, capacity, random) =>
    {
        int n = weights.Length;
        int[] groups = [.. weights.Select(_ => random.Next(4)).Order()], volumes = [.. weights.Select(_ => random.Next(9))];
        int[] parents = [.. Enumerable.Range(0, n).Select(i => random.Next(-1, i))];
        int[] best = new int[capacity + 1];
        var subsets = Enumerable.Range(0, 1 << n).Select(mask => Enumerable.Range(0, n).Where(i => (mask >> i & 1) != 0).ToArray()).Where(s => s.Sum(i => weights[i]) <= capacity).ToList();

        Knapsack.Grouped<int>(weights, values, groups, best);
        Assert.Equal(subsets.Where(s => s.Select(i => groups[i]).Distinct().Count() == s.Length).Max(s => s.Sum(i => values[i])), best[capacity]);
        Knapsack.Dependent<int>(weights, values, parents, best);
        Assert.Equal(subsets.Where(s => s.All(i => parents[i] < 0 || s.Contains(parents[i]))).Max(s => s.Sum(i => values[i])), best[capacity]);
        var two = new int[capacity + 1, 13];
        Knapsack.TwoCosts<int>(weights, volumes, values, two);
        Assert.Equal(subsets.Where(s => s.Sum(i => volumes[i]) <= 12).Max(s => s.Sum(i => values[i])), two[capacity, 12]);
    });

    [Fact]
    public void Long_rows_use_whole_vectors_and_agree_with_plain_loops()
    {
        var random = new Random(9);
        int[] weights = Property.Fill(40, i => i < 20 ? i : random.Next(1, 400)), values = Property.Fill(40, _ => random.Next(1000));
        int[] best = new int[1500], expected = new int[1500];
        Knapsack.ZeroOne<int>(weights, values, best);
        for (int i = 0; i < 40; i++)
        {
            for (int c = 1499; c >= weights[i]; c--) expected[c] = Math.Max(expected[c], expected[c - weights[i]] + values[i]);
        }
        Assert.Equal(expected, best);
        ulong[] sums = new ulong[100];
        SubsetSum.Reach(weights, sums);
        var plain = new HashSet<int> { 0 };
        foreach (int weight in weights) plain.UnionWith([.. plain.Select(s => s + weight)]);
        Assert.Equal(Enumerable.Range(0, 6400).Where(plain.Contains), Enumerable.Range(0, 6400).Where(s => SubsetSum.Contains(sums, s)));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("weights", () => Knapsack.ZeroOne<int>([-1], [1], new int[3]));
        Assert.Throws<ArgumentException>("values", () => Knapsack.ZeroOne<int>([1], [], new int[3]));
        Assert.Throws<ArgumentException>("best", () => Knapsack.ZeroOne<int>([1], [1], []));
        Assert.Throws<ArgumentOutOfRangeException>("weights", () => Knapsack.Unbounded<int>([0], [1], new int[3]));
        Assert.Throws<ArgumentException>("parents", () => Knapsack.Dependent<int>([1, 1], [1, 1], [1, 0], new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Knapsack.Approximate([1], [1], 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>("weights", () => Knapsack.MeetInTheMiddle(new long[45], new long[45], 3));
    }

    private static void Random(int rounds, Action<int[], int[], int, Random> check)
    {
        var random = new Random(17);
        for (int round = 0; round < rounds; round++)
        {
            int n = random.Next(0, 10);
            check(Property.Fill(n, _ => random.Next(0, 12)), Property.Fill(n, _ => random.Next(0, 15)), random.Next(0, 50), random);
        }
    }

    private static int[] Repeat(int[] items, Func<int, int> count) => [.. items.SelectMany((item, i) => Enumerable.Repeat(item, count(i)))];

    private static IEnumerable<(int Weight, int Value)> Subsets(int[] weights, int[] values) => Enumerable.Range(0, 1 << weights.Length)
        .Select(mask => (weights.Where((_, i) => (mask >> i & 1) != 0).Sum(), values.Where((_, i) => (mask >> i & 1) != 0).Sum()));
}
