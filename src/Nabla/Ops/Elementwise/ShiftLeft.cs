using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a · 2ᵇ, wrapping of integers.</summary>
internal sealed record ShiftLeftOp : BinaryOp
{
    public override string? NoGradient => "integers and truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new ShiftLeftKernel(), a, b);
}

/// <summary>a · 2ᵇ, wrapping of integers.</summary>
public static class ShiftLeftExtensions
{
    extension(Tensor a)
    {
        /// <summary>a · 2ᵇ, wrapping of integers. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">A tensor is not of such a type.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("bitwise_left_shift", "Tensor.bitwise_left_shift")]
        public Tensor ShiftLeft(Tensor b) => Apply(a, b);

        /// <summary>a · 2ᵇ, wrapping of integers.</summary>
        public Tensor ShiftLeft(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignIntegers("ShiftLeft", a, b);
        return new ShiftLeftOp().Apply(a, b);
    }
}
