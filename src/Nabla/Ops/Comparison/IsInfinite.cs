using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where the value is infinite.</summary>
internal sealed record IsInfiniteOp : UnaryOp
{
    public override string? NoGradient => "a predicate is piecewise constant";

    protected override Tensor Forward(Tensor x) => Map.Predicate(new IsInfinityKernel(), x);
}

/// <summary>Test: is the value infinite?</summary>
public static class IsInfiniteExtensions
{
    extension(Tensor x)
    {
        /// <summary>Where the value is infinite; a bool tensor.</summary>
        [Export("isinf", "Tensor.isinf")]
        public Tensor IsInfinite() => new IsInfiniteOp().Apply(x);
    }
}
