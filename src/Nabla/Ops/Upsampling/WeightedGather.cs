namespace Nabla;

/// <summary>y[n, c, p] = Σₖ w[n, k, p]·x[n, c, taps[n, k, p]]; inputs x [N, C, L] and w [N, K, P].</summary>
/// <remarks>Linear in x and in w: ∂x scatters, ∂w is the product along the channels, and each of the three has the other two as gradients.</remarks>
internal sealed record WeightedGatherOp(Tensor Taps) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        Tensor y = Tensor.Empty([a.Shape[0], a.Shape[1], b.Shape[2]], a.DType, a.Backend);
        if (a.Backend is IResamplingBackend backend) backend.WeightedGather(a, Taps, b, y);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => new WeightedScatterOp(Taps, a.Shape[2]).Apply(g, b);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new WeightedDotOp(Taps).Apply(g, a);
}

/// <summary>x[n, c, l] = Σ over the taps that read l of w[n, k, p]·g[n, c, p]; inputs g and w.</summary>
internal sealed record WeightedScatterOp(Tensor Taps, long Length) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        Tensor x = Tensor.Empty([a.Shape[0], a.Shape[1], Length], a.DType, a.Backend);
        if (a.Backend is IResamplingBackend backend) backend.WeightedScatter(a, Taps, b, x);
        return x;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => new WeightedGatherOp(Taps).Apply(g, b);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new WeightedDotOp(Taps).Apply(a, g);
}

/// <summary>w[n, k, p] = Σ over c of g[n, c, p]·x[n, c, taps[n, k, p]]; inputs g and x.</summary>
internal sealed record WeightedDotOp(Tensor Taps) : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        Tensor w = Tensor.Empty(Taps.Shape, a.DType, a.Backend);
        if (a.Backend is IResamplingBackend backend) backend.WeightedDot(a, b, Taps, w);
        return w;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => new WeightedGatherOp(Taps).Apply(b, g);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new WeightedScatterOp(Taps, b.Shape[2]).Apply(a, g);
}
