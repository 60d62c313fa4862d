using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a + Value·b / c. ∂a = g, ∂b = g·Value / c, ∂c = -g·Value·b / c².</summary>
internal sealed record AddCDivOp(double Value) : TernaryOp
{
    public override Keep Keeps => Keep.B | Keep.C;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c) => Map.Ternary(new AddQuotientKernel(Value), a, b, c);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => g * Value / c;

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g * b * -Value / (c * c);
}

/// <summary>Sums with a quotient.</summary>
public static class AddCDivExtensions
{
    extension(Tensor a)
    {
        /// <summary>a + value·b / c, element by element; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("addcdiv", "Tensor.addcdiv")]
        public Tensor AddCDiv(Tensor b, Tensor c, double value = 1)
        {
            (a, b, c) = Promotion.Align(a, b, c);
            return new AddCDivOp(value).Apply(a.ToFloating(), b.ToFloating(), c.ToFloating());
        }
    }
}
