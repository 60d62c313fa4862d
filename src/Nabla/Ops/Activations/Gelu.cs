using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·Φ(x) with the normal distribution function Φ.</summary>
/// <remarks>Hendrycks and Gimpel (2016). ∂x = Φ(x) + x·φ(x).</remarks>
internal sealed record GeluOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new GeluKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new GeluBackwardKernel(), g, x);

    private static Tensor Composed(Tensor g, Tensor x) => g * ((((x * Math.Sqrt(0.5)).Erf() + 1) * 0.5) + (x * (x * x * -0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI))));
}
