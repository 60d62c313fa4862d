using Nabla.Algorithms.Bench;

// Usage: dotnet run -c Release --project benchmarks/Nabla.Algorithms.Bench -- [--peers] [--full] [--filter TEXT]
bool full = args.Contains("--full");
int at = Array.IndexOf(args, "--filter");
string filter = at >= 0 && at + 1 < args.Length ? args[at + 1] : "";
using Peers? peers = args.Contains("--peers") ? Peers.Start("algorithms.cpp", "-lhwy_contrib", "-lhwy") : null;
int[] sizes = full ? [10, 30, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000] : [10, 30, 100, 1000, 100_000, 1_000_000];

Console.WriteLine("Medians; a peer's factor is its time over ours (above 1: we are faster).");
Run("sort-int32", () => SortBench.Keys("int32", sizes, r => r.Next(int.MinValue, int.MaxValue), peers));
Run("sort-uint32", () => SortBench.Keys("uint32", sizes, r => (uint)r.NextInt64(), peers));
Run("sort-float", () => SortBench.Keys("float", sizes, r => r.NextSingle() - 0.5f, peers));
Run("sort-int64", () => SortBench.Keys("int64", sizes, r => r.NextInt64() - (long.MaxValue / 2), peers));
Run("sort-double", () => SortBench.Keys("double", sizes, r => r.NextDouble() - 0.5, peers));
Run("sort-orders", () => SortBench.Orders(full ? [10, 100, 1000, 100_000, 10_000_000] : [10, 100, 1000, 100_000]));
Run("sort-methods", () => SortBench.Methods(sizes));
Run("sort-payload", () => SortBench.Payload(full ? [1000, 100_000, 1_000_000, 10_000_000] : [1000, 100_000, 1_000_000]));

void Run(string name, Action bench)
{
    if (name.Contains(filter, StringComparison.OrdinalIgnoreCase)) bench();
}
