using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the magnitude of a with the sign of b. ∂a = ±g, ∂b = 0.</summary>
internal sealed record CopySignOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new CopySignKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => a.Equal(0).Where(0, g * (y / a));

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => Tensor.Zeros(b.Shape, b.DType, b.Backend);
}

/// <summary>Element by element, the magnitude of a with the sign of b.</summary>
public static class CopySignExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, the magnitude of a with the sign of b; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("copysign", "Tensor.copysign")]
        public Tensor CopySign(Tensor b) => Apply(a, b);

        /// <summary>Element by element, the magnitude of a with the sign of b; integers become reals first.</summary>
        public Tensor CopySign(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new CopySignOp().Apply(a, b);
    }
}
