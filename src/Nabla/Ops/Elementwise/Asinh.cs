using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse hyperbolic sine.</summary>
internal sealed record AsinhOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AsinhKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * ((x * x) + 1).Rsqrt();
}

/// <summary>Element by element, the inverse hyperbolic sine.</summary>
public static class AsinhExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse hyperbolic sine. Integers become float32.</summary>
        [Export("asinh", "Tensor.asinh", "arcsinh", "Tensor.arcsinh")]
        public Tensor Asinh() => new AsinhOp().Apply(x.ToFloating());
    }
}
