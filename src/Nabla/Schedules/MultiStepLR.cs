namespace Nabla;

/// <summary>Multiplies the rate by γ at each milestone.</summary>
[Export("optim.lr_scheduler.MultiStepLR")]
public sealed class MultiStepLR : FormulaSchedule
{
    private readonly long[] _milestones;
    private readonly double _gamma;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="milestones">Steps at which the rate drops, in any order; one listed twice counts twice.</param>
    /// <param name="gamma">Factor of each drop, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MultiStepLR(Optimizer optimizer, IEnumerable<long> milestones, double gamma = 0.1)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        NotNegative(gamma, nameof(gamma));
        (_milestones, _gamma) = ([.. milestones], gamma);
        foreach (long milestone in _milestones) ArgumentOutOfRangeException.ThrowIfNegative(milestone, nameof(milestones));
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= step));
}
