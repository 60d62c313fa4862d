using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x above 0, slope·x elsewhere, with a learned slope that broadcasts.</summary>
/// <remarks>He et al. (2015). ∂x = g above 0, g·slope elsewhere; ∂slope = Σ g·min(x, 0).</remarks>
internal sealed record PReluOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LearnedKernel<PReluFunction>(default), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) =>
        GradMode.IsEnabled ? a.Detach().Greater(0).Where(g, g * b) : Map.Ternary(new LearnedInputKernel<PReluFunction>(default), g, a, b);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) =>
        GradMode.IsEnabled ? a.Detach().Greater(0).Where(0, g * a) : Map.Ternary(new LearnedParameterKernel<PReluFunction>(default), g, a, b);
}
