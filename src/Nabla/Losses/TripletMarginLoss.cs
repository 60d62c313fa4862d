namespace Nabla;

/// <summary>max(0, |anchor - positive| - |anchor - negative| + margin). Schroff, Kalenichenko and Philbin (2015).</summary>
/// <param name="margin">Distance wanted between the two.</param>
/// <param name="p">Order of the norm.</param>
/// <param name="epsilon">Added to differences.</param>
/// <param name="swap">Take the distance of positive and negative where it is smaller?</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.TripletMarginLoss")]
[FunctionalTwin(nameof(Nabla.Functional.TripletMarginLoss))]
public sealed class TripletMarginLoss(double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss.</summary>
    /// <param name="anchor">[N, D] or [D].</param>
    /// <param name="positive">What should be near.</param>
    /// <param name="negative">What should be far.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Call(Tensor anchor, Tensor positive, Tensor negative) => Nabla.Functional.TripletMarginLoss(anchor, positive, negative, margin, p, epsilon, swap, reduction: reduction);
}
