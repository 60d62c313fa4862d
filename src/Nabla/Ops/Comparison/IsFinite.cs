using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where the value is finite.</summary>
internal sealed record IsFiniteOp : UnaryOp
{
    public override string? NoGradient => "a predicate is piecewise constant";

    protected override Tensor Forward(Tensor x) => Map.Predicate(new IsFiniteKernel(), x);
}

/// <summary>Test: is the value finite?</summary>
public static class IsFiniteExtensions
{
    extension(Tensor x)
    {
        /// <summary>Where the value is finite; a bool tensor.</summary>
        [Export("isfinite", "Tensor.isfinite")]
        public Tensor IsFinite() => new IsFiniteOp().Apply(x);
    }
}
