using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse hyperbolic tangent.</summary>
internal sealed record AtanhOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AtanhKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / (1 - (x * x));
}

/// <summary>Element by element, the inverse hyperbolic tangent.</summary>
public static class AtanhExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse hyperbolic tangent. Integers become float32.</summary>
        [Export("atanh", "Tensor.atanh", "arctanh", "Tensor.arctanh")]
        public Tensor Atanh() => new AtanhOp().Apply(x.ToFloating());
    }
}
