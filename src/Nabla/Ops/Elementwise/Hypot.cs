using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, √(a² + b²) without overflow. ∂a = g·a / y, ∂b = g·b / y.</summary>
internal sealed record HypotOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new HypotKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g * (a / y);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g * (b / y);
}

/// <summary>Element by element, √(a² + b²) without overflow.</summary>
public static class HypotExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, √(a² + b²) without overflow; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("hypot", "Tensor.hypot")]
        public Tensor Hypot(Tensor b) => Apply(a, b);

        /// <summary>Element by element, √(a² + b²) without overflow; integers become reals first.</summary>
        public Tensor Hypot(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new HypotOp().Apply(a, b);
    }
}
