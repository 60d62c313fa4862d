using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x/(1 + |x|).</summary>
internal sealed record SoftsignOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SoftSignKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new SoftSignBackwardKernel(), g, x);

    private static Tensor Composed(Tensor g, Tensor x)
    {
        Tensor d = x.Abs() + 1;
        return g / (d * d);
    }
}
