using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the fractional part.</summary>
internal sealed record FracOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new FractionKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g;
}

/// <summary>Element by element, the fractional part.</summary>
public static class FracExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the fractional part.</summary>
        [Export("frac", "Tensor.frac")]
        public Tensor Frac() => new FracOp().Apply(x);
    }
}
