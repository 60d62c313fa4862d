using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, 1 - erf(x), exact for large x.</summary>
internal sealed record ErfcOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ErfcKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (-(x * x)).Exp() * (-2 / Math.Sqrt(Math.PI));
}

/// <summary>Element by element, 1 - erf(x), exact for large x.</summary>
public static class ErfcExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, 1 - erf(x), exact for large x. Integers become float32.</summary>
        [Export("erfc", "Tensor.erfc")]
        public Tensor Erfc() => new ErfcOp().Apply(x.ToFloating());
    }
}
