using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x limited to [Low, High].</summary>
internal sealed record HardtanhOp(double Low, double High) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new HardTanhKernel(Low, High), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new HardTanhBackwardKernel(Low, High), g, x);

    private Tensor Composed(Tensor g, Tensor x) => g * x.Detach().Greater(Low).To(g.DType) * x.Detach().Less(High).To(g.DType);
}
