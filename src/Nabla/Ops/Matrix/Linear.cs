namespace Nabla;

/// <summary>y = x·Wᵀ + b for x [R, in], W [out, in], b [out]. ∂x = g·W, ∂W = gᵀ·x, ∂b = Σ g.</summary>
internal sealed record LinearOp : TernaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => output.Count * inputs[0].Shape[^1];

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor y = Tensor.Empty([a.Shape[0], b.Shape[0]], a.DType, a.Backend);
        using Tensor transposed = b.T;
        a.Backend.MatMul(a, transposed, c, y);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g.MatMul(b);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => g.T.MatMul(a);

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g.Sum(0);
}
