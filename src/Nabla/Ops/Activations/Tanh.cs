using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, the hyperbolic tangent.</summary>
internal sealed record TanhOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new TanhKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? g * (1 - (y * y)) : Map.Binary(new TanhBackwardKernel(), g, y);
}

/// <summary>Element by element, the hyperbolic tangent.</summary>
public static class TanhExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the hyperbolic tangent. Integers become float32.</summary>
        [Export("tanh", "Tensor.tanh")]
        public Tensor Tanh() => new TanhOp().Apply(x.ToFloating());
    }
}
