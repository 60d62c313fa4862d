using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, 2^x.</summary>
internal sealed record Exp2Op : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new Exp2Kernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * y * Math.Log(2);
}

/// <summary>Element by element, 2^x.</summary>
public static class Exp2Extensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, 2^x. Integers become float32.</summary>
        [Export("exp2", "Tensor.exp2")]
        public Tensor Exp2() => new Exp2Op().Apply(x.ToFloating());
    }
}
