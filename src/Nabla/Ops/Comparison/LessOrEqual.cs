using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where a &lt;= b, element by element.</summary>
internal sealed record LessOrEqualOp : BinaryOp
{
    public override string? NoGradient => "a comparison is piecewise constant";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new LessOrEqualKernel(), a, b);
}

/// <summary>Comparison: a &lt;= b.</summary>
public static class LessOrEqualExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where a &lt;= b; a bool tensor. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("le", "Tensor.le", "less_equal", "Tensor.less_equal")]
        public Tensor LessOrEqual(Tensor b) => Apply(a, b);

        /// <summary>Where a &lt;= b; a bool tensor.</summary>
        public Tensor LessOrEqual(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new LessOrEqualOp().Apply(a, b);
    }
}
