using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the larger of a and b; a NaN gives way to the other. Ties go to a.</summary>
internal sealed record FMaxOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new FMaximumKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => (a >= b).LogicalOr(b.IsNaN()).Where(g, 0);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => (a >= b).LogicalOr(b.IsNaN()).Where(0, g);
}

/// <summary>Element by element, the larger of a and b; a NaN gives way to the other. Ties go to a.</summary>
public static class FMaxExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, the larger of a and b; a NaN gives way to the other. Ties go to a. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("fmax", "Tensor.fmax")]
        public Tensor FMax(Tensor b) => Apply(a, b);

        /// <summary>Element by element, the larger of a and b; a NaN gives way to the other. Ties go to a.</summary>
        public Tensor FMax(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new FMaxOp().Apply(a, b);
    }
}
