using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Scale·x above 0, Scale·Alpha·(e^(InputScale·x) - 1) elsewhere: ELU, SELU and CELU.</summary>
internal sealed record EluOp(double Alpha, double Scale, double InputScale) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new EluKernel(Alpha, Scale, InputScale), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new EluBackwardKernel(Alpha, Scale, InputScale), g, x);

    private Tensor Composed(Tensor g, Tensor x)
    {
        Tensor low = x.Detach().LessOrEqual(0).To(g.DType);
        // e^min(x, 0): the exponential of a large x must not turn the unused branch into infinity.
        Tensor slope = (-((-x).Relu()) * InputScale).Exp() * (Alpha * Scale * InputScale);
        return g * ((low * slope) + ((1 - low) * Scale));
    }
}
