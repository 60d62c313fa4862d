namespace Nabla;

/// <summary>Hinge loss of every target class against all others.</summary>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.MultiLabelMarginLoss")]
[FunctionalTwin(nameof(Nabla.Functional.MultilabelMarginLoss))]
public sealed class MultilabelMarginLoss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.MultilabelMarginLoss(x, target, reduction: Reduction);
}
