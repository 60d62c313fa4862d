namespace Nabla;

/// <summary>Hinge loss of the target class against all others.</summary>
/// <param name="p">1 or 2.</param>
/// <param name="margin">Distance wanted.</param>
/// <param name="weight">Weight of each class [C], or null.</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.MultiMarginLoss")]
[FunctionalTwin(nameof(Nabla.Functional.MultiMarginLoss))]
public sealed class MultiMarginLoss(int p = 1, double margin = 1, Tensor? weight = null, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.MultiMarginLoss(x, target, p, margin, weight, reduction: Reduction);
}
