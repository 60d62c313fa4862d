namespace Nabla.Cli.Benchmarks;

/// <summary>Something to measure at several sizes.</summary>
/// <param name="Name">What a filter is matched with, such as <c>sort-int32</c>.</param>
/// <param name="Topic">The curve it is drawn in.</param>
/// <param name="Label">Our line in that curve; null when it is not drawn.</param>
/// <param name="Sizes">Sizes measured by default.</param>
/// <param name="FullSizes">Sizes of a full run.</param>
/// <param name="Run">Measures one size, asking the peers under the case's name.</param>
internal sealed record BenchCase(string Name, string Topic, string? Label, int[] Sizes, int[] FullSizes, Func<int, BenchPeers, BenchRow> Run);
