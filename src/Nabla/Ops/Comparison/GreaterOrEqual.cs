using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where a &gt;= b, element by element.</summary>
internal sealed record GreaterOrEqualOp : BinaryOp
{
    public override string? NoGradient => "a comparison is piecewise constant";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new GreaterOrEqualKernel(), a, b);
}

/// <summary>Comparison: a &gt;= b.</summary>
public static class GreaterOrEqualExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where a &gt;= b; a bool tensor. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("ge", "Tensor.ge", "greater_equal", "Tensor.greater_equal")]
        public Tensor GreaterOrEqual(Tensor b) => Apply(a, b);

        /// <summary>Where a &gt;= b; a bool tensor.</summary>
        public Tensor GreaterOrEqual(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new GreaterOrEqualOp().Apply(a, b);
    }
}
