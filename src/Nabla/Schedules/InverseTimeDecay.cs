namespace Nabla;

/// <summary>TensorFlow's inverse time decay: η₀ / (1 + r k / steps), or with ⌊k / steps⌋ as a staircase.</summary>
[Export("optim.schedules.InverseTimeDecay")]
public sealed class InverseTimeDecay : FormulaSchedule
{
    private readonly long _steps;
    private readonly double _rate;
    private readonly bool _staircase;

    /// <summary>Starts the schedule.</summary>
    /// <inheritdoc cref="ExponentialDecay(Optimizer, long, double, bool)"/>
    public InverseTimeDecay(Optimizer optimizer, long decaySteps, double decayRate, bool staircase = false)
        : base(optimizer)
    {
        Positive(decaySteps, nameof(decaySteps));
        NotNegative(decayRate, nameof(decayRate));
        (_steps, _rate, _staircase) = (decaySteps, decayRate, staircase);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial / (1 + (_rate * (_staircase ? step / _steps : (double)step / _steps)));
}
