namespace Nabla.Algorithms.Stochastic;

/// <summary>Sizes of the steps a₁, a₂, ... of a stochastic approximation, and whether they let it converge.</summary>
/// <remarks>
/// Robbins and Monro (1951): Σ aₖ = ∞, so that any start can be left behind, and Σ aₖ² &lt; ∞, so that the noise dies out. For steps that fall, Cauchy's
/// condensation decides both: Σ aₖ diverges exactly when Σ 2ʲ·a(2ʲ) does, whose terms behave like j^-q; q is measured between j = 500 and 1000. Rules that
/// differ from 1/(k log k) by less than a power of a logarithm (log log k) are beyond what it can tell.
/// </remarks>
[Export("algorithms.stochastic.StepRule")]
public sealed class StepRule
{
    private readonly Func<double, double> _size;

    private StepRule(string name, Func<double, double> size)
    {
        Name = name;
        _size = size;
    }

    /// <summary>The rule as a formula.</summary>
    public string Name { get; }

    /// <summary>Does Σ aₖ diverge?</summary>
    public bool SumDiverges => Exponent(1) <= 1 + 1e-6;

    /// <summary>Does Σ aₖ² converge?</summary>
    public bool SquaresConverge => Exponent(2) > 1 + 1e-6;

    /// <summary>Both: an iteration with these steps converges with probability 1 under Robbins and Monro's conditions.</summary>
    public bool Converges => SumDiverges && SquaresConverge;

    /// <summary>scale/(k + offset).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive, or the first step is not finite.</exception>
    [Export("algorithms.stochastic.step_rule.harmonic")]
    public static StepRule Harmonic(double scale = 1, double offset = 0) => Power(1, scale, offset);

    /// <summary>scale/(k + offset)^exponent; converges for exponents in (½, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive, the exponent is negative, or the offset is not above -1.</exception>
    [Export("algorithms.stochastic.step_rule.power")]
    public static StepRule Power(double exponent, double scale = 1, double offset = 0)
    {
        if (!(scale > 0) || double.IsInfinity(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of steps must be positive.");
        if (!(exponent >= 0) || double.IsInfinity(exponent)) throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "The exponent of steps must not be negative.");
        if (!(offset > -1) || double.IsInfinity(offset)) throw new ArgumentOutOfRangeException(nameof(offset), offset, "The offset of steps must be above -1.");
        return new(FormattableString.Invariant($"{scale}/(k + {offset})^{exponent}"), k => scale / Math.Pow(k + offset, exponent));
    }

    /// <summary>The same step for ever: follows a moving root, but never settles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive.</exception>
    [Export("algorithms.stochastic.step_rule.constant")]
    public static StepRule Constant(double step) => Power(0, step);

    /// <summary>A rule of one's own.</summary>
    /// <param name="name">The rule as a formula, for messages.</param>
    /// <param name="size">aₖ for k = 1, 2, ..., positive and not rising; must accept k up to 2¹⁰⁰⁰.</param>
    [Export("algorithms.stochastic.step_rule.of")]
    public static StepRule Of(string name, Func<double, double> size)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(size);
        return new(name, size);
    }

    /// <summary>aₖ.</summary>
    /// <param name="k">1 for the first step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">The rule gives a step that is not positive and finite.</exception>
    public double At(long k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        double step = _size(k);
        return step > 0 && double.IsFinite(step) ? step : throw new InvalidOperationException($"The step rule {Name} gives {step} for k = {k}; steps must be positive and finite.");
    }

    /// <summary>aₖ for any k, unchecked: the analysis looks far beyond the integers.</summary>
    internal double Size(double k) => _size(k);

    /// <summary>The rule itself, if iterations with it converge.</summary>
    /// <exception cref="ArgumentException">Σ aₖ is finite, or Σ aₖ² is not.</exception>
    public StepRule Checked() => !SumDiverges
        ? throw new ArgumentException($"The steps {Name} have a finite sum: the iteration can stop before it reaches the root.")
        : !SquaresConverge ? throw new ArgumentException($"The squared steps of {Name} have an infinite sum: the noise never dies out.") : this;

    // q of 2ʲ·a(2ʲ)ᵐ ~ j^-q, in logarithms since the terms leave the range of numbers.
    private double Exponent(int power)
    {
        double Term(int j) => j + (power * Math.Log2(_size(Math.ScaleB(1, j))));
        return Term(500) - Term(1000);
    }
}
