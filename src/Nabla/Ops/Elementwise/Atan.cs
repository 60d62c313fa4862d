using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse tangent.</summary>
internal sealed record AtanOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AtanKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / ((x * x) + 1);
}

/// <summary>Element by element, the inverse tangent.</summary>
public static class AtanExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse tangent. Integers become float32.</summary>
        [Export("atan", "Tensor.atan", "arctan", "Tensor.arctan")]
        public Tensor Atan() => new AtanOp().Apply(x.ToFloating());
    }
}
