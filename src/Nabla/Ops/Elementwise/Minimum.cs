using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the smaller of a and b; NaN wins. A tie shares the gradient.</summary>
internal sealed record MinimumOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new MinimumKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => a.Equal(b).Where(g * 0.5, a.Greater(b).Where(0, g));

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => a.Equal(b).Where(g * 0.5, a.Less(b).Where(0, g));
}

/// <summary>Element by element, the smaller of a and b; NaN wins. A tie shares the gradient.</summary>
public static class MinimumExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, the smaller of a and b; NaN wins. A tie shares the gradient. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("minimum", "Tensor.minimum")]
        public Tensor Minimum(Tensor b) => Apply(a, b);

        /// <summary>Element by element, the smaller of a and b; NaN wins. A tie shares the gradient.</summary>
        public Tensor Minimum(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new MinimumOp().Apply(a, b);
    }
}
