namespace Nabla;

/// <summary>A table whose rows are looked up by number.</summary>
[Export("nn.Embedding")]
public sealed class Embedding : Module
{
    private readonly long? _padding;
    private readonly double? _maxNorm;
    private readonly double _normType;
    private readonly bool _scale;

    /// <summary>Reads, or creates, <c>weight</c>: standard normal, with zeros in the padding row.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="paddingIndex">A row that receives no gradient and starts as zeros; negative counts from the end; null for none.</param>
    /// <param name="maxNorm">Rows that are used and have a larger norm are first scaled down to it; null for none.</param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFrequency">Divide a row's gradient by how often its token occurs?</param>
    /// <param name="initializer">Sets fresh weights; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the padding index is not a row.</exception>
    public Embedding(
        Weights w, int rows, int width, long? paddingIndex = null, double? maxNorm = null, double normType = 2, bool scaleGradByFrequency = false, Initializer? initializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        long padding = Nabla.Functional.PaddingRow(paddingIndex, rows);
        (_padding, _maxNorm, _normType, _scale) = (paddingIndex, maxNorm, normType, scaleGradByFrequency);
        Weight = w.Get("weight", [rows, width], (target, generator) =>
        {
            (initializer ?? Init.Normal())(target, generator);
            if (padding >= 0) target.Select(0, padding).FillInPlace(0);
        });
    }

    /// <summary>[rows, width].</summary>
    public Parameter Weight { get; }

    /// <summary>Integers of any shape -> [..., width].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Embedding(x, Weight, _padding, _maxNorm, _normType, _scale);
}
