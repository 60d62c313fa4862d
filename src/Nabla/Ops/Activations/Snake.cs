using Nabla.Kernels.Activations;
using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x + sin²(Alpha·x)/Alpha. ∂x = 1 + sin(2·Alpha·x).</summary>
/// <remarks>Ziyin, Hartwig and Ueda (2020).</remarks>
internal sealed record SnakeOp(double Alpha) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SnakeKernel(Alpha), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        GradMode.IsEnabled ? g * ((x * (2 * Alpha)).Sin() + 1) : LearnedConstants.Backward(default(SnakeFunction), g, x, Alpha);
}
