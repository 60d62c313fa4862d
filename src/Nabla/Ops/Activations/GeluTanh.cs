using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>½x(1 + tanh u) = x·σ(2u) with u = √(2/π)·(x + 0.044715x³).</summary>
internal sealed record GeluTanhOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new GeluTanhKernel(), x);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => GradMode.IsEnabled ? Composed(g, x) : Map.Binary(new GeluTanhBackwardKernel(), g, x);

    private static Tensor Composed(Tensor g, Tensor x)
    {
        const double Factor = 0.044715;
        double twice = 2 * Math.Sqrt(2 / Math.PI);
        Tensor square = x * x, s = (x * ((square * (twice * Factor)) + twice)).Sigmoid();
        return g * (s + (x * s * (1 - s) * ((square * (3 * twice * Factor)) + twice)));
    }
}
