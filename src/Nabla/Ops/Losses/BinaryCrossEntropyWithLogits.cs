namespace Nabla;

/// <summary>Binary cross-entropy of sigmoid(x) with targets t, from the scores; all tensors contiguous and of one shape.</summary>
/// <remarks>w·((1 - t)·x + (1 + (p - 1)·t)·log(1 + e^-x)) with p the weight of positives; ∂x = g·w·((1 - t + p·t)·σ(x) - p·t).</remarks>
internal sealed record BinaryCrossEntropyWithLogitsOp(Tensor Target, Tensor? Weight, Tensor? Positive, LossReduction Reduction) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x)
    {
        Tensor losses = x.EmptyLike();
        if (!x.HasData) return Reduction == LossReduction.None ? losses : Tensor.Empty([], x.DType, x.Backend);
        double sum = ((IFusedLosses)x.Backend).BinaryCrossEntropy(x, Target, Weight, Positive, losses);
        if (Reduction == LossReduction.None) return losses;
        losses.Dispose();
        return Tensor.Full([], sum / Divisor(x), x.DType, x.Backend);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (!GradMode.IsEnabled)
        {
            Tensor gx = x.EmptyLike();
            ((IFusedLosses)x.Backend).BinaryCrossEntropyBackward(g.Contiguous(), 1 / Divisor(x), x, Target, Weight, Positive, gx);
            return gx;
        }
        Tensor positive = Positive is null ? Target : Positive * Target;
        Tensor slope = ((1 - Target + positive) * x.Sigmoid()) - positive;
        if (Weight is not null) slope *= Weight;
        return g * slope * (1 / Divisor(x));
    }

    private double Divisor(Tensor x) => Reduction == LossReduction.Mean ? x.Count : 1;
}
