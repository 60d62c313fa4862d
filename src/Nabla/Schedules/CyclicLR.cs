namespace Nabla;

/// <summary>How the height of the triangles of <see cref="CyclicLR"/> changes.</summary>
[Export("optim.lr_scheduler.CyclicMode")]
public enum CyclicMode
{
    /// <summary>It stays.</summary>
    Triangular,

    /// <summary>It halves with every cycle.</summary>
    Triangular2,

    /// <summary>It shrinks by a factor at every step.</summary>
    ExponentialRange,
}

/// <summary>Triangles between two rates; the momentum, if wanted, does the opposite.</summary>
/// <remarks>Smith 2017, "Cyclical learning rates for training neural networks".</remarks>
[Export("optim.lr_scheduler.CyclicLR")]
public sealed class CyclicLR : FormulaSchedule
{
    private readonly double _base;
    private readonly double _largest;
    private readonly long _up;
    private readonly long _down;
    private readonly CyclicMode _mode;
    private readonly double _gamma;
    private readonly (double Base, double Max)? _momenta;

    /// <summary>Starts the schedule; the optimiser's own learning rate does not matter.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="baseRate">Lowest rate, not negative.</param>
    /// <param name="maxLearningRate">Highest rate, not negative.</param>
    /// <param name="stepsUp">Steps of the rise, from 1.</param>
    /// <param name="stepsDown">Steps of the fall, from 1; as many as the rise when omitted.</param>
    /// <param name="mode">How the height changes.</param>
    /// <param name="gamma">Factor of each step for <see cref="CyclicMode.ExponentialRange"/>.</param>
    /// <param name="cycleMomentum">Move the momentum (Adam's first beta) the other way.</param>
    /// <param name="baseMomentum">Momentum at the highest rate.</param>
    /// <param name="maxMomentum">Momentum at the lowest rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The momentum is to be cycled, but the optimiser has none.</exception>
    public CyclicLR(Optimizer optimizer, double baseRate, double maxLearningRate, long stepsUp = 2000, long? stepsDown = null, CyclicMode mode = CyclicMode.Triangular,
        double gamma = 1, bool cycleMomentum = true, double baseMomentum = 0.8, double maxMomentum = 0.9)
        : base(optimizer)
    {
        NotNegative(baseRate, nameof(baseRate));
        NotNegative(maxLearningRate, nameof(maxLearningRate));
        Positive(stepsUp, nameof(stepsUp));
        Positive(stepsDown ?? 1, nameof(stepsDown));
        NotNegative(gamma, nameof(gamma));
        if (cycleMomentum && optimizer.Groups.Any(group => group.Momentum is null))
            throw new ArgumentException($"{optimizer.GetType().Name} has no momentum to cycle; turn it off.", nameof(cycleMomentum));
        (_base, _largest, _up, _down, _mode, _gamma) = (baseRate, maxLearningRate, stepsUp, stepsDown ?? stepsUp, mode, gamma);
        _momenta = cycleMomentum ? (baseMomentum, maxMomentum) : null;
        for (int i = 0; i < optimizer.Groups.Count; i++) Start(i, baseRate);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => _base + ((_largest - _base) * Height(step));

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) => _momenta is var (low, high) ? high - ((high - low) * Height(step)) : null;

    private double Height(long step)
    {
        (long cycle, long at) = Math.DivRem(step, _up + _down);
        double height = at <= _up ? (double)at / _up : (double)(_up + _down - at) / _down;
        return height * _mode switch
        {
            CyclicMode.Triangular2 => Math.Pow(0.5, cycle),
            CyclicMode.ExponentialRange => Math.Pow(_gamma, step),
            _ => 1,
        };
    }
}
