using Nabla.Algorithms.Sorting;

namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Stable sorting of keys with items, and of indices.</summary>
internal static class PayloadCases
{
    private const double Goal = 4;

    public static IEnumerable<BenchCase> All() =>
    [
        .. Pairs("int32", random => random.Next(int.MinValue, int.MaxValue)),
        .. Pairs("float", random => random.NextSingle() - 0.5f),
        .. Pairs("int64", random => random.NextInt64() - (long.MaxValue / 2)),
        .. Pairs("double", random => random.NextDouble() - 0.5),
    ];

    private static IEnumerable<BenchCase> Pairs<T>(string type, Func<Random, T> make)
        where T : unmanaged
    {
        int[] usual = [1000, 100_000, 1_000_000], full = [1000, 10_000, 100_000, 1_000_000, 10_000_000];
        yield return new BenchCase($"payload-{type}", "sorting", null, usual, full, (n, _) =>
        {
            T[] source = Inputs.Fill(n, make);
            int[] items = new int[n];
            return new BenchRow($"RadixSort.Sort, {type} keys, int32 items", n, Inputs.Time(source, keys => RadixSort.Sort<T, int>(keys, items)),
                [new BenchPeer("Array.Sort", Inputs.Time(source, keys => Array.Sort(keys, items)), Goal), new BenchPeer("ParallelSort", Inputs.Time(source, keys => ParallelSort.Sort<T, int>(keys, items)))]);
        });
        yield return new BenchCase($"argsort-{type}", "sorting", null, usual, full, (n, _) =>
        {
            T[] source = Inputs.Fill(n, make);
            int[] order = new int[n], items = new int[n];
            return new BenchRow($"RadixSort.ArgSort, {type} keys", n, Inputs.Time(source, keys => RadixSort.ArgSort<T>(keys, order)),
                [new BenchPeer("Array.Sort", Inputs.Time(source, keys => Array.Sort(keys, items)), Goal)]);
        });
    }
}
