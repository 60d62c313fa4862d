namespace Nabla;

/// <summary>Root-mean-square normalisation over the last N values; inputs x, and a weight where present.</summary>
/// <remarks>r = 1/√(mean x² + ε), y = x·r·w. With upstream g and h = g·w: ∂w = Σ g·x·r, ∂x = r·(h - x·r²·mean(h·x)). Zhang and Sennrich (2019).</remarks>
internal sealed record RmsNormOp(long N, double Epsilon, bool HasWeight) : NaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        using Packed packed = x.Packed();
        using Tensor? weight = HasWeight ? inputs[1].Contiguous().Alias() : null;
        Tensor y = x.EmptyLike(), rstd = Tensor.Empty([N == 0 ? 0 : x.Count / N], x.DType, x.Backend);
        ((IFusedNorms)x.Backend).RmsNorm(packed, N, weight, Epsilon, y, rstd);
        context.SaveOwn(rstd);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor? weight = HasWeight ? context.Input(1) : null;
        if (!GradMode.IsEnabled)
        {
            Tensor? gx = context.Needs(0) ? x.EmptyLike() : null, gWeight = HasWeight && context.Needs(1) ? weight!.EmptyLike() : null;
            ((IFusedNorms)x.Backend).RmsNormBackward(context.Grad.Contiguous(), x.Contiguous(), N, weight?.Contiguous(), context.Saved(0), gx, gWeight);
            context.Set(0, gx);
            if (HasWeight) context.Set(1, gWeight);
            return;
        }
        Tensor rows = x.Reshape(-1, N), g = context.Grad.Reshape(-1, N);
        Tensor rstd = (rows.Square().Mean(1, keepDims: true) + Epsilon).Rsqrt();
        if (HasWeight) context.Set(1, (g * rows * rstd).Sum(0).Reshape(weight!.Shape));
        Tensor h = weight is null ? g : g * weight.Reshape(1, N);
        context.Set(0, (rstd * (h - (rows * rstd * rstd * (h * rows).Mean(1, keepDims: true)))).Reshape(x.Shape));
    }
}
