namespace Nabla.Algorithms.Stochastic;

/// <summary>Dvoretzky's (1956) process Δₖ₊₁ = (1 - αₖ)Δₖ + βₖηₖ, the common form of stochastic approximations.</summary>
/// <remarks>
/// Δ goes to 0 with probability 1 if Σ αₖ = ∞, Σ αₖ² &lt; ∞, Σ βₖ² &lt; ∞, and the noise has mean 0 and bounded variance given the past. Incremental means,
/// Robbins and Monro's iteration, temporal differences and Q-learning are instances, with Δ the distance from the solution.
/// </remarks>
[Export("algorithms.stochastic.Dvoretzky")]
public static class Dvoretzky
{
    /// <summary>Do these steps satisfy the theorem's conditions?</summary>
    /// <param name="alpha">αₖ.</param>
    /// <param name="beta">βₖ.</param>
    /// <param name="reason">The first condition that fails; null when none does.</param>
    [Export("algorithms.stochastic.dvoretzky.converges")]
    public static bool Converges(StepRule alpha, StepRule beta, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(alpha);
        ArgumentNullException.ThrowIfNull(beta);
        reason = !alpha.SumDiverges ? $"Σ α is finite for α = {alpha.Name}"
            : !alpha.SquaresConverge ? $"Σ α² is infinite for α = {alpha.Name}"
            : !beta.SquaresConverge ? $"Σ β² is infinite for β = {beta.Name}"
            : null;
        return reason is null;
    }

    /// <summary>Runs the process.</summary>
    /// <param name="start">Δ₁.</param>
    /// <param name="alpha">αₖ.</param>
    /// <param name="beta">βₖ.</param>
    /// <param name="noise">ηₖ for k = 1, 2, ... given Δₖ; mean 0 and bounded variance.</param>
    /// <param name="path">Receives Δ₂, Δ₃, ...: as many iterations as it has places.</param>
    /// <returns>The last value.</returns>
    /// <exception cref="ArgumentException">The steps violate the conditions.</exception>
    [Export("algorithms.stochastic.dvoretzky.iterate")]
    public static double Iterate(double start, StepRule alpha, StepRule beta, Func<long, double, double> noise, Span<double> path)
    {
        ArgumentNullException.ThrowIfNull(noise);
        Guard.Finite(start);
        if (!Converges(alpha, beta, out string? reason)) throw new ArgumentException($"Dvoretzky's conditions do not hold: {reason}.", nameof(alpha));
        double delta = start;
        for (int k = 0; k < path.Length; k++)
            path[k] = delta = ((1 - alpha.At(k + 1)) * delta) + (beta.At(k + 1) * noise(k + 1, delta));
        return delta;
    }
}
