using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·tanh(log(1 + e^x)). Misra (2019).</summary>
internal sealed record MishOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new MishKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new MishBackwardKernel(), g, x);

    private static Tensor Composed(Tensor g, Tensor x)
    {
        Tensor t = new SoftplusOp(1, 20).Apply(x).Tanh();
        return g * (t + (x * x.Sigmoid() * (1 - (t * t))));
    }
}
