namespace Nabla.Kernels.Losses;

/// <summary>A summed loss and what its mean divides by.</summary>
/// <param name="Sum">Sum of the losses, in double.</param>
/// <param name="Weight">Sum of the weights of the targets that count; their number without weights.</param>
public readonly record struct LossTotal(double Sum, double Weight)
{
    /// <summary>Sum over Weight; NaN when nothing counts, as in PyTorch.</summary>
    public double Mean => Sum / Weight;
}
