namespace Nabla;

public static partial class Functional
{
    /// <summary>Connectionist temporal classification: -log of the probability of all alignments of labels with a longer sequence. Graves et al. (2006).</summary>
    /// <param name="logProbabilities">Logarithms of probabilities [T, N, C], or [T, C] without the batch.</param>
    /// <param name="targets">Labels, an integer dtype: [N, S] (padded), or those of all sequences joined. None is the blank.</param>
    /// <param name="inputLengths">Steps of each sequence [N], an integer dtype.</param>
    /// <param name="targetLengths">Labels of each sequence [N], an integer dtype.</param>
    /// <param name="blank">The class that is no label.</param>
    /// <param name="reduction">Mean divides each loss by its number of labels first.</param>
    /// <param name="zeroInfinity">Let losses of labels that do not fit count as 0, with no gradient?</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A length or label is out of range, or a dtype is wrong.</exception>
    [Export("nn.functional.ctc_loss")]
    public static Tensor CTCLoss(
        Tensor logProbabilities, Tensor targets, Tensor inputLengths, Tensor targetLengths, long blank = 0, LossReduction reduction = LossReduction.Mean, bool zeroInfinity = false)
    {
        logProbabilities = Autocast.Full(logProbabilities);
        if (logProbabilities.Rank is not (2 or 3) || !logProbabilities.DType.IsFloating())
            throw new ShapeMismatchException($"CTCLoss expects log-probabilities [T, N, C] or [T, C]; got {logProbabilities.DType.Name()} {logProbabilities.Shape}.", nameof(logProbabilities));
        Tensor x = logProbabilities.Rank == 2 ? logProbabilities.Unsqueeze(1) : logProbabilities;
        long time = x.Shape[0], batch = x.Shape[1], classes = x.Shape[2];
        if (blank < 0 || blank >= classes) throw new ArgumentOutOfRangeException(nameof(blank), blank, $"The blank must be a class in 0..{classes - 1}.");
        long[] steps = Lengths(inputLengths, batch, time, nameof(inputLengths));
        (long[] labels, long[] starts) = Joined(logProbabilities.Rank == 2 ? targets.Reshape(-1) : targets, Lengths(targetLengths, batch, long.MaxValue, nameof(targetLengths)));
        foreach (long label in labels)
        {
            if (label < 0 || label >= classes || label == blank)
                throw new ArgumentOutOfRangeException(nameof(targets), label, $"A label must be a class in 0..{classes - 1} other than the blank {blank}.");
        }
        CtcLossOp op = new(Tensor.Of(labels).Persist(), Tensor.Of(starts).Persist(), Tensor.Of(steps).Persist(), blank);
        Tensor losses = op.Apply(x.ToComputing()).To(x.DType);
        if (zeroInfinity) losses = losses.Detach().Equal(double.PositiveInfinity).Where(0, losses);
        if (reduction == LossReduction.Mean) losses /= Tensor.Of([.. Enumerable.Range(0, starts.Length - 1).Select(n => (double)Math.Max(1, starts[n + 1] - starts[n]))]).To(losses.DType);
        return (logProbabilities.Rank == 2 ? losses.Reshape([]) : losses).Reduced(reduction);
    }

    private static long[] Lengths(Tensor lengths, long batch, long most, string argument)
    {
        if (!lengths.DType.IsInteger() || lengths.Count != batch || lengths.Rank > 1)
            throw new ShapeMismatchException($"CTCLoss expects {batch} lengths of an integer dtype; got {lengths.DType.Name()} {lengths.Shape}.", argument);
        long[] values = lengths.ToInt64().ToArray<long>();
        foreach (long value in values)
        {
            if (value < 0 || value > most) throw new ArgumentOutOfRangeException(argument, value, $"A length must be in 0..{most}.");
        }
        return values;
    }

    /// <summary>The labels of all sequences one after the other, and where each starts.</summary>
    private static (long[] Labels, long[] Starts) Joined(Tensor targets, long[] lengths)
    {
        if (!targets.DType.IsInteger()) throw new ArgumentException($"CTCLoss expects integer labels; got {targets.DType.Name()}.", nameof(targets));
        long[] all = targets.ToInt64().ToArray<long>(), starts = new long[lengths.Length + 1];
        for (int n = 0; n < lengths.Length; n++) starts[n + 1] = starts[n] + lengths[n];
        long width = targets.Rank == 2 ? targets.Shape[1] : 0;
        bool fits = targets.Rank == 2 ? targets.Shape[0] == lengths.Length && lengths.All(length => length <= width) : targets.Rank == 1 && starts[^1] == all.Length;
        if (!fits) throw new ShapeMismatchException($"Labels of shape {targets.Shape} do not hold the {starts[^1]} labels that the lengths of {lengths.Length} sequences name.", nameof(targets));
        if (targets.Rank == 1) return (all, starts);
        long[] labels = new long[starts[^1]];
        for (int n = 0; n < lengths.Length; n++) all.AsSpan((int)(n * width), (int)lengths[n]).CopyTo(labels.AsSpan((int)starts[n]));
        return (labels, starts);
    }
}
