namespace Nabla;

public static partial class Functional
{
    /// <summary>Rows of a table chosen by numbers.</summary>
    /// <param name="tokens">Row numbers, an integer dtype, any shape.</param>
    /// <param name="weight">Table [rows, width].</param>
    /// <param name="paddingIndex">A row that receives no gradient; negative counts from the end; null for none.</param>
    /// <param name="maxNorm">Rows that are used and have a larger norm are first scaled down to it, in place and unrecorded; null for none.</param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFrequency">Divide a row's gradient by how often its token occurs?</param>
    /// <returns>[tokens..., width].</returns>
    /// <exception cref="ArgumentException">The tokens are not integers, or one is outside the table.</exception>
    /// <exception cref="ShapeMismatchException">The table does not have two axes.</exception>
    [Export("nn.functional.embedding")]
    public static Tensor Embedding(Tensor tokens, Tensor weight, long? paddingIndex = null, double? maxNorm = null, double normType = 2, bool scaleGradByFrequency = false)
    {
        if (!tokens.DType.IsInteger()) throw new ArgumentException($"Embedding expects integer row numbers; got {tokens.DType.Name()}.", nameof(tokens));
        if (weight.Rank != 2) throw new ShapeMismatchException($"Embedding expects a table [rows, width]; got {weight.Shape}.", nameof(weight));
        long rows = weight.Shape[0], padding = PaddingRow(paddingIndex, rows);
        Tensor flat = tokens.ToInt64().Reshape(new Shape(tokens.Count)).Contiguous().Detach().Persist();
        if (maxNorm is { } limit && weight.HasData) LimitNorms(weight, flat, limit, normType);
        return new EmbeddingOp(flat, padding, scaleGradByFrequency).Apply(weight).Reshape([.. tokens.Shape.Span, weight.Shape[1]]);
    }

    /// <summary>A padding index as a row number, or -1.</summary>
    internal static long PaddingRow(long? paddingIndex, long rows)
    {
        if (paddingIndex is not { } index) return -1;
        if (index < -rows || index >= rows)
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"The padding index must lie in {-rows}..{rows - 1} for a table of {rows} rows.");
        return index < 0 ? index + rows : index;
    }

    private static void LimitNorms(Tensor weight, Tensor tokens, double limit, double p)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        using TensorScope scope = TensorScope.Open();
        Tensor table = weight.Detach(), used = Tensor.Of([.. tokens.ToArray<long>().Distinct().Order()]);
        Tensor rows = new EmbeddingOp(used, -1, false).Apply(table);
        Tensor norm = p switch
        {
            1 => rows.Abs().Sum(1, keepDims: true),
            2 => rows.Square().Sum(1, keepDims: true).Sqrt(),
            double.PositiveInfinity => rows.Abs().Amax(1, keepDims: true),
            _ => ((rows.Abs().Log() * p).Exp().Sum(1, keepDims: true).Log() / p).Exp(),
        };
        Tensor limited = rows * norm.Greater(limit).Where(limit / (norm + 1e-7), 1);
        if (!table.IsContiguous) throw new ArgumentException("Embedding with a maximal norm changes its table in place, which must be contiguous.", nameof(weight));
        table.Storage.Touch();
        table.Backend.IndexCopy(table, 0, used, limited);
    }
}
