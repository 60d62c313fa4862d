namespace Nabla.Algorithms.Stochastic;

/// <summary>A noisy vector field: writes one noisy observation of g(w).</summary>
/// <param name="w">Where.</param>
/// <param name="value">Receives the observation; as long as <paramref name="w"/>.</param>
[Export("algorithms.stochastic.NoisyField")]
public delegate void NoisyField(ReadOnlySpan<double> w, Span<double> value);

/// <summary>Finds the root of a function that can only be observed with noise: wₖ₊₁ = wₖ - aₖ·g̃(wₖ).</summary>
/// <remarks>
/// Robbins and Monro (1951). Converges with probability 1 if g rises through its root with a bounded positive slope, the noise has mean 0 and bounded variance,
/// and the steps satisfy <see cref="StepRule.Converges"/>. The error falls like k^-½. With the mean of all iterates (Polyak and Juditsky 1992, Ruppert 1988)
/// and steps k^-p, ½ &lt; p &lt; 1, the error has the smallest variance any method can have, without knowledge of the slope.
/// </remarks>
[Export("algorithms.stochastic.RobbinsMonro")]
public static class RobbinsMonro
{
    /// <summary>Iterates in one dimension.</summary>
    /// <param name="g">A noisy observation of g(w).</param>
    /// <param name="start">w₁.</param>
    /// <param name="steps">Sizes of steps.</param>
    /// <param name="path">Receives w₂, w₃, ...: as many iterations as it has places.</param>
    /// <param name="low">Iterates are projected to [low, high].</param>
    /// <param name="high">Upper limit.</param>
    /// <returns>The last iterate, and the mean of all of them.</returns>
    /// <exception cref="ArgumentException">The interval is empty, or no iteration was asked for.</exception>
    /// <exception cref="ArithmeticException">An iterate is not finite: the steps are too large for this function.</exception>
    [Export("algorithms.stochastic.robbins_monro.solve")]
    public static (double Last, double Average) Solve(Func<double, double> g, double start, StepRule steps, Span<double> path, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(steps);
        Guard.Finite(start);
        if (!(low <= high)) throw new ArgumentException($"The interval [{low}, {high}] is empty.", nameof(low));
        if (path.IsEmpty) throw new ArgumentException("The path has no place for an iterate.", nameof(path));
        double w = start;
        IncrementalMean mean = default;
        for (int k = 0; k < path.Length; k++)
        {
            w = Math.Clamp(w - (steps.At(k + 1) * g(w)), low, high);
            if (!double.IsFinite(w)) throw new ArithmeticException($"Iterate {k + 1} is {w}: the steps {steps.Name} are too large for this function.");
            mean.Add(path[k] = w);
        }
        return (w, mean.Value);
    }

    /// <summary>Iterates in any number of dimensions.</summary>
    /// <param name="g">A noisy observation of g.</param>
    /// <param name="w">The start; becomes the last iterate.</param>
    /// <param name="steps">Sizes of steps.</param>
    /// <param name="iterations">How many, 1 or more.</param>
    /// <param name="average">Receives the mean of the iterates; empty, or as long as <paramref name="w"/>.</param>
    /// <param name="project">Moves an iterate into the allowed set, in place; null allows all.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    /// <exception cref="ArithmeticException">An iterate is not finite.</exception>
    public static void Solve(NoisyField g, Span<double> w, StepRule steps, int iterations, Span<double> average = default, Action<Span<double>>? project = null)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        if (!average.IsEmpty) Guard.Length(w.Length, average.Length, nameof(average));
        average.Clear();
        double[] value = new double[w.Length];
        for (int k = 1; k <= iterations; k++)
        {
            g(w, value);
            double a = steps.At(k);
            for (int i = 0; i < w.Length; i++) w[i] -= a * value[i];
            project?.Invoke(w);
            for (int i = 0; i < w.Length; i++)
            {
                if (!double.IsFinite(w[i])) throw new ArithmeticException($"Iterate {k} has the component {w[i]}: the steps {steps.Name} are too large for this function.");
                if (!average.IsEmpty) average[i] += (w[i] - average[i]) / k;
            }
        }
    }
}
