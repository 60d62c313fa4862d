using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a · b, element by element.</summary>
internal sealed record MultiplyOp : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new MultiplyKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g * b;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g * a;
}

/// <summary>Multiplication.</summary>
public static class MultiplyExtensions
{
    private static readonly MultiplyOp Product = new();

    extension(Tensor a)
    {
        /// <summary>a · b, element by element. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("mul", "Tensor.mul", "multiply", "Tensor.multiply")]
        public Tensor Multiply(Tensor b) => Apply(a, b);

        /// <summary>a · b, element by element.</summary>
        public Tensor Multiply(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>a · b, element by element.</summary>
        public static Tensor operator *(Tensor x, Tensor y) => Apply(x, y);

        /// <summary>a · b, element by element.</summary>
        public static Tensor operator *(Tensor x, Scalar y) => Apply(x, x.Lift(y));

        /// <summary>a · b, element by element.</summary>
        public static Tensor operator *(Scalar x, Tensor y) => Apply(y.Lift(x), y);
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return Product.Apply(a, b);
    }
}
