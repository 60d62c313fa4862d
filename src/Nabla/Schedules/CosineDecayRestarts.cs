namespace Nabla;

/// <summary>TensorFlow's cosine decay with restarts: each cycle is longer by one factor and lower by another.</summary>
/// <remarks>Loshchilov and Hutter 2017, "SGDR: stochastic gradient descent with warm restarts".</remarks>
[Export("optim.schedules.CosineDecayRestarts")]
public sealed class CosineDecayRestarts : FormulaSchedule
{
    private readonly long _first;
    private readonly double _longer;
    private readonly double _lower;
    private readonly double _alpha;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="firstDecaySteps">Steps of the first cycle, from 1.</param>
    /// <param name="longer">Factor from one cycle's length to the next, at least 1.</param>
    /// <param name="lower">Factor from one cycle's height to the next, not negative.</param>
    /// <param name="alpha">Share of the rate at the bottom, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineDecayRestarts(Optimizer optimizer, long firstDecaySteps, double longer = 2, double lower = 1, double alpha = 0)
        : base(optimizer)
    {
        Positive(firstDecaySteps, nameof(firstDecaySteps));
        if (!(longer >= 1 && double.IsFinite(longer))) throw new ArgumentOutOfRangeException(nameof(longer), longer, "The factor of the length must be a number of at least 1.");
        NotNegative(lower, nameof(lower));
        NotNegative(alpha, nameof(alpha));
        (_first, _longer, _lower, _alpha) = (firstDecaySteps, longer, lower, alpha);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double done = (double)step / _first, cycle, share;
        if (_longer == 1)
        {
            cycle = Math.Floor(done);
            share = done - cycle;
        }
        else
        {
            cycle = Math.Floor(Math.Log(1 - (done * (1 - _longer))) / Math.Log(_longer));
            share = (done - ((1 - Math.Pow(_longer, cycle)) / (1 - _longer))) / Math.Pow(_longer, cycle);
        }
        return initial * (((1 - _alpha) * 0.5 * Math.Pow(_lower, cycle) * (1 + Math.Cos(Math.PI * share))) + _alpha);
    }
}
