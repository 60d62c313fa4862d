using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, x².</summary>
internal sealed record SquareOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SquareKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * x * 2;
}

/// <summary>Element by element, x².</summary>
public static class SquareExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, x². Integers stay integers.</summary>
        [Export("square", "Tensor.square")]
        public Tensor Square() => x.DType.IsFloating() ? new SquareOp().Apply(x) : x * x;
    }
}
