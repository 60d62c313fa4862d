using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, log sigmoid(x), without overflow.</summary>
internal sealed record LogSigmoidOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new LogSigmoidKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? g * (-x).Sigmoid() : Map.Binary(new LogSigmoidBackwardKernel(), g, x);
}

/// <summary>Element by element, log sigmoid(x), without overflow.</summary>
public static class LogSigmoidExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, log sigmoid(x), without overflow. Integers become float32.</summary>
        [Export("Tensor.log_sigmoid")]
        public Tensor LogSigmoid() => new LogSigmoidOp().Apply(x.ToFloating());
    }
}
