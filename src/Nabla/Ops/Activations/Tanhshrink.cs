using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x - tanh x. ∂x = tanh²x.</summary>
internal sealed record TanhshrinkOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new TanhShrinkKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor t = x.Tanh();
        return g * (t * t);
    }
}
