using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the integer part; its gradient is 0.</summary>
internal sealed record TruncOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new TruncateKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Tensor.Zeros(x.Shape, x.DType, x.Backend);
}

/// <summary>Element by element, the integer part; its gradient is 0.</summary>
public static class TruncExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the integer part; its gradient is 0.</summary>
        [Export("trunc", "Tensor.trunc", "fix", "Tensor.fix")]
        public Tensor Trunc() => new TruncOp().Apply(x);
    }
}
