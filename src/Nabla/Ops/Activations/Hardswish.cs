using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·min(max(x + 3, 0), 6)/6.</summary>
internal sealed record HardswishOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new HardSwishKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new HardSwishBackwardKernel(), g, x);

    private static Tensor Composed(Tensor g, Tensor x)
    {
        Tensor some = x.Detach().Less(-3).LogicalNot().To(g.DType), all = x.Detach().Greater(3).To(g.DType);
        return g * ((some * (1 - all) * ((x * (1 / 3.0)) + 0.5)) + all);
    }
}
