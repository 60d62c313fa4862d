namespace Nabla;

/// <summary>-log of the probability of all alignments of labels with log-probabilities x [T, N, C]; [N]. Graves et al. (2006).</summary>
/// <param name="Labels">The labels of all sequences joined; int64.</param>
/// <param name="Starts">Where each sequence's labels start [N + 1]; int64.</param>
/// <param name="Lengths">Steps of each sequence [N]; int64.</param>
/// <param name="Blank">The class that is no label.</param>
/// <remarks>∂x[t, c] = -g·(probability, given the labels, that step t says c).</remarks>
internal sealed record CtcLossOp(Tensor Labels, Tensor Starts, Tensor Lengths, long Blank) : UnaryOp
{
    /// <summary>Stands for the logarithm of 0 where differences must stay finite.</summary>
    private const double Never = -1e30;

    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x)
    {
        using Packed packed = x.Packed();
        Tensor y = Tensor.Empty([x.Shape[1]], x.DType, x.Backend);
        ((ITemporalLosses)x.Backend).ConnectionistTemporal(packed, Labels, Starts, Lengths, Blank, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (GradMode.IsEnabled)
        {
            // The same loss step by step, which can be differentiated as often as one likes.
            Tensor leaf = x.RequiresGrad ? x : x.Detach().WithGrad();
            return Autograd.Grad([Composed(leaf)], [leaf], [g], createGraph: true)[0]!;
        }
        using Packed packed = x.Packed();
        Tensor gx = x.EmptyLike();
        ((ITemporalLosses)x.Backend).ConnectionistTemporalBackward(g.Contiguous(), packed, Labels, Starts, Lengths, Blank, gx);
        return gx;
    }

    private Tensor Composed(Tensor x)
    {
        (Tensor classes, Tensor jumps, Tensor last) = States(checked((int)x.Shape[1]));
        long states = classes.Shape[1];
        Tensor alpha = Tensor.Arange(0, states).Less(2).Where(x.Select(0, 0).Gather(1, classes), Never);
        for (long t = 1; t < x.Shape[0]; t++)
        {
            Tensor step = alpha.Narrow(1, 0, states - 1).Pad([1, 0], value: Never), jump = states < 3 ? step : alpha.Narrow(1, 0, states - 2).Pad([2, 0], value: Never);
            Tensor next = alpha.LogAddExp(step).LogAddExp(jumps.Where(jump, Never)) + x.Select(0, t).Gather(1, classes);
            alpha = Lengths.Greater(t).Unsqueeze(1).Where(next, alpha);
        }
        Tensor ends = alpha.Gather(1, last), before = last.Equal(0).Where(Never, alpha.Gather(1, (last - 1).Maximum(0)));
        return -ends.LogAddExp(before).Squeeze(1);
    }

    /// <summary>The class of every state [N, S], whether a path may jump over the one before it, and the last state [N, 1].</summary>
    private (Tensor Classes, Tensor Jumps, Tensor Last) States(int batch)
    {
        long[] labels = Labels.ToArray<long>(), starts = Starts.ToArray<long>(), last = new long[batch];
        long longest = 0;
        for (int n = 0; n < batch; n++) longest = Math.Max(longest, starts[n + 1] - starts[n]);
        long states = (2 * longest) + 1;
        long[] classes = new long[batch * states];
        bool[] jumps = new bool[classes.Length];
        Array.Fill(classes, Blank);
        for (int n = 0; n < batch; n++)
        {
            long count = starts[n + 1] - starts[n];
            last[n] = 2 * count;
            for (long i = 0; i < count; i++)
            {
                long at = (n * states) + (2 * i) + 1;
                classes[at] = labels[starts[n] + i];
                jumps[at] = i > 0 && labels[starts[n] + i] != labels[starts[n] + i - 1];
            }
        }
        return (Tensor.Of(classes, [batch, states]), Tensor.Of(jumps, [batch, states]), Tensor.Of(last, [batch, 1]));
    }
}
