namespace Nabla;

/// <summary>1 - cosine where the target is 1, max(0, cosine - margin) where it is -1.</summary>
/// <param name="margin">Cosine allowed where the target is -1.</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.CosineEmbeddingLoss")]
[FunctionalTwin(nameof(Nabla.Functional.CosineEmbeddingLoss))]
public sealed class CosineEmbeddingLoss(double margin = 0, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss.</summary>
    /// <param name="x1">[N, D] or [D].</param>
    /// <param name="x2">The same shape.</param>
    /// <param name="target">1 or -1 for each row.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Call(Tensor x1, Tensor x2, Tensor target) => Nabla.Functional.CosineEmbeddingLoss(x1, x2, target, margin, reduction: reduction);
}
