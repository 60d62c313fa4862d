namespace Nabla;

/// <summary>sin(πx) / (πx), and 1 at 0. With a = πx: ∂x = g·π·(cos a - sin a / a) / a, near 0 by its series.</summary>
internal sealed record SincOp : UnaryOp
{
    /// <summary>Below this the two terms of the derivative cancel; the series is exact to rounding.</summary>
    private const double Near = 0.25;

    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x)
    {
        Tensor origin = x.Equal(0), a = origin.Where(1, x) * Math.PI;
        return origin.Where(1, a.Sin() / a);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor a = x * Math.PI, near = a.Detach().Abs().Less(Near), safe = near.Where(1, a), square = near.Where(a, 0).Square();
        Tensor series = ((((square * (-1.0 / 3991680)) + (1.0 / 45360)) * square - (1.0 / 840)) * square + (1.0 / 30)) * square - (1.0 / 3);
        return g * Math.PI * near.Where(a * series, (safe.Cos() - (safe.Sin() / safe)) / safe);
    }
}

/// <summary>The normalised cardinal sine.</summary>
public static class SincExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, sin(πx) / (πx), and 1 at 0. Integers become float32.</summary>
        [Export("sinc", "Tensor.sinc")]
        public Tensor Sinc() => new SincOp().Apply(x.ToFloating());
    }
}
