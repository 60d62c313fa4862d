using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where a &gt; b, element by element.</summary>
internal sealed record GreaterOp : BinaryOp
{
    public override string? NoGradient => "a comparison is piecewise constant";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new GreaterKernel(), a, b);
}

/// <summary>Comparison: a &gt; b.</summary>
public static class GreaterExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where a &gt; b; a bool tensor. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("gt", "Tensor.gt", "greater", "Tensor.greater")]
        public Tensor Greater(Tensor b) => Apply(a, b);

        /// <summary>Where a &gt; b; a bool tensor.</summary>
        public Tensor Greater(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new GreaterOp().Apply(a, b);
    }
}
