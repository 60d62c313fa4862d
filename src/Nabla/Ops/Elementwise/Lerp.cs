using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a + c·(b - a). ∂a = g·(1 - c), ∂b = g·c, ∂c = g·(b - a).</summary>
internal sealed record LerpOp : TernaryOp
{
    public override Keep Keeps => Keep.Inputs;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c) => Map.Ternary(new LerpKernel(), a, b, c);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g * (1 - c);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => g * c;

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g * (b - a);
}

/// <summary>a + Weight·(b - a). ∂a = g·(1 - Weight), ∂b = g·Weight.</summary>
internal sealed record LerpScalarOp(double Weight) : BinaryOp
{
    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LerpScalarKernel(Weight), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g * (1 - Weight);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g * Weight;
}

/// <summary>Values between two others.</summary>
public static class LerpExtensions
{
    extension(Tensor a)
    {
        /// <summary>a + weight·(b - a): a at weight 0, b at 1. Broadcasts and promotes; integers become reals.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("lerp", "Tensor.lerp")]
        public Tensor Lerp(Tensor b, Tensor weight)
        {
            (a, b, weight) = Promotion.Align(a, b, weight);
            return new LerpOp().Apply(a.ToFloating(), b.ToFloating(), weight.ToFloating());
        }

        /// <summary>a + weight·(b - a) for one weight.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        public Tensor Lerp(Tensor b, double weight)
        {
            (a, b) = Promotion.AlignFloating(a, b);
            return new LerpScalarOp(weight).Apply(a, b);
        }
    }
}
