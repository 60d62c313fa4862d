namespace Nabla;

/// <summary>Squared error near 0, absolute beyond. Girshick (2015).</summary>
/// <param name="beta">Where the square ends; 0 gives the absolute error.</param>
/// <param name="reduction">How the losses of single elements become one number.</param>
[Export("nn.SmoothL1Loss")]
public sealed class SmoothL1Loss(double beta = 1, LossReduction reduction = LossReduction.Mean) : Loss(reduction)
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor x, Tensor target) => Nabla.Functional.SmoothL1Loss(x, target, beta, Reduction);
}
