using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the nearest integer, ties to even; its gradient is 0.</summary>
internal sealed record RoundOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new RoundKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Tensor.Zeros(x.Shape, x.DType, x.Backend);
}

/// <summary>Element by element, the nearest integer, ties to even; its gradient is 0.</summary>
public static class RoundExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the nearest integer, ties to even; its gradient is 0.</summary>
        [Export("round", "Tensor.round")]
        public Tensor Round() => new RoundOp().Apply(x);

        /// <summary>Element by element, the nearest number of so many decimals, ties to even; negative counts round to tens, hundreds, ... The gradient is 0.</summary>
        public Tensor Round(int decimals)
        {
            if (decimals == 0 || !x.DType.IsFloating()) return x.Round();
            double scale = Math.Pow(10, Math.Abs(decimals));
            return decimals > 0 ? (x * scale).Round() / scale : (x / scale).Round() * scale;
        }
    }
}
