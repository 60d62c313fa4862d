using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the logarithm to base 10.</summary>
internal sealed record Log10Op : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new Log10Kernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / (x * Math.Log(10));
}

/// <summary>Element by element, the logarithm to base 10.</summary>
public static class Log10Extensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the logarithm to base 10. Integers become float32.</summary>
        [Export("log10", "Tensor.log10")]
        public Tensor Log10() => new Log10Op().Apply(x.ToFloating());
    }
}
