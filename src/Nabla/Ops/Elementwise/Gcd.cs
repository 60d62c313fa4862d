using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Greatest common divisor of integers, not negative.</summary>
internal sealed record GcdOp : BinaryOp
{
    public override string? NoGradient => "integers have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new GcdKernel(), a, b);
}

/// <summary>Least common multiple of integers, not negative but for wrapping.</summary>
internal sealed record LcmOp : BinaryOp
{
    public override string? NoGradient => "integers have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LcmKernel(), a, b);
}

/// <summary>Common divisors and multiples.</summary>
public static class GcdExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, the greatest common divisor of integers, not negative; that of 0 and 0 is 0. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">A tensor does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("gcd", "Tensor.gcd")]
        public Tensor Gcd(Tensor b)
        {
            (a, b) = Promotion.AlignIntegers("Gcd", a, b);
            return new GcdOp().Apply(a, b);
        }

        /// <summary>Element by element, the least common multiple of integers, wrapping; 0 where either is 0. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">A tensor does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("lcm", "Tensor.lcm")]
        public Tensor Lcm(Tensor b)
        {
            (a, b) = Promotion.AlignIntegers("Lcm", a, b);
            return new LcmOp().Apply(a, b);
        }
    }
}
