using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·σ(Beta·x). ∂x = σ(v)·(1 + v·(1 - σ(v))) with v = Beta·x.</summary>
/// <remarks>Ramachandran, Zoph and Le (2017); with 1.702, QuickGELU (Hendrycks and Gimpel 2016).</remarks>
internal sealed record SwishOp(double Beta) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SwishKernel(Beta), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new SwishBackwardKernel(Beta), g, x);

    private Tensor Composed(Tensor g, Tensor x)
    {
        Tensor v = x * Beta, s = v.Sigmoid();
        return g * s * ((v * (1 - s)) + 1);
    }
}
