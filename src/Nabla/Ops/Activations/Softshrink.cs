using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x moved towards 0 by Lambda, 0 within Lambda.</summary>
internal sealed record SoftshrinkOp(double Lambda) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SoftShrinkKernel(Lambda), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new ShrinkBackwardKernel(Lambda), g, x);

    private Tensor Composed(Tensor g, Tensor x) => g * x.Detach().Abs().LessOrEqual(Lambda).LogicalNot().To(g.DType);
}
