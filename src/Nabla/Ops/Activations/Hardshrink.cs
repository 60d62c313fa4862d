using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x, and 0 within [-Lambda, Lambda].</summary>
internal sealed record HardshrinkOp(double Lambda) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new HardShrinkKernel(Lambda), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new ShrinkBackwardKernel(Lambda), g, x);

    private Tensor Composed(Tensor g, Tensor x) => g * x.Detach().Abs().LessOrEqual(Lambda).LogicalNot().To(g.DType);
}
