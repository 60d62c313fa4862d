namespace Nabla;

/// <summary>TensorFlow's exponential decay: η₀ r^(k / steps), or with ⌊k / steps⌋ as a staircase.</summary>
[Export("optim.schedules.ExponentialDecay")]
public sealed class ExponentialDecay : FormulaSchedule
{
    private readonly long _steps;
    private readonly double _rate;
    private readonly bool _staircase;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="decaySteps">Steps of one full decay, from 1.</param>
    /// <param name="decayRate">Factor r of one full decay, not negative.</param>
    /// <param name="staircase">Decay all at once, at the end of the steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExponentialDecay(Optimizer optimizer, long decaySteps, double decayRate, bool staircase = false)
        : base(optimizer)
    {
        Positive(decaySteps, nameof(decaySteps));
        NotNegative(decayRate, nameof(decayRate));
        (_steps, _rate, _staircase) = (decaySteps, decayRate, staircase);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(_rate, _staircase ? step / _steps : (double)step / _steps);
}
