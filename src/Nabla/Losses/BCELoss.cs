namespace Nabla;

/// <summary>Binary cross-entropy of probabilities.</summary>
/// <param name="weight">Factors that broadcast to the shape, or null.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[FunctionalTwin(nameof(Nabla.Functional.BinaryCrossEntropy))]
[Export("nn.BCELoss")]
public sealed class BCELoss(Tensor? weight = null, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.BinaryCrossEntropy(x, target, weight, Reduction);
}
