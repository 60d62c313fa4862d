using Nabla.Algorithms.Combinatorics;

namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Knapsacks, subset sums and combination sums.</summary>
internal static class CombinatoricsCases
{
    private static readonly int[] Coins = [1, 2, 5, 10, 20, 50, 100, 200];

    public static IEnumerable<BenchCase> All()
    {
        var random = new Random(5);
        int[] weights = [.. Enumerable.Range(0, 100).Select(_ => random.Next(1, 900))], values = [.. weights.Select(_ => random.Next(1, 1000))];
        yield return new BenchCase("knapsack", "knapsack", "Knapsack.ZeroOne", [20_000, 1_000_000], [1000, 10_000, 100_000, 1_000_000, 10_000_000], (capacity, peers) =>
        {
            int[] best = new int[capacity + 1], source = new int[capacity + 1], target = new int[capacity + 1];
            double ours = Stopclock.Median(() => Knapsack.ZeroOne<int>(weights, values, best));
            double plain = Stopclock.Median(() =>
            {
                Array.Clear(best);
                for (int i = 0; i < weights.Length; i++)
                {
                    for (int c = capacity; c >= weights[i]; c--) best[c] = Math.Max(best[c], best[c - weights[i]] + values[i]);
                }
            });
            // A copy reads and writes as much as a row update does, so it says how fast memory lets one be.
            double copies = weights.Length * Stopclock.Median(() => source.CopyTo(target, 0), Stopclock.Batch(capacity));
            return new BenchRow("Knapsack.ZeroOne, 100 items, capacity n", capacity, ours,
                [new BenchPeer("plain loop", plain), new BenchPeer("100 copies of the row", copies, 0.5)]);
        });
        yield return new BenchCase("subset-sum", "knapsack", "SubsetSum.Reach", [1_000_000], [1000, 10_000, 100_000, 1_000_000, 10_000_000], (sum, _) =>
        {
            ulong[] sums = new ulong[SubsetSum.Words(sum)];
            return new BenchRow("SubsetSum.Reach, 100 numbers, sums to n", sum, Stopclock.Median(() => SubsetSum.Reach(weights, sums)), []);
        });
        yield return new BenchCase("combination-count", "combination-sums", "CountRepeated", [10_000], [100, 1000, 10_000, 100_000], (sum, _) =>
            new BenchRow("CombinationSums.CountRepeated, 8 coins", sum, Stopclock.Median(() => CombinationSums.CountRepeated<double>(Coins, sum)), []));
        yield return new BenchCase("combination-list", "combination-sums", "Repeated, all", [100], [20, 50, 100, 200], (sum, _) =>
            new BenchRow($"CombinationSums.Repeated, 8 coins, all {CombinationSums.CountRepeated<long>(Coins, sum)}", sum, Stopclock.Median(() => GC.KeepAlive(CombinationSums.Repeated(Coins, sum).Count())), []));
        yield return new BenchCase("combination-first", "combination-sums", "Repeated, the first", [10_000], [100, 1000, 10_000, 100_000], (sum, _) =>
            new BenchRow("CombinationSums.Repeated, 8 coins, the first", sum, Stopclock.Median(() => GC.KeepAlive(CombinationSums.Repeated(Coins, sum).First())), []));
    }
}
