using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, log |Γ(x)|.</summary>
internal sealed record LgammaOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new LogGammaKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * x.Digamma();
}

/// <summary>Element by element, log |Γ(x)|.</summary>
public static class LgammaExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, log |Γ(x)|. Integers become float32.</summary>
        [Export("lgamma", "Tensor.lgamma")]
        public Tensor Lgamma() => new LgammaOp().Apply(x.ToFloating());
    }
}
