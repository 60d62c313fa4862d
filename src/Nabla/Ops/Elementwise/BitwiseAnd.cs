using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a &amp; b of integers or truth values.</summary>
internal sealed record BitwiseAndOp : BinaryOp
{
    public override string? NoGradient => "integers and truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new BitwiseAndKernel(), a, b);
}

/// <summary>a &amp; b of integers or truth values.</summary>
public static class BitwiseAndExtensions
{
    extension(Tensor a)
    {
        /// <summary>a &amp; b of integers or truth values. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">A tensor is not of such a type.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("bitwise_and", "Tensor.bitwise_and")]
        public Tensor BitwiseAnd(Tensor b) => Apply(a, b);

        /// <summary>a &amp; b of integers or truth values.</summary>
        public Tensor BitwiseAnd(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>a &amp; b, bit by bit.</summary>
        public static Tensor operator &(Tensor x, Tensor y) => Apply(x, y);
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignIntegers("BitwiseAnd", a, b, truth: true);
        return new BitwiseAndOp().Apply(a, b);
    }
}
