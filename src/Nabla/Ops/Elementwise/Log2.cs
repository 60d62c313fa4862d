using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the logarithm to base 2.</summary>
internal sealed record Log2Op : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new Log2Kernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / (x * Math.Log(2));
}

/// <summary>Element by element, the logarithm to base 2.</summary>
public static class Log2Extensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the logarithm to base 2. Integers become float32.</summary>
        [Export("log2", "Tensor.log2")]
        public Tensor Log2() => new Log2Op().Apply(x.ToFloating());
    }
}
