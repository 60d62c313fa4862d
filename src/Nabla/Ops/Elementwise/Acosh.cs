using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse hyperbolic cosine.</summary>
internal sealed record AcoshOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AcoshKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * ((x * x) - 1).Rsqrt();
}

/// <summary>Element by element, the inverse hyperbolic cosine.</summary>
public static class AcoshExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse hyperbolic cosine. Integers become float32.</summary>
        [Export("acosh", "Tensor.acosh", "arccosh", "Tensor.arccosh")]
        public Tensor Acosh() => new AcoshOp().Apply(x.ToFloating());
    }
}
