using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the smallest integer not below; its gradient is 0.</summary>
internal sealed record CeilOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new CeilingKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Tensor.Zeros(x.Shape, x.DType, x.Backend);
}

/// <summary>Element by element, the smallest integer not below; its gradient is 0.</summary>
public static class CeilExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the smallest integer not below; its gradient is 0.</summary>
        [Export("ceil", "Tensor.ceil")]
        public Tensor Ceil() => new CeilOp().Apply(x);
    }
}
