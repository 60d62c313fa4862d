namespace Nabla;

/// <summary>TensorFlow's polynomial decay to a last rate: (η₀ - η₁)(1 - k / steps)^power + η₁; with cycles the steps grow to the next multiple.</summary>
[Export("optim.schedules.PolynomialDecay")]
public sealed class PolynomialDecay : FormulaSchedule
{
    private readonly long _steps;
    private readonly double _last;
    private readonly double _power;
    private readonly bool _cycle;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="decaySteps">Steps until the last rate, from 1.</param>
    /// <param name="lastRate">The last rate η₁, not negative.</param>
    /// <param name="power">Exponent, not negative; 1 is a straight line.</param>
    /// <param name="cycle">Beyond the steps, start again less high rather than stay.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PolynomialDecay(Optimizer optimizer, long decaySteps, double lastRate = 1e-4, double power = 1, bool cycle = false)
        : base(optimizer)
    {
        Positive(decaySteps, nameof(decaySteps));
        NotNegative(lastRate, nameof(lastRate));
        NotNegative(power, nameof(power));
        (_steps, _last, _power, _cycle) = (decaySteps, lastRate, power, cycle);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        long total = _cycle ? _steps * Math.Max(1, (step + _steps - 1) / _steps) : _steps;
        return ((initial - _last) * Math.Pow(1 - ((double)Math.Min(step, total) / total), _power)) + _last;
    }
}
