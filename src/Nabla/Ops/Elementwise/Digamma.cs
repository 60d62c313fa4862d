using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>ψ(x) = d/dx log Γ(x). Its own derivative is ψ₁, found by shifting the argument up and an asymptotic series.</summary>
internal sealed record DigammaOp : UnaryOp
{
    private const int Shifts = 12;

    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Map.Unary(new DigammaKernel(), x);

    /// <remarks>ψ₁(x) = Σ 1/(x+k)² for k below 12, plus 1/z + 1/2z² + 1/6z³ - 1/30z⁵ + 1/42z⁷ - 1/30z⁹ at z = x + 12; for x below ½, π²/sin²πx - ψ₁(1-x).</remarks>
    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor low = x.Detach().Less(0.5);
        Tensor up = low.Where(1 - x, x);
        Tensor sum = up.Square().Reciprocal();
        for (int k = 1; k < Shifts; k++) sum += (up + k).Square().Reciprocal();
        Tensor r = (up + Shifts).Reciprocal(), r2 = r * r;
        Tensor series = r * (1 + (r * (0.5 + (r * ((1.0 / 6) + (r2 * ((-1.0 / 30) + (r2 * ((1.0 / 42) - (r2 / 30))))))))));
        Tensor positive = sum + series;
        Tensor reflected = (((x * Math.PI).Sin().Square().Reciprocal()) * (Math.PI * Math.PI)) - positive;
        return g * (low.Where(reflected, positive));
    }
}

/// <summary>The digamma function.</summary>
public static class DigammaExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, ψ(x) = d/dx log Γ(x). Integers become float32.</summary>
        [Export("digamma", "Tensor.digamma")]
        public Tensor Digamma() => new DigammaOp().Apply(x.ToFloating());
    }
}
