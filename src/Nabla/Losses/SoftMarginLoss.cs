namespace Nabla;

/// <summary>log(1 + e^(-target·x)) for targets of 1 and -1.</summary>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.SoftMarginLoss")]
[FunctionalTwin(nameof(Nabla.Functional.SoftMarginLoss))]
public sealed class SoftMarginLoss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.SoftMarginLoss(x, target, reduction: Reduction);
}
