using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>x·σ(beta·x) with a learned sharpness that broadcasts. With v = beta·x: ∂x = σ(v)·(1 + v·(1 - σ(v))), ∂beta = Σ x²·σ(v)·(1 - σ(v)).</summary>
/// <remarks>Ramachandran, Zoph and Le (2017).</remarks>
internal sealed record LearnedSwishOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => Map.Binary(new LearnedKernel<SwishFunction>(default), a, b);

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        if (!GradMode.IsEnabled) return Map.Ternary(new LearnedInputKernel<SwishFunction>(default), g, a, b);
        Tensor v = a * b, s = v.Sigmoid();
        return g * s * ((v * (1 - s)) + 1);
    }

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        if (!GradMode.IsEnabled) return Map.Ternary(new LearnedParameterKernel<SwishFunction>(default), g, a, b);
        Tensor s = (a * b).Sigmoid();
        return g * a * s * a * (1 - s);
    }
}
