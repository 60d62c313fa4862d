using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a - b.</summary>
internal sealed record SubtractOp : BinaryOp
{
    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new SubtractKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => -g;
}

/// <summary>Subtraction.</summary>
public static class SubtractExtensions
{
    extension(Tensor a)
    {
        /// <summary>a - b. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("sub", "Tensor.sub", "subtract", "Tensor.subtract")]
        public Tensor Subtract(Tensor b) => Apply(a, b);

        /// <summary>a - b.</summary>
        public Tensor Subtract(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>a - b.</summary>
        public static Tensor operator -(Tensor x, Tensor y) => Apply(x, y);

        /// <summary>a - b.</summary>
        public static Tensor operator -(Tensor x, Scalar y) => Apply(x, x.Lift(y));

        /// <summary>a - b.</summary>
        public static Tensor operator -(Scalar x, Tensor y) => Apply(y.Lift(x), y);
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new SubtractOp().Apply(a, b);
    }
}
