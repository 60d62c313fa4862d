using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where any of two values is not 0.</summary>
internal sealed record LogicalOrOp : BinaryOp
{
    public override string? NoGradient => "truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new LogicalOrKernel(), a, b);
}

/// <summary>Where any of two values is not 0.</summary>
public static class LogicalOrExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where any of two values is not 0; a bool tensor. Broadcasts; any dtypes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("logical_or", "Tensor.logical_or")]
        public Tensor LogicalOr(Tensor b)
        {
            (a, b) = Promotion.Align(a, b);
            return new LogicalOrOp().Apply(a, b);
        }
    }
}
