namespace Nabla;

/// <summary>Cross-entropy of scores with class numbers or probabilities.</summary>
/// <param name="weight">Weight of each class [C], or null.</param>
/// <param name="ignoreIndex">A class number that counts for nothing.</param>
/// <param name="labelSmoothing">Share spread evenly over all classes, 0..1.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[FunctionalTwin(nameof(Nabla.Functional.CrossEntropy))]
[Export("nn.CrossEntropyLoss")]
public sealed class CrossEntropyLoss(Tensor? weight = null, long ignoreIndex = -100, double labelSmoothing = 0, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.CrossEntropy(x, target, weight, ignoreIndex, Reduction, labelSmoothing);
}
