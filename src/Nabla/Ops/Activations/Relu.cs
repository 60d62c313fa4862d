using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, max(x, 0).</summary>
internal sealed record ReluOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ReluKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? g * y.Detach().LessOrEqual(0).LogicalNot().To(g.DType) : Map.Binary(new ReluBackwardKernel(), g, y);
}

/// <summary>Element by element, max(x, 0).</summary>
public static class ReluExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, max(x, 0).</summary>
        [Export("relu", "Tensor.relu")]
        public Tensor Relu() => new ReluOp().Apply(x);
    }
}
