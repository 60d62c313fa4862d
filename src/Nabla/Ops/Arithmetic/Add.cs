using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>a + b.</summary>
internal sealed record AddOp : BinaryOp
{
    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new AddKernel(), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => g;

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g;
}

/// <summary>Addition.</summary>
public static class AddExtensions
{
    private static readonly AddOp Sum = new();

    extension(Tensor a)
    {
        /// <summary>a + b. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("add", "Tensor.add")]
        public Tensor Add(Tensor b) => Apply(a, b);

        /// <summary>a + b.</summary>
        public Tensor Add(Scalar b) => Apply(a, a.Lift(b));

        /// <summary>a + b.</summary>
        public static Tensor operator +(Tensor x, Tensor y) => Apply(x, y);

        /// <summary>a + b.</summary>
        public static Tensor operator +(Tensor x, Scalar y) => Apply(x, x.Lift(y));

        /// <summary>a + b.</summary>
        public static Tensor operator +(Scalar x, Tensor y) => Apply(y.Lift(x), y);
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return Sum.Apply(a, b);
    }
}
