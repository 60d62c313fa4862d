using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a + Value·b·c. ∂a = g, ∂b = g·Value·c, ∂c = g·Value·b.</summary>
internal sealed record AddCMulOp(double Value) : TernaryOp
{
    public override Keep Keeps => Keep.B | Keep.C;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c) => Map.Ternary(new AddProductKernel(Value), a, b, c);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => g * c * Value;

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g * b * Value;
}

/// <summary>Sums with a product.</summary>
public static class AddCMulExtensions
{
    extension(Tensor a)
    {
        /// <summary>a + value·b·c, element by element. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("addcmul", "Tensor.addcmul")]
        public Tensor AddCMul(Tensor b, Tensor c, double value = 1)
        {
            (a, b, c) = Promotion.Align(a, b, c);
            return new AddCMulOp(value).Apply(a, b, c);
        }
    }
}
