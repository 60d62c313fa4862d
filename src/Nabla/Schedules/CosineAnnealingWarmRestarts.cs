using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>Half a cosine to the smallest rate, again and again, each cycle longer than the last by a factor.</summary>
/// <remarks>Loshchilov and Hutter 2017, "SGDR: stochastic gradient descent with warm restarts".</remarks>
[Export("optim.lr_scheduler.CosineAnnealingWarmRestarts")]
public sealed class CosineAnnealingWarmRestarts : FormulaSchedule
{
    private readonly long _first;
    private readonly long _growth;
    private readonly double _least;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="firstCycle">Steps of the first cycle, from 1.</param>
    /// <param name="growth">Factor from one cycle's length to the next, from 1.</param>
    /// <param name="minimumRate">The smallest rate, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineAnnealingWarmRestarts(Optimizer optimizer, long firstCycle, int growth = 1, double minimumRate = 0)
        : base(optimizer)
    {
        Positive(firstCycle, nameof(firstCycle));
        Positive(growth, nameof(growth));
        NotNegative(minimumRate, nameof(minimumRate));
        (_first, _growth, _least) = (firstCycle, growth, minimumRate);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        (long at, long cycle) = Locate(step);
        return _least + ((initial - _least) * (1 + Math.Cos(Math.PI * at / cycle)) / 2);
    }

    private protected override void WriteTorch(PickleDict state, long steps)
    {
        base.WriteTorch(state, steps);
        (state["T_cur"], state["T_i"]) = Locate(steps);
    }

    private (long At, long Cycle) Locate(long step)
    {
        long cycle = _first;
        if (_growth == 1) step %= cycle;
        while (step >= cycle)
        {
            step -= cycle;
            cycle *= _growth;
        }
        return (step, cycle);
    }
}
