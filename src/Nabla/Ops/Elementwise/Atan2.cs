using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the angle of the point (b, a), in (-π, π]. ∂a = g·b / (a² + b²), ∂b = -g·a / (a² + b²).</summary>
internal sealed record Atan2Op : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new Atan2Kernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g * b / (a.Square() + b.Square());

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => -(g * a / (a.Square() + b.Square()));
}

/// <summary>Element by element, the angle of the point (b, a), in (-π, π].</summary>
public static class Atan2Extensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, the angle of the point (b, a), in (-π, π]; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("atan2", "Tensor.atan2", "arctan2", "Tensor.arctan2")]
        public Tensor Atan2(Tensor b) => Apply(a, b);

        /// <summary>Element by element, the angle of the point (b, a), in (-π, π]; integers become reals first.</summary>
        public Tensor Atan2(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new Atan2Op().Apply(a, b);
    }
}
