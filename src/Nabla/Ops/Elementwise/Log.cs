using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the natural logarithm.</summary>
internal sealed record LogOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new LogKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / x;
}

/// <summary>Element by element, the natural logarithm.</summary>
public static class LogExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the natural logarithm. Integers become float32.</summary>
        [Export("log", "Tensor.log")]
        public Tensor Log() => new LogOp().Apply(x.ToFloating());
    }
}
