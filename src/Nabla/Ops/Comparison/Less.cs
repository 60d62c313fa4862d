using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where a &lt; b, element by element.</summary>
internal sealed record LessOp : BinaryOp
{
    public override string? NoGradient => "a comparison is piecewise constant";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new LessKernel(), a, b);
}

/// <summary>Comparison: a &lt; b.</summary>
public static class LessExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where a &lt; b; a bool tensor. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("lt", "Tensor.lt", "less", "Tensor.less")]
        public Tensor Less(Tensor b) => Apply(a, b);

        /// <summary>Where a &lt; b; a bool tensor.</summary>
        public Tensor Less(Scalar b) => Apply(a, a.Lift(b));
    }

    private static Tensor Apply(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(a, b);
        return new LessOp().Apply(a, b);
    }
}
