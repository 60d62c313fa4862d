using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>max(x, 0)². ∂x = 2·max(x, 0).</summary>
/// <remarks>So et al. (2021), Primer.</remarks>
internal sealed record SquaredReluOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(default(SquaredReluKernel), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (x.Relu() * 2);
}
