using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>min(max(x, 0), 6).</summary>
internal sealed record Relu6Op : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new Relu6Kernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new Relu6BackwardKernel(), g, x);

    internal static Tensor Composed(Tensor g, Tensor x) => g * x.Detach().Greater(0).To(g.DType) * x.Detach().Less(6).To(g.DType);
}
