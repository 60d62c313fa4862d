namespace Nabla;

/// <summary>Padé activation unit: a quotient of learned polynomials of degrees 5 and 4, at first close to a leaky rectifier. Molina, Schramowski and Kersting (2020).</summary>
[Export("nn.PAU")]
public sealed class PAU : Module
{
    /// <summary>Reads, or creates, <c>numerator</c> and <c>denominator</c>.</summary>
    /// <param name="w">Place in the model.</param>
    public PAU(Weights w)
        : base(w)
    {
        Numerator = w.Get("numerator", [6], Values(LeakyNumerator));
        Denominator = w.Get("denominator", [4], Values(LeakyDenominator));
    }

    /// <summary>[6], a₀..a₅.</summary>
    public Parameter Numerator { get; }

    /// <summary>[4], b₁..b₄.</summary>
    public Parameter Denominator { get; }

    // Least squares fit of the leaky rectifier of slope 0.01 on [-3, 3]; at most 0.034 off.
    private static double[] LeakyNumerator { get; } = [0.0335826, 0.505009, 1.651357, 2.004575, 0.927966, 0.151542];

    private static double[] LeakyDenominator { get; } = [0, 3.969339, 0, 0.300074];

    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.PAU(x, Numerator, Denominator);

    private static Initializer Values(double[] values) => (target, _) => target.CopyInPlace(Tensor.Of(values, target.Shape));
}
