using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, √x.</summary>
internal sealed record SqrtOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SqrtKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g / (y * 2);
}

/// <summary>Element by element, √x.</summary>
public static class SqrtExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, √x. Integers become float32.</summary>
        [Export("sqrt", "Tensor.sqrt")]
        public Tensor Sqrt() => new SqrtOp().Apply(x.ToFloating());
    }
}
