using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a / b; integers become reals first.</summary>
internal sealed record DivideOp : BinaryOp
{
    public override Keep Keeps => Keep.B | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new DivideKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g / b;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => -(g * y / b);
}

/// <summary>Division.</summary>
public static class DivideExtensions
{
    extension(Tensor a)
    {
        /// <summary>a / b; integers become reals first. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("div", "Tensor.div", "divide", "Tensor.divide", "true_divide", "Tensor.true_divide")]
        public Tensor Divide(Tensor b) => Apply(a, b);

        /// <summary>a / b; integers become reals first.</summary>
        public Tensor Divide(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>a / b; integers become reals first.</summary>
        public static Tensor operator /(Tensor x, Tensor y) => Apply(x, y);

        /// <summary>a / b; integers become reals first.</summary>
        public static Tensor operator /(Tensor x, Scalar y) => Apply(x, x.Lift(y));

        /// <summary>a / b; integers become reals first.</summary>
        public static Tensor operator /(Scalar x, Tensor y) => Apply(y.Lift(x), y);
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.AlignFloating(a, b);
        return new DivideOp().Apply(a, b);
    }
}
