namespace Nabla;

/// <summary>TensorFlow's cosine decay: η₀((1 - α)(1 + cos(πk / steps)) / 2 + α), which stays at αη₀.</summary>
[Export("optim.schedules.CosineDecay")]
public sealed class CosineDecay : FormulaSchedule
{
    private readonly long _steps;
    private readonly double _alpha;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="decaySteps">Steps of the decay, from 1.</param>
    /// <param name="alpha">Share of the rate that stays, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineDecay(Optimizer optimizer, long decaySteps, double alpha = 0)
        : base(optimizer)
    {
        Positive(decaySteps, nameof(decaySteps));
        NotNegative(alpha, nameof(alpha));
        (_steps, _alpha) = (decaySteps, alpha);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) =>
        initial * (((1 - _alpha) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, _steps) / _steps))) + _alpha);
}
