using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, log₂(2ᵃ + 2ᵇ) without overflow. ∂a = g / (1 + 2ᵇ⁻ᵃ), ∂b = g / (1 + 2ᵃ⁻ᵇ).</summary>
internal sealed record LogAddExp2Op : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LogAddExp2Kernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g / (1 + (b - a).Exp2());

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g / (1 + (a - b).Exp2());
}

/// <summary>Element by element, log₂(2ᵃ + 2ᵇ) without overflow.</summary>
public static class LogAddExp2Extensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, log₂(2ᵃ + 2ᵇ) without overflow; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("logaddexp2", "Tensor.logaddexp2")]
        public Tensor LogAddExp2(Tensor b) => Apply(a, b);

        /// <summary>Element by element, log₂(2ᵃ + 2ᵇ) without overflow; integers become reals first.</summary>
        public Tensor LogAddExp2(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new LogAddExp2Op().Apply(a, b);
    }
}
