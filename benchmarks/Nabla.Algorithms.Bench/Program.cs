using Nabla.Algorithms.Bench;

// Usage: dotnet run -c Release --project benchmarks/Nabla.Algorithms.Bench -- [--peers] [--full] [--filter TEXT] [--curves FOLDER]
bool full = args.Contains("--full");
int at = Array.IndexOf(args, "--filter");
string filter = at >= 0 && at + 1 < args.Length ? args[at + 1] : "";
int curves = Array.IndexOf(args, "--curves");
string? folder = curves >= 0 && curves + 1 < args.Length ? args[curves + 1] : null;
using Peers? peers = args.Contains("--peers") ? Peers.Start("algorithms.cpp", "-lhwy_contrib", "-lhwy") : null;
int[] sizes = full ? [10, 30, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000] : [10, 30, 100, 1000, 100_000, 1_000_000];

Curve sorting = new("Sorting random int32"), heaps = new("n pushes and n pops of random int32"), windows = new("Sliding maximum of float values, by window length");
Console.WriteLine("Medians; a peer's factor is its time over ours (above 1: we are faster).");
Run("sort-int32", () => SortBench.Keys("int32", sizes, r => r.Next(int.MinValue, int.MaxValue), peers, sorting));
Run("sort-uint32", () => SortBench.Keys("uint32", sizes, r => (uint)r.NextInt64(), peers));
Run("sort-float", () => SortBench.Keys("float", sizes, r => r.NextSingle() - 0.5f, peers));
Run("sort-int64", () => SortBench.Keys("int64", sizes, r => r.NextInt64() - (long.MaxValue / 2), peers));
Run("sort-double", () => SortBench.Keys("double", sizes, r => r.NextDouble() - 0.5, peers));
Run("sort-orders", () => SortBench.Orders(full ? [10, 100, 1000, 100_000, 10_000_000] : [10, 100, 1000, 100_000]));
Run("sort-methods", () => SortBench.Methods(sizes));
Run("sort-payload", () => SortBench.Payload(full ? [1000, 100_000, 1_000_000, 10_000_000] : [1000, 100_000, 1_000_000]));
Run("heap", () => OtherBench.Heaps(full ? [100, 1000, 10_000, 100_000, 1_000_000] : [1000, 100_000], peers, heaps));
Run("window", () => OtherBench.Windows(full ? 4_000_000 : 1_000_000, windows));
Run("merge", () => OtherBench.Merges(full ? [1000, 100_000, 10_000_000] : [1000, 1_000_000], peers));
Run("gap", () => OtherBench.Gaps(full ? [1000, 100_000, 10_000_000] : [1000, 1_000_000]));
Run("knapsack", OtherBench.Knapsacks);
if (folder is not null)
{
    sorting.Write(Path.Combine(folder, "sorting-curve.svg"));
    heaps.Write(Path.Combine(folder, "heaps-curve.svg"));
    windows.Write(Path.Combine(folder, "sliding-window-curve.svg"));
}

void Run(string name, Action bench)
{
    if (name.Contains(filter, StringComparison.OrdinalIgnoreCase)) bench();
}
