namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Everything <c>nabla bench algorithms</c> measures.</summary>
internal static class AlgorithmSuite
{
    public static IReadOnlyList<BenchCase> Cases { get; } =
    [
        .. SortCases.All(),
        .. PayloadCases.All(),
        .. HeapCases.All(),
        .. SequenceCases.All(),
        .. CombinatoricsCases.All(),
        .. GeometryCases.All(),
    ];

    /// <summary>The title of each topic's curve.</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sorting"] = "Sorting n random int32",
        ["heaps"] = "n pushes and n pops of random int32",
        ["sliding-window"] = "Maximum of every window of n float values",
        ["merge"] = "Merging two sorted halves, n int32 in all",
        ["maximum-gap"] = "Maximum gap of n random int32",
        ["knapsack"] = "0/1 knapsack of 100 items, capacity n",
        ["combination-sums"] = "Combinations of 1, 2, 5, 10, 20, 50, 100 and 200 with sum n",
        ["computational-geometry"] = "n random points in a square",
    };
}
