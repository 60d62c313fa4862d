using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x above 0, Slope·x elsewhere.</summary>
internal sealed record LeakyReluOp(double Slope) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new LeakyReluKernel(Slope), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new LeakyReluBackwardKernel(Slope), g, x);

    private Tensor Composed(Tensor g, Tensor x) => g * ((x.Detach().Greater(0).To(g.DType) * (1 - Slope)) + Slope);
}
