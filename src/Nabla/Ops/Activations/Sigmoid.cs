using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, 1 / (1 + e^-x).</summary>
internal sealed record SigmoidOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SigmoidKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? g * y * (1 - y) : Map.Binary(new SigmoidBackwardKernel(), g, y);
}

/// <summary>Element by element, 1 / (1 + e^-x).</summary>
public static class SigmoidExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, 1 / (1 + e^-x). Integers become float32.</summary>
        [Export("sigmoid", "Tensor.sigmoid")]
        public Tensor Sigmoid() => new SigmoidOp().Apply(x.ToFloating());
    }
}
