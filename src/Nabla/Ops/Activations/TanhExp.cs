using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·tanh(e^x). ∂x = t + x·e^x·(1 - t²) with t = tanh(e^x).</summary>
/// <remarks>Liu and Di (2020). From 4 up, tanh(e^x) is 1 to double precision.</remarks>
internal sealed record TanhExpOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(default(TanhExpKernel), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor e = x.Clamp(high: 4.0).Exp(), t = e.Tanh();
        return g * (t + (x * e * (1 - (t * t))));
    }
}
