using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a | b of integers or truth values.</summary>
internal sealed record BitwiseOrOp : BinaryOp
{
    public override string? NoGradient => "integers and truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new BitwiseOrKernel(), a, b);
}

/// <summary>a | b of integers or truth values.</summary>
public static class BitwiseOrExtensions
{
    extension(Tensor a)
    {
        /// <summary>a | b of integers or truth values. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">A tensor is not of such a type.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("bitwise_or", "Tensor.bitwise_or")]
        public Tensor BitwiseOr(Tensor b) => Apply(a, b);

        /// <summary>a | b of integers or truth values.</summary>
        public Tensor BitwiseOr(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>a | b, bit by bit.</summary>
        public static Tensor operator |(Tensor x, Tensor y) => Apply(x, y);
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignIntegers("BitwiseOr", a, b, truth: true);
        return new BitwiseOrOp().Apply(a, b);
    }
}
