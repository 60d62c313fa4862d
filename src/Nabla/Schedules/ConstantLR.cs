namespace Nabla;

/// <summary>A constant factor for the first steps, then the full rate.</summary>
[Export("optim.lr_scheduler.ConstantLR")]
public sealed class ConstantLR : FormulaSchedule
{
    private readonly double _factor;
    private readonly long _total;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="factor">Factor of the first steps, in [0, 1].</param>
    /// <param name="totalSteps">How many steps have the factor, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, long totalSteps = 5)
        : base(optimizer)
    {
        if (!(factor is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must lie in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfNegative(totalSteps);
        (_factor, _total) = (factor, totalSteps);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => step < _total ? initial * _factor : initial;
}
