using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the cosine.</summary>
internal sealed record CosOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new CosKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => -(g * x.Sin());
}

/// <summary>Element by element, the cosine.</summary>
public static class CosExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the cosine. Integers become float32.</summary>
        [Export("cos", "Tensor.cos")]
        public Tensor Cos() => new CosOp().Apply(x.ToFloating());
    }
}
