using Nabla.Algorithms.Sorting;
using Sorter = Nabla.Algorithms.Sorting.Sorting;

namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Keys alone: random ones of every type, and the input orders that trip quicksorts.</summary>
internal static class SortCases
{
    /// <summary>vqsort may be faster by this factor.</summary>
    private const double VectorGoal = 1 / 1.3;

    private static readonly int[] Usual = [10, 100, 1000, 100_000, 1_000_000];
    private static readonly int[] Full = [10, 30, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];

    public static IEnumerable<BenchCase> All()
    {
        yield return Keys("int32", random => random.Next(int.MinValue, int.MaxValue), "Sorting.Sort");
        yield return Keys("uint32", random => (uint)random.NextInt64());
        yield return Keys("float", random => random.NextSingle() - 0.5f);
        yield return Keys("int64", random => random.NextInt64() - (long.MaxValue / 2));
        yield return Keys("double", random => random.NextDouble() - 0.5);
        (string Name, Func<int, int, int> Make)[] orders =
        [
            ("sorted", (i, _) => i), ("reversed", (i, _) => -i), ("equal", (_, _) => 7), ("four-values", (i, _) => (i * 7919) % 4),
            ("organ-pipe", (i, n) => Math.Min(i, n - i)), ("saw", (i, _) => i % 100),
        ];
        foreach ((string name, Func<int, int, int> make) in orders) yield return Order(name, make);
        yield return Method("lsd-radix", values => RadixSort.Sort<int>(values));
        yield return Method("american-flag", values => RadixSort.SortInPlace<int>(values));
        yield return Method("introsort", values => IntroSort.Sort<int>(values));
        yield return Method("merge-sort", values => MergeSort.Sort<int>(values));
        yield return new BenchCase("select-median", "sorting", null, [1000, 1_000_000], [1000, 100_000, 10_000_000], (n, peers) =>
        {
            int[] source = Inputs.Fill(n, random => random.Next(int.MinValue, int.MaxValue));
            return new BenchRow("Sorting.Select, median of int32", n, Inputs.Time(source, values => Sorter.Select<int>(values, n / 2)),
                [new BenchPeer("Array.Sort", Inputs.Time(source, Array.Sort), 1), .. peers.Measure("select-median", n, "0", name => name == "std::nth_element" ? 1 : 0)]);
        });
    }

    private static BenchCase Keys<T>(string type, Func<Random, T> make, string? label = null)
        where T : unmanaged => new($"sort-{type}", "sorting", label, Usual, Full, (n, peers) =>
    {
        T[] source = Inputs.Fill(n, make);
        return new BenchRow($"Sorting.Sort, random {type}", n, Inputs.Time(source, values => Sorter.Sort<T>(values)),
            [new BenchPeer("Array.Sort", Inputs.Time(source, Array.Sort), 1), .. peers.Measure($"sort-{type}", n, "0", name => name == "vqsort" && n >= 1000 ? VectorGoal : 0)]);
    });

    private static BenchCase Order(string name, Func<int, int, int> make) => new($"sort-order-{name}", "sorting", null, [10, 100, 1000, 100_000], Full, (n, _) =>
    {
        int[] source = [.. Enumerable.Range(0, n).Select(i => make(i, n))];
        return new BenchRow($"Sorting.Sort, {name} int32", n, Inputs.Time(source, values => Sorter.Sort<int>(values), shuffle: false),
            [new BenchPeer("Array.Sort", Inputs.Time(source, Array.Sort, shuffle: false), 1)]);
    });

    private static BenchCase Method(string name, Action<int[]> sort) => new($"method-{name}", "sorting", name, [1000, 100_000], [100, 1000, 10_000, 100_000, 1_000_000], (n, _) =>
        new BenchRow($"{name}, random int32", n, Inputs.Time(Inputs.Fill(n, random => random.Next(int.MinValue, int.MaxValue)), sort), []));
}
