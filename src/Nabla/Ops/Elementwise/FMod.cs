using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, a - b·trunc(a / b), with the sign of a (C's fmod). ∂a = g, ∂b = -g·trunc(a / b).</summary>
internal sealed record FModOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new FModKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => -(g * a.TruncateDivide(b));
}

/// <summary>Element by element, a - b·trunc(a / b), with the sign of a (C's fmod).</summary>
public static class FModExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, a - b·trunc(a / b), with the sign of a (C's fmod). Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("fmod", "Tensor.fmod")]
        public Tensor FMod(Tensor b) => Apply(a, b);

        /// <summary>Element by element, a - b·trunc(a / b), with the sign of a (C's fmod).</summary>
        public Tensor FMod(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new FModOp().Apply(a, b);
    }
}
