namespace Nabla.Algorithms.Stochastic;

/// <summary>A noisy observation of f(w).</summary>
[Export("algorithms.stochastic.NoisyFunction")]
public delegate double NoisyFunction(ReadOnlySpan<double> w);

/// <summary>Finds the minimum of a function whose values are observed with noise and whose gradient is not known.</summary>
[Export("algorithms.stochastic.NoisyMinimum")]
public static class NoisyMinimum
{
    /// <summary>Kiefer and Wolfowitz (1952): the gradient by symmetric differences of width cₖ, one coordinate after the other.</summary>
    /// <param name="f">A noisy observation of f(w).</param>
    /// <param name="w">The start; becomes the last iterate.</param>
    /// <param name="steps">aₖ.</param>
    /// <param name="widths">cₖ, which fall to 0.</param>
    /// <param name="iterations">How many, 1 or more; each takes 2·d observations.</param>
    /// <remarks>Converges if Σ aₖ = ∞, Σ aₖcₖ &lt; ∞ and Σ (aₖ/cₖ)² &lt; ∞, as with aₖ = a/k and cₖ = c/k^⅓.</remarks>
    /// <exception cref="ArgumentException">The steps and widths violate these conditions.</exception>
    /// <exception cref="ArithmeticException">An iterate is not finite.</exception>
    [Export("algorithms.stochastic.noisy_minimum.kiefer_wolfowitz")]
    public static void KieferWolfowitz(NoisyFunction f, Span<double> w, StepRule steps, StepRule widths, int iterations)
    {
        ArgumentNullException.ThrowIfNull(f);
        Check(steps, widths, iterations);
        double[] slope = new double[w.Length];
        for (int k = 1; k <= iterations; k++)
        {
            double a = steps.At(k), c = widths.At(k);
            for (int i = 0; i < w.Length; i++)
            {
                double at = w[i];
                w[i] = at + c;
                double above = f(w);
                w[i] = at - c;
                slope[i] = (above - f(w)) / (2 * c);
                w[i] = at;
            }
            Move(w, slope, a, k, steps);
        }
    }

    /// <summary>Spall's (1992) simultaneous perturbation: all coordinates move by ±cₖ at random, so two observations give a whole gradient estimate.</summary>
    /// <param name="f">A noisy observation of f(w).</param>
    /// <param name="w">The start; becomes the last iterate.</param>
    /// <param name="steps">aₖ; Spall recommends a/(k + A)^0.602.</param>
    /// <param name="widths">cₖ; Spall recommends c/k^0.101.</param>
    /// <param name="iterations">How many, 1 or more; each takes 2 observations.</param>
    /// <param name="random">Where the signs come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">No iteration was asked for.</exception>
    /// <exception cref="ArithmeticException">An iterate is not finite.</exception>
    [Export("algorithms.stochastic.noisy_minimum.spsa")]
    public static void Spsa(NoisyFunction f, Span<double> w, StepRule steps, StepRule widths, int iterations, Random random)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        double[] slope = new double[w.Length], sign = new double[w.Length];
        for (int k = 1; k <= iterations; k++)
        {
            double a = steps.At(k), c = widths.At(k);
            for (int i = 0; i < w.Length; i++)
            {
                sign[i] = random.Next(2) == 0 ? -1 : 1;
                w[i] += c * sign[i];
            }
            double above = f(w);
            for (int i = 0; i < w.Length; i++) w[i] -= 2 * c * sign[i];
            double difference = (above - f(w)) / (2 * c);
            for (int i = 0; i < w.Length; i++)
            {
                w[i] += c * sign[i];
                slope[i] = difference * sign[i];
            }
            Move(w, slope, a, k, steps);
        }
    }

    private static void Check(StepRule steps, StepRule widths, int iterations)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        if (!steps.SumDiverges) throw new ArgumentException($"The steps {steps.Name} have a finite sum: the iteration can stop before it reaches the minimum.", nameof(steps));
        StepRule ratio = StepRule.Of($"({steps.Name})/({widths.Name})", k => steps.Size(k) / widths.Size(k));
        if (!ratio.SquaresConverge) throw new ArgumentException($"The squares of {ratio.Name} have an infinite sum: the noise never dies out.", nameof(widths));
        StepRule product = StepRule.Of($"({steps.Name})·({widths.Name})", k => steps.Size(k) * widths.Size(k));
        if (product.SumDiverges) throw new ArgumentException($"The sum of {product.Name} is infinite: the bias of the differences never dies out.", nameof(widths));
    }

    private static void Move(Span<double> w, double[] slope, double a, int k, StepRule steps)
    {
        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= a * slope[i];
            if (!double.IsFinite(w[i])) throw new ArithmeticException($"Iterate {k} has the component {w[i]}: the steps {steps.Name} are too large for this function.");
        }
    }
}
