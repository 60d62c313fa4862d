namespace Nabla;

/// <summary>Binary cross-entropy of scores, without overflow.</summary>
/// <param name="weight">Factors that broadcast to the shape, or null.</param>
/// <param name="positiveWeight">Factors of the positives, or null.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[FunctionalTwin(nameof(Nabla.Functional.BinaryCrossEntropyWithLogits))]
[Export("nn.BCEWithLogitsLoss")]
public sealed class BCEWithLogitsLoss(Tensor? weight = null, Tensor? positiveWeight = null, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.BinaryCrossEntropyWithLogits(x, target, weight, positiveWeight, Reduction);
}
