namespace Nabla;

/// <summary>Squared error near 0, linear beyond. Huber (1964).</summary>
/// <param name="delta">Where the square ends; positive.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.HuberLoss")]
public sealed class HuberLoss(double delta = 1, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.HuberLoss(x, target, delta, Reduction);
}
