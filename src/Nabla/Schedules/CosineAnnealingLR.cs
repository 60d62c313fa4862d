namespace Nabla;

/// <summary>Half a cosine from the full rate to the smallest: η = η_min + (η₀ - η_min)(1 + cos(πk / T)) / 2; beyond T it rises again.</summary>
/// <remarks>Loshchilov and Hutter 2017, "SGDR: stochastic gradient descent with warm restarts", without the restarts.</remarks>
[Export("optim.lr_scheduler.CosineAnnealingLR")]
public sealed class CosineAnnealingLR : FormulaSchedule
{
    private readonly long _total;
    private readonly double _least;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="totalSteps">Steps until the smallest rate, from 1.</param>
    /// <param name="minimumRate">The smallest rate, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineAnnealingLR(Optimizer optimizer, long totalSteps, double minimumRate = 0)
        : base(optimizer)
    {
        Positive(totalSteps, nameof(totalSteps));
        NotNegative(minimumRate, nameof(minimumRate));
        (_total, _least) = (totalSteps, minimumRate);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => _least + ((initial - _least) * (1 + Math.Cos(Math.PI * step / _total)) / 2);
}
