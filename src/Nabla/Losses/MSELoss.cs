namespace Nabla;

/// <summary>Squared error.</summary>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.MSELoss")]
public sealed class MSELoss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.MSELoss(x, target, Reduction);
}
