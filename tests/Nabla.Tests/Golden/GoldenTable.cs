namespace Nabla.Tests.Golden;

/// <summary>One line an op: how the library computes what PyTorch's op of that name computes.</summary>
internal static partial class GoldenTable
{
    /// <summary>All lines, by the op's recorded name.</summary>
    public static IReadOnlyDictionary<string, GoldenOp> Lines { get; } =
        new[] { Arithmetic, Elementwise, Comparison, Activations, MoreActivations, ToolboxActivations, Upsampling, Attention, Reductions, Views, Matrices, Decompositions, Transforms, Convolutions, Pooling, Normalization, Losses, Creation, Combining, Shaping, Statistics, Indexing, Numbers, MoreFunctions, Arranging, Systems }.SelectMany(table => table()).ToDictionary(line => line.Key, line => line.Value, StringComparer.Ordinal);
}
