namespace Nabla;

/// <summary>Layer normalisation over the last axes, N values together; inputs x, then weight and bias where present.</summary>
/// <remarks>
/// x̂ = (x - mean)·rstd, y = x̂·w + b. With upstream g and h = g·w: ∂w = Σ g·x̂, ∂b = Σ g,
/// ∂x = rstd·(h - mean h - x̂·mean(h·x̂)). Ba, Kiros and Hinton (2016).
/// </remarks>
internal sealed record LayerNormOp(long N, double Epsilon, bool HasWeight, bool HasBias) : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        using Packed packed = x.Packed();
        Tensor y = x.EmptyLike();
        long rows = N == 0 ? 0 : x.Count / N;
        Tensor mean = Tensor.Empty([rows], x.DType, x.Backend), rstd = Tensor.Empty([rows], x.DType, x.Backend);
        using Tensor? weight = HasWeight ? inputs[1].Contiguous().Alias() : null;
        using Tensor? bias = HasBias ? inputs[HasWeight ? 2 : 1].Contiguous().Alias() : null;
        ((IFusedNorms)x.Backend).LayerNorm(packed, N, weight, bias, Epsilon, y, mean, rstd);
        context.SaveOwn(mean);
        context.SaveOwn(rstd);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor? weight = HasWeight ? context.Input(1) : null;
        int biasAt = HasWeight ? 2 : 1;
        if (!GradMode.IsEnabled)
        {
            Tensor? gx = context.Needs(0) ? x.EmptyLike() : null;
            Tensor? gWeight = HasWeight && context.Needs(1) ? weight!.EmptyLike() : null;
            Tensor? gBias = HasBias && context.Needs(biasAt) ? context.Input(biasAt).EmptyLike() : null;
            ((IFusedNorms)x.Backend).LayerNormBackward(context.Grad.Contiguous(), x.Contiguous(), N, weight?.Contiguous(), context.Saved(0), context.Saved(1), gx, gWeight, gBias);
            context.Set(0, gx);
            if (HasWeight) context.Set(1, gWeight);
            if (HasBias) context.Set(biasAt, gBias);
            return;
        }
        Tensor rows = x.Reshape(-1, N), g = context.Grad.Reshape(-1, N);
        Tensor centred = rows - rows.Mean(1, keepDims: true);
        Tensor rstd = ((centred * centred).Mean(1, keepDims: true) + Epsilon).Rsqrt();
        Tensor normal = centred * rstd;
        if (HasWeight) context.Set(1, (g * normal).Sum(0).Reshape(weight!.Shape));
        if (HasBias) context.Set(biasAt, g.Sum(0).Reshape(context.Input(biasAt).Shape));
        Tensor h = weight is null ? g : g * weight.Reshape(1, N);
        context.Set(0, (rstd * (h - h.Mean(1, keepDims: true) - (normal * (h * normal).Mean(1, keepDims: true)))).Reshape(x.Shape));
    }
}
