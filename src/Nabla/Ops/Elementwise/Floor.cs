using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the largest integer not above; its gradient is 0.</summary>
internal sealed record FloorOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new FloorKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Tensor.Zeros(x.Shape, x.DType, x.Backend);
}

/// <summary>Element by element, the largest integer not above; its gradient is 0.</summary>
public static class FloorExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the largest integer not above; its gradient is 0.</summary>
        [Export("floor", "Tensor.floor")]
        public Tensor Floor() => new FloorOp().Apply(x);
    }
}
