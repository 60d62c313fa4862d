namespace Nabla;

/// <summary>Kullback-Leibler divergence of log-probabilities from targets.</summary>
/// <param name="logTarget">Are the targets logarithms?</param>
/// <param name="batchMean">Divide the sum by the first extent; overrides the reduction.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.KLDivLoss")]
public sealed class KLDivLoss(bool logTarget = false, bool batchMean = false, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.KLDivLoss(x, target, logTarget, Reduction, batchMean);
}
