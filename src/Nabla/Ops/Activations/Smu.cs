using Nabla.Kernels.Activations;
using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>½((1 + s)x + (1 - s)x·erf(z)) with z = Mu·(1 - s)·x. ∂x = ½(1 + s + (1 - s)(erf(z) + z·2/√π·e^(-z²))).</summary>
/// <remarks>Biswas, Kumar, Banerjee and Pandey (2021): a smooth maximum of x and s·x.</remarks>
internal sealed record SmuOp(double Slope, double Mu) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new SmuKernel(Slope, Mu), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (!GradMode.IsEnabled) return LearnedConstants.Backward(new SmuFunction(Slope), g, x, Mu);
        Tensor z = x * (Mu * (1 - Slope)), bell = (z * -z).Exp() * (2 / Math.Sqrt(Math.PI));
        return g * (((z.Erf() + (z * bell)) * ((1 - Slope) / 2)) + ((1 + Slope) / 2));
    }
}
