namespace Nabla;

/// <summary>y[n, c, p] = Σₖ w[n, k, p]·x[n, c, taps[n, k, p]]; inputs x [N, C, L], w [N, K, P] and the taps.</summary>
/// <remarks>Linear in x and in w: ∂x scatters, ∂w is the product along the channels, and each of the three has the other two as gradients.</remarks>
internal sealed record WeightedGatherOp : TernaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor y = Tensor.Empty([a.Shape[0], a.Shape[1], b.Shape[2]], a.DType, a.Backend);
        if (a.Backend is IResamplingBackend backend) backend.WeightedGather(a, c, b, y);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => new WeightedScatterOp(a.Shape[2]).Apply(g, b, c);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => new WeightedDotOp().Apply(g, a, c);
}

/// <summary>x[n, c, l] = Σ over the taps that read l of w[n, k, p]·g[n, c, p]; inputs g, w and the taps.</summary>
internal sealed record WeightedScatterOp(long Length) : TernaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor x = Tensor.Empty([a.Shape[0], a.Shape[1], Length], a.DType, a.Backend);
        if (a.Backend is IResamplingBackend backend) backend.WeightedScatter(a, c, b, x);
        return x;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => new WeightedGatherOp().Apply(g, b, c);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => new WeightedDotOp().Apply(a, g, c);
}

/// <summary>w[n, k, p] = Σ over c of g[n, c, p]·x[n, c, taps[n, k, p]]; inputs g, x and the taps.</summary>
internal sealed record WeightedDotOp : TernaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor w = Tensor.Empty(c.Shape, a.DType, a.Backend);
        if (a.Backend is IResamplingBackend backend) backend.WeightedDot(a, b, c, w);
        return w;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => new WeightedGatherOp().Apply(b, g, c);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => new WeightedScatterOp(b.Shape[2]).Apply(a, g, c);
}
