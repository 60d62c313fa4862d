namespace Nabla;

/// <summary>Multiplies the rate by γ at each step: η₀ γᵏ.</summary>
[Export("optim.lr_scheduler.ExponentialLR")]
public sealed class ExponentialLR : FormulaSchedule
{
    private readonly double _gamma;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="gamma">Factor of each step, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExponentialLR(Optimizer optimizer, double gamma)
        : base(optimizer)
    {
        NotNegative(gamma, nameof(gamma));
        _gamma = gamma;
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(_gamma, step);
}
