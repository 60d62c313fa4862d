using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, 1/√x.</summary>
internal sealed record RsqrtOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ReciprocalSqrtKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * y * y * y * -0.5;
}

/// <summary>Element by element, 1/√x.</summary>
public static class RsqrtExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, 1/√x. Integers become float32.</summary>
        [Export("rsqrt", "Tensor.rsqrt")]
        public Tensor Rsqrt() => new RsqrtOp().Apply(x.ToFloating());
    }
}
