using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·σ(x).</summary>
internal sealed record SiluOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SiluKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new SiluBackwardKernel(), g, x);

    internal static Tensor Composed(Tensor g, Tensor x)
    {
        Tensor s = x.Sigmoid();
        return g * s * ((x * (1 - s)) + 1);
    }
}
