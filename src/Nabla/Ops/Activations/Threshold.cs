using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x above Limit, Value elsewhere.</summary>
internal sealed record ThresholdOp(double Limit, double Value) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ThresholdKernel(Limit, Value), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new ThresholdBackwardKernel(Limit), g, x);

    private Tensor Composed(Tensor g, Tensor x) => g * x.Detach().LessOrEqual(Limit).LogicalNot().To(g.DType);
}
