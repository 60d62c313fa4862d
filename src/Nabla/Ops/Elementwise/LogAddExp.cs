using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, log(eᵃ + eᵇ) without overflow. ∂a = g·σ(a - b), ∂b = g·σ(b - a).</summary>
internal sealed record LogAddExpOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LogAddExpKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g * (a - b).Sigmoid();

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g * (b - a).Sigmoid();
}

/// <summary>Element by element, log(eᵃ + eᵇ) without overflow.</summary>
public static class LogAddExpExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, log(eᵃ + eᵇ) without overflow; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("logaddexp", "Tensor.logaddexp")]
        public Tensor LogAddExp(Tensor b) => Apply(a, b);

        /// <summary>Element by element, log(eᵃ + eᵇ) without overflow; integers become reals first.</summary>
        public Tensor LogAddExp(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new LogAddExpOp().Apply(a, b);
    }
}
