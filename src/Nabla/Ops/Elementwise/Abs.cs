using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the absolute value.</summary>
internal sealed record AbsOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new AbsoluteKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * x.Sign();
}

/// <summary>Element by element, the absolute value.</summary>
public static class AbsExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the absolute value.</summary>
        [Export("abs", "Tensor.abs", "absolute", "Tensor.absolute")]
        public Tensor Abs() => new AbsOp().Apply(x);
    }
}
