using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the inverse error function.</summary>
internal sealed record ErfinvOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ErfInverseKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (y * y).Exp() * (Math.Sqrt(Math.PI) / 2);
}

/// <summary>Element by element, the inverse error function.</summary>
public static class ErfinvExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the inverse error function. Integers become float32.</summary>
        [Export("erfinv", "Tensor.erfinv")]
        public Tensor Erfinv() => new ErfinvOp().Apply(x.ToFloating());
    }
}
