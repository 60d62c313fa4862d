namespace Nabla;

/// <summary>Negative log-likelihood of log-probabilities with class numbers.</summary>
/// <param name="weight">Weight of each class [C], or null.</param>
/// <param name="ignoreIndex">A class number that counts for nothing.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.NLLLoss")]
public sealed class NLLLoss(Tensor? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.NLLLoss(x, target, weight, ignoreIndex, Reduction);
}
