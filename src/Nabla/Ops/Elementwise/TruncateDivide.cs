using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, trunc(a / b); its gradient is 0.</summary>
internal sealed record TruncateDivideOp : BinaryOp
{
    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new TruncateDivideKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => Tensor.Zeros(a.Shape, a.DType, a.Backend);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => Tensor.Zeros(b.Shape, b.DType, b.Backend);
}

/// <summary>Element by element, trunc(a / b); its gradient is 0.</summary>
public static class TruncateDivideExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, trunc(a / b); its gradient is 0. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("Tensor.div_trunc")]
        public Tensor TruncateDivide(Tensor b) => Apply(a, b);

        /// <summary>Element by element, trunc(a / b); its gradient is 0.</summary>
        public Tensor TruncateDivide(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new TruncateDivideOp().Apply(a, b);
    }
}
