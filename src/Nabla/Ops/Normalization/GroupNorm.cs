namespace Nabla;

/// <summary>Normalisation of each group of channels of each sample of [N, C, ...]; inputs x, and weight and bias [C] when affine.</summary>
/// <remarks>As layer normalisation, with the statistics of a group. Wu and He (2018); one channel a group is instance normalisation.</remarks>
internal sealed record GroupNormOp(long Groups, double Epsilon, bool Affine) : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        Tensor mean = Tensor.Empty([x.Shape[0], Groups], x.DType, x.Backend), rstd = Tensor.Empty([x.Shape[0], Groups], x.DType, x.Backend);
        ((IFusedNorms)x.Backend).GroupNorm(packed, Groups, Affine ? inputs[1] : null, Affine ? inputs[2] : null, Epsilon, y, mean, rstd);
        context.SaveOwn(mean);
        context.SaveOwn(rstd);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0), g = context.Grad;
        Tensor? weight = Affine ? context.Input(1) : null;
        if (!GradMode.IsEnabled)
        {
            Tensor? gx = context.Needs(0) ? x.EmptyLike() : null;
            Tensor? gWeight = Affine && context.Needs(1) ? weight!.EmptyLike() : null;
            Tensor? gBias = Affine && context.Needs(2) ? context.Input(2).EmptyLike() : null;
            ((IFusedNorms)x.Backend).GroupNormBackward(g.Contiguous(), x.Contiguous(), Groups, weight, context.Saved(0), context.Saved(1), gx, gWeight, gBias);
            context.Set(0, gx);
            if (!Affine) return;
            context.Set(1, gWeight);
            context.Set(2, gBias);
            return;
        }
        long n = x.Shape[0], channels = x.Shape[1], spatial = x.Count / Math.Max(1, n * channels);
        Tensor rows = x.Reshape(n, Groups, -1);
        Tensor centred = rows - rows.Mean(2, keepDims: true);
        Tensor rstd = ((centred * centred).Mean(2, keepDims: true) + Epsilon).Rsqrt();
        Tensor normal = centred * rstd;
        Tensor planes = normal.Reshape(n, channels, spatial), h = g.Reshape(n, channels, spatial);
        if (Affine)
        {
            context.Set(1, (h * planes).Sum([0, 2]));
            context.Set(2, h.Sum([0, 2]));
            h *= weight!.Reshape(1, channels, 1);
        }
        h = h.Reshape(n, Groups, -1);
        context.Set(0, (rstd * (h - h.Mean(2, keepDims: true) - (normal * (h * normal).Mean(2, keepDims: true)))).Reshape(x.Shape));
    }
}
