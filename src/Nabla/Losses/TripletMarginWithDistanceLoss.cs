namespace Nabla;

/// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin) with a distance of one's own.</summary>
/// <param name="distance">Distances of two tensors, row by row; the Euclidean one when null.</param>
/// <param name="margin">Distance wanted between the two.</param>
/// <param name="swap">Take the distance of positive and negative where it is smaller?</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.TripletMarginWithDistanceLoss")]
[FunctionalTwin(nameof(Nabla.Functional.TripletMarginWithDistanceLoss))]
public sealed class TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1, bool swap = false, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss.</summary>
    /// <param name="anchor">[N, D].</param>
    /// <param name="positive">What should be near.</param>
    /// <param name="negative">What should be far.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Call(Tensor anchor, Tensor positive, Tensor negative) => Nabla.Functional.TripletMarginWithDistanceLoss(anchor, positive, negative, distance, margin, swap, reduction: reduction);
}
