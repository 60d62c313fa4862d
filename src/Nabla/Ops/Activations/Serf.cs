using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·erf(s) with s = log(1 + e^x). ∂x = erf(s) + x·2/√π·e^(-s²)·σ(x).</summary>
/// <remarks>Nag and Bhattacharyya (2021).</remarks>
internal sealed record SerfOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(default(SerfKernel), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor s = new SoftplusOp(1, 40).Apply(x);
        return g * (s.Erf() + (x * (s * -s).Exp() * x.Sigmoid() * (2 / Math.Sqrt(Math.PI))));
    }
}
