namespace Nabla;

/// <summary>Rows of a table [rows, width] chosen by tokens [count]; the gradient adds each row's gradient back.</summary>
/// <param name="Tokens">Contiguous int64.</param>
/// <param name="Padding">A row that receives no gradient, or -1.</param>
/// <param name="ScaleByFrequency">Divide a row's gradient by how often its token occurs?</param>
internal sealed record EmbeddingOp(Tensor Tokens, long Padding, bool ScaleByFrequency) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed table = x.Packed();
        Tensor y = Tensor.Empty([Tokens.Count, x.Shape[1]], x.DType, x.Backend);
        ((IFusedEmbedding)x.Backend).Embedding(table, Tokens, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new EmbeddingGradientOp(Tokens, x.Shape, Padding, ScaleByFrequency).Apply(g);
}

/// <summary>Adds rows [count, width] into a table of zeros; linear, so its gradient reads them back with the same factors.</summary>
internal sealed record EmbeddingGradientOp(Tensor Tokens, Shape Table, long Padding, bool ScaleByFrequency) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Tensor rows = (x.DType.IsReduced() ? x.To(DType.Float32) : x).Contiguous().Alias();
        Tensor table = Tensor.Zeros(Table, rows.DType, x.Backend);
        if (table.HasData) ((IFusedEmbedding)x.Backend).EmbeddingBackward(rows, Tokens, Padding, ScaleByFrequency, table);
        return table.To(x.DType);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new EmbeddingOp(Tokens, Padding, ScaleByFrequency).Apply(g) * Factors(g.DType);

    /// <summary>What each token's row was multiplied by [count, 1].</summary>
    private Tensor Factors(DType type)
    {
        long[] tokens = Tokens.ToArray<long>();
        Dictionary<long, int> counts = [];
        foreach (long token in tokens) counts[token] = counts.GetValueOrDefault(token) + 1;
        double[] factors = [.. tokens.Select(token => token == Padding ? 0 : ScaleByFrequency ? 1.0 / counts[token] : 1)];
        return Tensor.Of(factors, [tokens.Length, 1]).To(type);
    }
}
