using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the hyperbolic sine.</summary>
internal sealed record SinhOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SinhKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * x.Cosh();
}

/// <summary>Element by element, the hyperbolic sine.</summary>
public static class SinhExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the hyperbolic sine. Integers become float32.</summary>
        [Export("sinh", "Tensor.sinh")]
        public Tensor Sinh() => new SinhOp().Apply(x.ToFloating());
    }
}
