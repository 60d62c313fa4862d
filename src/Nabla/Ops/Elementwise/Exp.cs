using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Element by element, e^x.</summary>
internal sealed record ExpOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x) => Map.Unary(new ExpKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g * y;
}

/// <summary>Element by element, e^x.</summary>
public static class ExpExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, e^x. Integers become float32.</summary>
        [Export("exp", "Tensor.exp")]
        public Tensor Exp() => new ExpOp().Apply(x.ToFloating());
    }
}
