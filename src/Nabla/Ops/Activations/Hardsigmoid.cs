using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>min(max(x + 3, 0), 6)/6.</summary>
internal sealed record HardsigmoidOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new HardSigmoidKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new HardSigmoidBackwardKernel(), g, x);

    private static Tensor Composed(Tensor g, Tensor x) => g * (1 / 6.0) * x.Detach().Greater(-3).To(g.DType) * x.Detach().Less(3).To(g.DType);
}
