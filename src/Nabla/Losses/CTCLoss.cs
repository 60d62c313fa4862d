namespace Nabla;

/// <summary>Connectionist temporal classification: -log of the probability of all alignments of labels with a longer sequence. Graves et al. (2006).</summary>
/// <param name="blank">The class that is no label.</param>
/// <param name="zeroInfinity">Let losses of labels that do not fit count as 0, with no gradient?</param>
/// <param name="reduction">Mean divides each loss by its number of labels first.</param>
[Export("nn.CTCLoss")]
[FunctionalTwin(nameof(Nabla.Functional.CTCLoss))]
public sealed class CTCLoss(long blank = 0, bool zeroInfinity = false, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss.</summary>
    /// <param name="logProbabilities">Logarithms of probabilities [T, N, C] or [T, C].</param>
    /// <param name="targets">Labels [N, S] (padded), or those of all sequences joined.</param>
    /// <param name="inputLengths">Steps of each sequence [N].</param>
    /// <param name="targetLengths">Labels of each sequence [N].</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A length or label is out of range.</exception>
    public Tensor Call(Tensor logProbabilities, Tensor targets, Tensor inputLengths, Tensor targetLengths) =>
        Nabla.Functional.CTCLoss(logProbabilities, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity);
}
