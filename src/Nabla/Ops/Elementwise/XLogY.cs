using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, a·log b, and 0 where a is 0 unless b is NaN. ∂a = g·log b, ∂b = g·a / b.</summary>
internal sealed record XLogYOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new XLogYKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => a.Equal(0).LogicalAnd(b <= 0).Where(0, g.XLogY(b));

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g * a / b;
}

/// <summary>Element by element, a·log b, and 0 where a is 0 unless b is NaN.</summary>
public static class XLogYExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, a·log b, and 0 where a is 0 unless b is NaN; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("xlogy", "Tensor.xlogy")]
        public Tensor XLogY(Tensor b) => Apply(a, b);

        /// <summary>Element by element, a·log b, and 0 where a is 0 unless b is NaN; integers become reals first.</summary>
        public Tensor XLogY(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new XLogYOp().Apply(a, b);
    }
}
