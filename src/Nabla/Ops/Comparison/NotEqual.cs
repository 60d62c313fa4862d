using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where a ≠ b, element by element.</summary>
internal sealed record NotEqualOp : BinaryOp
{
    public override string? NoGradient => "a comparison is piecewise constant";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new NotEqualKernel(), a, b);
}

/// <summary>Comparison: a ≠ b.</summary>
public static class NotEqualExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where a ≠ b; a bool tensor. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("ne", "Tensor.ne", "not_equal", "Tensor.not_equal")]
        public Tensor NotEqual(Tensor b) => Apply(a, b);

        /// <summary>Where a ≠ b; a bool tensor.</summary>
        public Tensor NotEqual(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new NotEqualOp().Apply(a, b);
    }
}
