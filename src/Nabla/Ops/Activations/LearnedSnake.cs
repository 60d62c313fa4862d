using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x + sin²(alpha·x)/alpha with a learned frequency that broadcasts. ∂x = 1 + sin(2·alpha·x), ∂alpha = Σ (x·sin(2·alpha·x) - sin²(alpha·x)/alpha)/alpha.</summary>
/// <remarks>Ziyin, Hartwig and Ueda (2020).</remarks>
internal sealed record LearnedSnakeOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LearnedKernel<SnakeFunction>(default), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        if (!GradMode.IsEnabled) return Map.Ternary(new LearnedInputKernel<SnakeFunction>(default), g, a, b);
        return g * ((a * b * 2).Sin() + 1);
    }

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        if (!GradMode.IsEnabled) return Map.Ternary(new LearnedParameterKernel<SnakeFunction>(default), g, a, b);
        Tensor v = a * b;
        return g * (((a * (v * 2).Sin()) - (v.Sin().Square() / b)) / b);
    }
}
