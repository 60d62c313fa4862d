namespace Nabla;

/// <summary>x where the target is 1, max(0, margin - x) where it is -1.</summary>
/// <param name="margin">Distance wanted at least where the target is -1.</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.HingeEmbeddingLoss")]
[FunctionalTwin(nameof(Nabla.Functional.HingeEmbeddingLoss))]
public sealed class HingeEmbeddingLoss(double margin = 1, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.HingeEmbeddingLoss(x, target, margin, reduction: Reduction);
}
