using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, e^x - 1, exact near 0.</summary>
internal sealed record Expm1Op : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ExpM1Kernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * (y + 1);
}

/// <summary>Element by element, e^x - 1, exact near 0.</summary>
public static class Expm1Extensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, e^x - 1, exact near 0. Integers become float32.</summary>
        [Export("expm1", "Tensor.expm1")]
        public Tensor Expm1() => new Expm1Op().Apply(x.ToFloating());
    }
}
