namespace Nabla;

/// <summary>max(0, -target·(x1 - x2) + margin): which of two scores is higher?</summary>
/// <param name="margin">Distance wanted.</param>
/// <param name="reduction">How the losses of single rows become one number.</param>
[Export("nn.MarginRankingLoss")]
[FunctionalTwin(nameof(Nabla.Functional.MarginRankingLoss))]
public sealed class MarginRankingLoss(double margin = 0, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss.</summary>
    /// <param name="x1">Scores, any shape.</param>
    /// <param name="x2">Scores that broadcast with them.</param>
    /// <param name="target">1 where x1 should be higher, else -1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Call(Tensor x1, Tensor x2, Tensor target) => Nabla.Functional.MarginRankingLoss(x1, x2, target, margin, reduction: reduction);
}
