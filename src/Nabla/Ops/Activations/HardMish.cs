using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>½x·min(max(x + 2, 0), 2). ∂x = 1 above 0, x + 1 between -2 and 0, 0 below.</summary>
internal sealed record HardMishOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(default(HardMishKernel), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (x.Detach() <= -2).Where(0, (x.Detach() > 0).Where(1, x + 1));
}
