namespace Nabla;

/// <summary>How a rate moves from one value to another.</summary>
[Export("optim.lr_scheduler.Annealing")]
public enum Annealing
{
    /// <summary>Along half a cosine.</summary>
    Cosine,

    /// <summary>Along a straight line.</summary>
    Linear,
}

/// <summary>One rise to a large rate and one long fall far below the start, while the momentum does the opposite.</summary>
/// <remarks>
/// Smith and Topin 2019, "Super-convergence", in PyTorch's form: the initial rate is max / divFactor, the last one initial / finalDivFactor.
/// After the last step the last rates stay.
/// </remarks>
[Export("optim.lr_scheduler.OneCycleLR")]
public sealed class OneCycleLR : FormulaSchedule
{
    private readonly double[] _largest;
    private readonly long _total;
    private readonly Annealing _annealing;
    private readonly bool _cycles;
    private readonly double _divisor;
    private readonly double _finalDivisor;
    private readonly (double End, int From, int To)[] _phases;
    private readonly double[] _momenta;

    /// <summary>Starts the schedule; the optimiser's own learning rate does not matter.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="maxLearningRate">The peak, above 0.</param>
    /// <param name="totalSteps">Steps of the whole cycle, from 1.</param>
    /// <param name="pctStart">Share of the rise, in [0, 1] (for three phases at most 0.5).</param>
    /// <param name="annealing">Shape of the slopes.</param>
    /// <param name="cycleMomentum">Move the momentum (Adam's first beta) the other way.</param>
    /// <param name="baseMomentum">Momentum at the peak.</param>
    /// <param name="maxMomentum">Momentum at the start and at the end.</param>
    /// <param name="divFactor">Peak over initial rate, above 0.</param>
    /// <param name="finalDivFactor">Initial over last rate, above 0.</param>
    /// <param name="threePhase">Fall back to the initial rate as fast as the rise, then to the last one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The momentum is to be cycled, but the optimiser has none.</exception>
    public OneCycleLR(Optimizer optimizer, double maxLearningRate, long totalSteps, double pctStart = 0.3, Annealing annealing = Annealing.Cosine, bool cycleMomentum = true,
        double baseMomentum = 0.85, double maxMomentum = 0.95, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false)
        : this(optimizer, Enumerable.Repeat(maxLearningRate, optimizer?.Groups.Count ?? 0), totalSteps, pctStart, annealing, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor, threePhase)
    {
    }

    /// <summary>Starts the schedule with one peak a group.</summary>
    /// <inheritdoc cref="OneCycleLR(Optimizer, double, long, double, Annealing, bool, double, double, double, double, bool)"/>
    public OneCycleLR(Optimizer optimizer, IEnumerable<double> maxLearningRate, long totalSteps, double pctStart = 0.3, Annealing annealing = Annealing.Cosine, bool cycleMomentum = true,
        double baseMomentum = 0.85, double maxMomentum = 0.95, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(maxLearningRate);
        _largest = [.. maxLearningRate];
        if (_largest.Length != optimizer.Groups.Count) throw new ArgumentException($"{_largest.Length} rates for {optimizer.Groups.Count} parameter groups.", nameof(maxLearningRate));
        foreach (double rate in _largest) AboveZero(rate, nameof(maxLearningRate));
        Positive(totalSteps, nameof(totalSteps));
        AboveZero(divFactor, nameof(divFactor));
        AboveZero(finalDivFactor, nameof(finalDivFactor));
        double most = threePhase ? 0.5 : 1;
        if (!(pctStart >= 0 && pctStart <= most)) throw new ArgumentOutOfRangeException(nameof(pctStart), pctStart, $"The share of the rise must lie in [0, {most}].");
        if (cycleMomentum && optimizer.Groups.Any(group => group.Momentum is null))
            throw new ArgumentException($"{optimizer.GetType().Name} has no momentum to cycle; turn it off.", nameof(cycleMomentum));
        (_total, _annealing, _cycles, _divisor, _finalDivisor) = (totalSteps, annealing, cycleMomentum, divFactor, finalDivFactor);
        _momenta = [maxMomentum, baseMomentum, maxMomentum];
        double rise = (pctStart * totalSteps) - 1;
        // Levels: 0 initial, 1 peak, 2 last.
        _phases = threePhase ? [(rise, 0, 1), ((2 * pctStart * totalSteps) - 2, 1, 0), (totalSteps - 1, 0, 2)] : [(rise, 0, 1), (totalSteps - 1, 1, 2)];
        for (int i = 0; i < _largest.Length; i++) Keep(optimizer.Groups[i].ScheduleSettings, i, baseMomentum, maxMomentum);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double peak = _largest[group], first = peak / _divisor;
        return At(step, [first, peak, first / _finalDivisor]);
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) => _cycles ? At(step, _momenta) : null;

    private void Keep(Dictionary<string, double> settings, int group, double baseMomentum, double maxMomentum)
    {
        double first = _largest[group] / _divisor;
        Start(group, first);
        (settings["max_lr"], settings["min_lr"]) = (_largest[group], first / _finalDivisor);
        if (_cycles) (settings["max_momentum"], settings["base_momentum"]) = (maxMomentum, baseMomentum);
    }

    private double At(long step, ReadOnlySpan<double> levels)
    {
        double start = 0, at = Math.Min(step, _total - 1);
        for (int i = 0; ; i++)
        {
            (double end, int from, int to) = _phases[i];
            if (at <= end || i == _phases.Length - 1) return Between(levels[from], levels[to], end > start ? (at - start) / (end - start) : 1);
            start = end;
        }
    }

    private double Between(double from, double to, double share) => _annealing == Annealing.Linear
        ? from + ((to - from) * share)
        : to + ((from - to) / 2 * (Math.Cos(Math.PI * share) + 1));

    private static void AboveZero(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number above 0.");
    }
}
