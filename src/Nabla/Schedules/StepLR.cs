namespace Nabla;

/// <summary>Multiplies the rate by γ every <c>size</c> steps: η₀ γ^⌊k / size⌋.</summary>
[Export("optim.lr_scheduler.StepLR")]
public sealed class StepLR : FormulaSchedule
{
    private readonly long _size;
    private readonly double _gamma;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="stepSize">Steps between two drops, from 1.</param>
    /// <param name="gamma">Factor of each drop, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public StepLR(Optimizer optimizer, long stepSize, double gamma = 0.1)
        : base(optimizer)
    {
        Positive(stepSize, nameof(stepSize));
        NotNegative(gamma, nameof(gamma));
        (_size, _gamma) = (stepSize, gamma);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(_gamma, step / _size);
}
