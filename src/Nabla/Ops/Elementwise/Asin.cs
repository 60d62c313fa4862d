using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse sine.</summary>
internal sealed record AsinOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AsinKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (1 - (x * x)).Rsqrt();
}

/// <summary>Element by element, the inverse sine.</summary>
public static class AsinExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse sine. Integers become float32.</summary>
        [Export("asin", "Tensor.asin", "arcsin", "Tensor.arcsin")]
        public Tensor Asin() => new AsinOp().Apply(x.ToFloating());
    }
}
