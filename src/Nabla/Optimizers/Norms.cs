namespace Nabla;

/// <summary>Norms of whole tensors for optimisers.</summary>
internal static class Norms
{
    /// <summary>Euclidean norm of all elements.</summary>
    public static double Of(Tensor x)
    {
        if (x.Count == 0) return 0;
        using TensorScope scope = TensorScope.Open();
        return Reduce.Run(Reduction.NormL2, x, [.. Enumerable.Range(0, x.Rank)], keepDims: false, x.DType).Item();
    }

    /// <summary>Root mean square of all elements; 0 when there is none.</summary>
    public static double RootMeanSquare(Tensor x) => x.Count == 0 ? 0 : Of(x) / Math.Sqrt(x.Count);
}
