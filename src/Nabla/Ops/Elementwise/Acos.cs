using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse cosine.</summary>
internal sealed record AcosOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AcosKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => -(g * (1 - (x * x)).Rsqrt());
}

/// <summary>Element by element, the inverse cosine.</summary>
public static class AcosExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse cosine. Integers become float32.</summary>
        [Export("acos", "Tensor.acos", "arccos", "Tensor.arccos")]
        public Tensor Acos() => new AcosOp().Apply(x.ToFloating());
    }
}
