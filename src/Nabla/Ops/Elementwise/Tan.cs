using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the tangent.</summary>
internal sealed record TanOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new TanKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * ((y * y) + 1);
}

/// <summary>Element by element, the tangent.</summary>
public static class TanExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the tangent. Integers become float32.</summary>
        [Export("tan", "Tensor.tan")]
        public Tensor Tan() => new TanOp().Apply(x.ToFloating());
    }
}
