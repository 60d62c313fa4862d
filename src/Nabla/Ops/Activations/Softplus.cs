using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>log(1 + e^(Beta·x))/Beta, and x itself where Beta·x is above Threshold.</summary>
internal sealed record SoftplusOp(double Beta, double Threshold) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SoftplusKernel(Beta, Threshold), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new SoftplusBackwardKernel(Beta, Threshold), g, x);

    private Tensor Composed(Tensor g, Tensor x)
    {
        Tensor straight = (x.Detach() * Beta).Greater(Threshold).To(g.DType);
        return g * (straight + ((1 - straight) * (x * Beta).Sigmoid()));
    }
}
