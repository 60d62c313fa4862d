using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, log(1 + x), exact near 0.</summary>
internal sealed record Log1pOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new Log1PKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / (x + 1);
}

/// <summary>Element by element, log(1 + x), exact near 0.</summary>
public static class Log1pExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, log(1 + x), exact near 0. Integers become float32.</summary>
        [Export("log1p", "Tensor.log1p")]
        public Tensor Log1p() => new Log1pOp().Apply(x.ToFloating());
    }
}
