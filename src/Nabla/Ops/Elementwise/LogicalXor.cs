using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where exactly one of two values is not 0.</summary>
internal sealed record LogicalXorOp : BinaryOp
{
    public override string? NoGradient => "truth values have no derivative";

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Compare(new LogicalXorKernel(), a, b);
}

/// <summary>Where exactly one of two values is not 0.</summary>
public static class LogicalXorExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where exactly one of two values is not 0; a bool tensor. Broadcasts; any dtypes.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("logical_xor", "Tensor.logical_xor")]
        public Tensor LogicalXor(Tensor b)
        {
            (a, b) = Promotion.Align(a, b);
            return new LogicalXorOp().Apply(a, b);
        }
    }
}
