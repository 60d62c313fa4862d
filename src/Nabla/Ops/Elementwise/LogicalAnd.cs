using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where both values are not 0.</summary>
internal sealed record LogicalAndOp : BinaryOp
{
    public override string? NoGradient => "truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new LogicalAndKernel(), a, b);
}

/// <summary>Where both values are not 0.</summary>
public static class LogicalAndExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where both values are not 0; a bool tensor. Broadcasts; any dtypes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("logical_and", "Tensor.logical_and")]
        public Tensor LogicalAnd(Tensor b)
        {
            (a, b) = Promotion.Align(a, b);
            return new LogicalAndOp().Apply(a, b);
        }
    }
}
