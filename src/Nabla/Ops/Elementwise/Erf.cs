using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the error function.</summary>
internal sealed record ErfOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ErfKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (-(x * x)).Exp() * (2 / Math.Sqrt(Math.PI));
}

/// <summary>Element by element, the error function.</summary>
public static class ErfExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the error function. Integers become float32.</summary>
        [Export("erf", "Tensor.erf")]
        public Tensor Erf() => new ErfOp().Apply(x.ToFloating());
    }
}
