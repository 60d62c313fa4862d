using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the hyperbolic cosine.</summary>
internal sealed record CoshOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new CoshKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * x.Sinh();
}

/// <summary>Element by element, the hyperbolic cosine.</summary>
public static class CoshExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the hyperbolic cosine. Integers become float32.</summary>
        [Export("cosh", "Tensor.cosh")]
        public Tensor Cosh() => new CoshOp().Apply(x.ToFloating());
    }
}
