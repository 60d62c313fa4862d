using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>-x.</summary>
internal sealed record NegateOp : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Map.Unary(new NegateKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => -g;
}

/// <summary>Negation.</summary>
public static class NegateExtensions
{
    extension(Tensor x)
    {
        /// <summary>-x, element by element.</summary>
        /// <exception cref="ArgumentException">The tensor is bool.</exception>
        [Export("neg", "Tensor.neg", "negative", "Tensor.negative")]
        public Tensor Negate() => x.DType == DType.Bool
            ? throw new ArgumentException("A bool tensor has no negative; use LogicalNot.", nameof(x))
            : new NegateOp().Apply(x);

        /// <summary>-x, element by element.</summary>
        public static Tensor operator -(Tensor value) => value.Negate();
    }
}
