using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>⌊a / 2ᵇ⌋ of integers.</summary>
internal sealed record ShiftRightOp : BinaryOp
{
    public override string? NoGradient => "integers and truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new ShiftRightKernel(), a, b);
}

/// <summary>⌊a / 2ᵇ⌋ of integers.</summary>
public static class ShiftRightExtensions
{
    extension(Tensor a)
    {
        /// <summary>⌊a / 2ᵇ⌋ of integers. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">A tensor is not of such a type.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("bitwise_right_shift", "Tensor.bitwise_right_shift")]
        public Tensor ShiftRight(Tensor b) => Apply(a, b);

        /// <summary>⌊a / 2ᵇ⌋ of integers.</summary>
        public Tensor ShiftRight(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignIntegers("ShiftRight", a, b);
        return new ShiftRightOp().Apply(a, b);
    }
}
