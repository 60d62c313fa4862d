namespace Nabla;

/// <summary>A table whose rows are looked up by number and reduced bag by bag.</summary>
[Export("nn.EmbeddingBag")]
public sealed class EmbeddingBag : Module
{
    private readonly long? _padding;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scale, _includeLast;
    private readonly EmbeddingBagMode _mode;

    /// <summary>Reads, or creates, <c>weight</c>: standard normal, with zeros in the padding row.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="maxNorm">Rows that are used and have a larger norm are first scaled down to it; null for none.</param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFrequency">Divide a row's gradient by how often its token occurs?</param>
    /// <param name="mode">What becomes of a bag.</param>
    /// <param name="includeLastOffset">Does the last offset only mark the end?</param>
    /// <param name="paddingIndex">A row that counts for nothing; negative counts from the end; null for none.</param>
    /// <param name="initializer">Sets fresh weights; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the padding index is not a row.</exception>
    public EmbeddingBag(
        Weights w, int rows, int width, double? maxNorm = null, double normType = 2, bool scaleGradByFrequency = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean,
        bool includeLastOffset = false, long? paddingIndex = null, Initializer? initializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        long padding = Nabla.Functional.PaddingRow(paddingIndex, rows);
        (_padding, _maxNorm, _normType, _scale, _mode, _includeLast) = (paddingIndex, maxNorm, normType, scaleGradByFrequency, mode, includeLastOffset);
        Weight = w.Get("weight", [rows, width], (target, generator) =>
        {
            (initializer ?? Init.Normal())(target, generator);
            if (padding >= 0) target.Select(0, padding).FillInPlace(0);
        });
    }

    /// <summary>[rows, width].</summary>
    public Parameter Weight { get; }

    /// <summary>Integers [bags, length] -> [bags, width].</summary>
    public override Tensor Forward(Tensor x) => Look(x);

    /// <summary>Integers [count] cut by offsets, or [bags, length] -> [bags, width].</summary>
    /// <param name="tokens">Row numbers.</param>
    /// <param name="offsets">Where each bag of 1-D tokens starts; null for 2-D tokens.</param>
    /// <param name="perSampleWeights">Factors of the rows, with sums only; null for none.</param>
    public Tensor Look(Tensor tokens, Tensor? offsets = null, Tensor? perSampleWeights = null) =>
        Nabla.Functional.EmbeddingBag(tokens, Weight, offsets, _maxNorm, _normType, _scale, _mode, perSampleWeights, _includeLast, _padding);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) => inputs.Count switch
    {
        1 => [Call(inputs[0])],
        2 => [Look(inputs[0], inputs[1])],
        3 => [Look(inputs[0], inputs[1], inputs[2])],
        _ => throw new ArgumentException($"EmbeddingBag takes tokens, offsets and factors; got {inputs.Count} inputs.", nameof(inputs)),
    };
}
