using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, a - b·⌊a / b⌋, with the sign of b (Python's %). ∂a = g, ∂b = -g·⌊a / b⌋.</summary>
internal sealed record RemainderOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new RemainderKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => -(g * a.FloorDivide(b));
}

/// <summary>Element by element, a - b·⌊a / b⌋, with the sign of b (Python's %).</summary>
public static class RemainderExtensions
{
    extension(Tensor a)
    {
        /// <summary>Element by element, a - b·⌊a / b⌋, with the sign of b (Python's %). Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("remainder", "Tensor.remainder")]
        public Tensor Remainder(Tensor b) => Apply(a, b);

        /// <summary>Element by element, a - b·⌊a / b⌋, with the sign of b (Python's %).</summary>
        public Tensor Remainder(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>Element by element, a - b·⌊a / b⌋, with the sign of b (Python's %).</summary>
        public static Tensor operator %(Tensor x, Tensor y) => Apply(x, y);

        /// <summary>Element by element, a - b·⌊a / b⌋, with the sign of b (Python's %).</summary>
        public static Tensor operator %(Tensor x, Scalar y) => Apply(x, x.Lift(y));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new RemainderOp().Apply(a, b);
    }
}
