using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where the value is zero.</summary>
internal sealed record LogicalNotOp : UnaryOp
{
    public override string? NoGradient => "a predicate is piecewise constant";

    protected override Tensor Forward(Tensor x) => Map.Predicate(new LogicalNotKernel(), x);
}

/// <summary>Test: is the value zero?</summary>
public static class LogicalNotExtensions
{
    extension(Tensor x)
    {
        /// <summary>Where the value is zero; a bool tensor.</summary>
        [Export("logical_not", "Tensor.logical_not")]
        public Tensor LogicalNot() => new LogicalNotOp().Apply(x);
    }
}
