namespace Nabla;

/// <summary>Negative log-likelihood under normal distributions.</summary>
/// <param name="full">Add ½ log 2π?</param>
/// <param name="epsilon">Smaller variances count as this.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.GaussianNLLLoss")]
public sealed class GaussianNLLLoss(bool full = false, double epsilon = 1e-6, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss.</summary>
    /// <param name="x">Expected values.</param>
    /// <param name="target">Observed values; the same shape.</param>
    /// <param name="variance">Variances; broadcasts to x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Call(Tensor x, Tensor target, Tensor variance) => Nabla.Functional.GaussianNLLLoss(x, target, variance, full, epsilon, reduction);
}
