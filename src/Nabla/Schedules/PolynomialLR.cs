namespace Nabla;

/// <summary>Polynomial decay to 0: η₀ (1 - k / total)^power.</summary>
[Export("optim.lr_scheduler.PolynomialLR")]
public sealed class PolynomialLR : FormulaSchedule
{
    private readonly long _total;
    private readonly double _power;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="totalSteps">Steps until the rate is 0, from 1.</param>
    /// <param name="power">Exponent, not negative; 1 is a straight line.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PolynomialLR(Optimizer optimizer, long totalSteps = 5, double power = 1)
        : base(optimizer)
    {
        Positive(totalSteps, nameof(totalSteps));
        NotNegative(power, nameof(power));
        (_total, _power) = (totalSteps, power);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(1 - ((double)Math.Min(step, _total) / _total), _power);
}
