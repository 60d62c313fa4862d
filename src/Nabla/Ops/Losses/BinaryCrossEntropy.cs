namespace Nabla;

/// <summary>-(t·log x + (1 - t)·log(1 - x)) of probabilities x, with logarithms not below -100.</summary>
/// <remarks>∂x = g·(x - t)/max(x·(1 - x), 1e-12); ∂t = g·(log(1 - x) - log x).</remarks>
internal sealed record BinaryCrossEntropyOp : BinaryOp
{
    private const double Lowest = -100;

    public override Keep Keeps => Keep.A | Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b) => -((b * Limited(a)) + ((1 - b) * Limited(1 - a)));

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        Tensor spread = a * (1 - a);
        return g * (a - b) / spread.Detach().Less(1e-12).Where(1e-12, spread);
    }

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => g * (Limited(1 - a) - Limited(a));

    private static Tensor Limited(Tensor x)
    {
        Tensor log = x.Log();
        return log.Detach().Less(Lowest).Where(Lowest, log);
    }
}
