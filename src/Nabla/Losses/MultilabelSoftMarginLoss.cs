namespace Nabla;

/// <summary>Mean over the classes of the binary cross-entropy of scores.</summary>
/// <param name="weight">Factors that broadcast to the shape, or null.</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.MultiLabelSoftMarginLoss")]
[FunctionalTwin(nameof(Nabla.Functional.MultilabelSoftMarginLoss))]
public sealed class MultilabelSoftMarginLoss(Tensor? weight = null, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.MultilabelSoftMarginLoss(x, target, weight, reduction: Reduction);
}
