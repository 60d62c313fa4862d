namespace Nabla;

/// <summary>Negative log-likelihood of counts under a Poisson distribution.</summary>
/// <param name="logInput">Are the inputs logarithms?</param>
/// <param name="full">Add Stirling's approximation of log(target!)?</param>
/// <param name="epsilon">Keeps the logarithm of 0 finite.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.PoissonNLLLoss")]
public sealed class PoissonNLLLoss(bool logInput = true, bool full = false, double epsilon = 1e-8, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.PoissonNLLLoss(x, target, logInput, full, epsilon, Reduction);
}
