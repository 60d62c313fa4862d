namespace Nabla;

/// <summary>Log-softmax and negative log-likelihood in one: scores [N, C, inner], targets as class numbers [N, inner] or probabilities [N, C, inner].</summary>
/// <remarks>
/// With w the class weights, s the smoothing and z = log Σ exp x: class targets y give (1-s)·w[y]·(z - x[y]) + s/C·Σ w[c]·(z - x[c]), whose mean divides
/// by Σ w[y]; probabilities t give Σ w[c]·((1-s)·t[c] + s/C)·(z - x[c]), whose mean divides by N·inner. ∂x[c] = p[c]·Σ q - q[c] with p the softmax
/// and q the weighted targets.
/// </remarks>
internal sealed record CrossEntropyOp(Tensor Target, Tensor? Weight, long IgnoreIndex, double Smoothing, LossReduction Reduction) : NaryOp
{
    private double _divisor = 1;

    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        Shape positions = [x.Shape[0], x.Shape[2]];
        Tensor losses = Tensor.Empty(positions, x.DType, x.Backend);
        if (!x.HasData) return Reduction == LossReduction.None ? losses : Tensor.Empty([], x.DType, x.Backend);
        Tensor logSumExp = Tensor.Empty(positions, x.DType, x.Backend);
        (double sum, double weight) = ((IFusedLosses)x.Backend).CrossEntropy(x, Target, Weight, IgnoreIndex, Smoothing, losses, logSumExp);
        context.SaveOwn(logSumExp);
        _divisor = Reduction == LossReduction.Mean ? weight : 1;
        if (Reduction == LossReduction.None) return losses;
        losses.Dispose();
        return Tensor.Full([], sum / _divisor, x.DType, x.Backend);
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0), g = context.Grad;
        if (!GradMode.IsEnabled)
        {
            Tensor gx = x.EmptyLike();
            ((IFusedLosses)x.Backend).CrossEntropyBackward(g.Contiguous(), 1 / _divisor, x, Target, Weight, IgnoreIndex, Smoothing, context.Saved(0), gx);
            context.Set(0, gx);
            return;
        }
        Tensor q = Targets(x);
        Tensor spread = g.Rank == 0 ? g * (1 / _divisor) : g.Unsqueeze(1);
        context.Set(0, ((x.Softmax(1) * q.Sum(1, keepDims: true)) - q) * spread);
    }

    /// <summary>The weighted, smoothed targets as [N, C, inner].</summary>
    private Tensor Targets(Tensor x)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        long classes = x.Shape[1];
        Tensor weight = (Weight ?? Tensor.Ones([classes], x.DType, x.Backend)).Reshape(1, classes, 1);
        if (Target.DType != DType.Int64) return ((Target * (1 - Smoothing)) + (Smoothing / classes)) * weight;
        Tensor target = Target.Unsqueeze(1);
        Tensor counted = target.NotEqual(IgnoreIndex).To(x.DType);
        Tensor hot = target.Equal(Tensor.Arange(0, classes, type: DType.Int64).Reshape(1, classes, 1)).To(x.DType);
        return ((hot * (1 - Smoothing)) + (Smoothing / classes)) * weight * counted;
    }
}
