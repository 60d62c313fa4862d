using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where a = b, element by element.</summary>
internal sealed record EqualOp : BinaryOp
{
    public override string? NoGradient => "a comparison is piecewise constant";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new EqualKernel(), a, b);
}

/// <summary>Comparison: a = b.</summary>
public static class EqualExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where a = b; a bool tensor. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("eq", "Tensor.eq")]
        public Tensor Equal(Tensor b) => Apply(a, b);

        /// <summary>Where a = b; a bool tensor.</summary>
        public Tensor Equal(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new EqualOp().Apply(a, b);
    }
}
