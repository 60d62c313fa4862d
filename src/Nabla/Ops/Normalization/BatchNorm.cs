using Nabla.Kernels.Normalization;

namespace Nabla;

/// <summary>Batch normalisation from the statistics of the batch, per channel of [N, C, ...]; inputs x, and weight and bias when affine.</summary>
/// <remarks>
/// x̂ = (x - mean)·rstd, y = x̂·w + b. With n values a channel and upstream g:
/// ∂w = Σ g·x̂, ∂b = Σ g, ∂x = w·rstd·(g - ∂b/n - x̂·∂w/n). Ioffe and Szegedy (2015).
/// With an activation in the same pass g is what comes back through it; the pre-activation is computed again.
/// </remarks>
internal sealed record BatchNormOp(double Epsilon, bool Affine, FusedActivation Activation) : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    /// <summary>Batch mean, biased variance and reciprocal deviation of the last forward pass, [3, C], for the running statistics.</summary>
    public Tensor? Statistics { get; private set; }

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        Statistics = Tensor.Empty([3, x.Shape[1]], x.DType, x.Backend);
        ((IFusedNorms)x.Backend).BatchNorm(packed, Affine ? inputs[1] : null, Affine ? inputs[2] : null, Epsilon, Activation, y, Statistics);
        context.SaveOwn(Statistics);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor? weight = Affine ? context.Input(1) : null, bias = Affine ? context.Input(2) : null;
        if (GradMode.IsEnabled) Composed(context, x, weight, bias);
        else Fused(context, x, weight, bias);
    }

    /// <summary>The gradient at the input <paramref name="v"/> of an activation, in operations that can be differentiated.</summary>
    internal static Tensor BackThrough(FusedActivation activation, Tensor g, Tensor v) => activation switch
    {
        FusedActivation.ReLU => g * v.Detach().LessOrEqual(0).LogicalNot().To(g.DType),
        FusedActivation.ReLU6 => Relu6Op.Composed(g, v),
        FusedActivation.SiLU => SiluOp.Composed(g, v),
        _ => g,
    };

    private void Fused(BackwardContext context, Tensor x, Tensor? weight, Tensor? bias)
    {
        Tensor g = context.Grad.Contiguous();
        Tensor? gx = context.Needs(0) ? x.EmptyLike() : null;
        Tensor? gWeight = Affine && context.Needs(1) ? weight!.EmptyLike() : null;
        Tensor? gBias = Affine && context.Needs(2) ? bias!.EmptyLike() : null;
        ((IFusedNorms)x.Backend).BatchNormBackward(g, x.Contiguous(), weight, bias, context.Saved(0), Activation, gx, gWeight, gBias);
        context.Set(0, gx);
        if (!Affine) return;
        context.Set(1, gWeight);
        context.Set(2, gBias);
    }

    private void Composed(BackwardContext context, Tensor x, Tensor? weight, Tensor? bias)
    {
        int[] axes = ChannelAxes.Others(x.Rank);
        Shape channel = x.Shape.Reduce(axes, keepDims: true);
        Tensor centred = x - x.Mean(axes, keepDims: true);
        Tensor rstd = ((centred * centred).Mean(axes, keepDims: true) + Epsilon).Rsqrt();
        Tensor normal = centred * rstd;
        Tensor g = context.Grad;
        if (Activation != FusedActivation.None)
            g = BackThrough(Activation, g, weight is null ? normal : (normal * weight.Reshape(channel)) + bias!.Reshape(channel));
        if (Affine)
        {
            context.Set(1, (g * normal).Sum(axes));
            context.Set(2, g.Sum(axes));
            g *= weight!.Reshape(channel);
        }
        context.Set(0, rstd * (g - g.Mean(axes, keepDims: true) - (normal * (g * normal).Mean(axes, keepDims: true))));
    }
}

/// <summary>Batch normalisation with given statistics: a scale and a shift per channel; inputs x, mean, variance, and weight and bias when affine.</summary>
internal sealed record BatchNormInferenceOp(double Epsilon, bool Affine, FusedActivation Activation) : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Packed packed = inputs[0].Packed();
        Tensor y = inputs[0].EmptyLike();
        ((IFusedNorms)y.Backend).BatchNormInference(packed, inputs[1], inputs[2], Affine ? inputs[3] : null, Affine ? inputs[4] : null, Epsilon, Activation, y);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0), g = context.Grad;
        int[] axes = ChannelAxes.Others(x.Rank);
        Shape channel = x.Shape.Reduce(axes, keepDims: true);
        Tensor rstd = (context.Input(2).Reshape(channel) + Epsilon).Rsqrt();
        Tensor normal = (x - context.Input(1).Reshape(channel)) * rstd;
        if (Activation != FusedActivation.None)
            g = BatchNormOp.BackThrough(Activation, g, Affine ? (normal * context.Input(3).Reshape(channel)) + context.Input(4).Reshape(channel) : normal);
        if (Affine)
        {
            if (context.Needs(3)) context.Set(3, (g * normal).Sum(axes));
            if (context.Needs(4)) context.Set(4, g.Sum(axes));
            g *= context.Input(3).Reshape(channel);
        }
        Tensor gx = g * rstd;
        if (context.Needs(0)) context.Set(0, gx);
        if (context.Needs(1)) context.Set(1, (-gx).Sum(axes));
        if (context.Needs(2)) context.Set(2, (g * normal * rstd * rstd * -0.5).Sum(axes));
    }
}
