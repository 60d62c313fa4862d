namespace Nabla;

/// <summary>Absolute error.</summary>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.L1Loss")]
public sealed class L1Loss(LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.L1Loss(x, target, Reduction);
}
