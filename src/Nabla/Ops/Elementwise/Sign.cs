using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, -1, 0 or 1 by the sign; its gradient is 0.</summary>
internal sealed record SignOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new SignKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Tensor.Zeros(x.Shape, x.DType, x.Backend);
}

/// <summary>Element by element, -1, 0 or 1 by the sign; its gradient is 0.</summary>
public static class SignExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, -1, 0 or 1 by the sign; its gradient is 0.</summary>
        [Export("sign", "Tensor.sign")]
        public Tensor Sign() => new SignOp().Apply(x);
    }
}
