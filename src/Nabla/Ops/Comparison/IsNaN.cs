using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Where the value is not a number.</summary>
internal sealed record IsNaNOp : UnaryOp
{
    public override string? NoGradient => "a predicate is piecewise constant";

    protected override Tensor Forward(Tensor x) => Map.Predicate(new IsNaNKernel(), x);
}

/// <summary>Test: is the value not a number?</summary>
public static class IsNaNExtensions
{
    extension(Tensor x)
    {
        /// <summary>Where the value is not a number; a bool tensor.</summary>
        [Export("isnan", "Tensor.isnan")]
        public Tensor IsNaN() => new IsNaNOp().Apply(x);
    }
}
